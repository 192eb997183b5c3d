//! What the README says is so: its code is compiled elsewhere in the repository, and what it names has code here.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::hash::Hash;
use std::path::Path;
use std::time::Duration;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wxopen::authorization::{GetAuthorizerInfo, GetAuthorizerInfoReply};
use wxopen::code::GetTrialQrCode;
use wxopen::domain::{JumpDomainAction, ModifyJumpDomain};
use wxopen::errcode::Errcode;
use wxopen::member::{BindTester, BindTesterError, BindTesterReply, GetTester, Tester, UnbindTester};
use wxopen::{
    AnyError, Attempt, Authorizer, Class, Client, Error, FailOver, File, HttpSettings, Layer, LocalTransport,
    ManualClock, MemoryTransport, Meta, NoToken, OnOneThread, Reply, ReqwestTransport, ThirdPartyPlatform,
    TokenProvider, Transport,
};

const COMPILED: &[&str] = &[
    "tests/examples/call.rs",
    "tests/examples/gateway.rs",
    "tests/examples/patient.rs",
    "tests/downstream/build.rs",
    "tests/downstream/src/main.rs",
];

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).expect("it can be read")
}

#[test]
fn rust_in_the_readme_is_compiled_somewhere() {
    let compiled: Vec<_> = COMPILED.iter().map(|path| flat(&read(path))).collect();
    let readme = read("README.md");
    let blocks: Vec<_> = readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() > 3);
    for block in blocks {
        let code = flat(block);
        assert!(compiled.iter().any(|text| text.contains(&code)), "nothing compiles this:\n{block}");
    }
}

/// The lines without indentation and without the comments that name a file.
fn flat(code: &str) -> String {
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Each word of the README with the code that fails to compile when it is not so. Nothing of it is run.
macro_rules! said {
    ($([$($word:literal),+ $(,)?] $code:item)+) => {
        const SAID: &[&[&str]] = &[$(&[$($word),+]),+];
        $(#[allow(dead_code)] $code)+
    };
}

said! {
    ["wxopen", "new", "send", "await"]
    async fn the_only_verb(client: wxopen::Client) -> Result<Reply<BindTesterReply>, Error<BindTesterError>> {
        client.send(BindTester::new("tests")).await
    }

    ["AuthorizationLink"]
    fn link(code: &str) -> Result<String, wxopen::LinkError> {
        let link = wxopen::AuthorizationLink::new("appid", code, "https://example.com/", wxopen::Accounts::MiniPrograms)?;
        Ok(link.web() + &link.mobile())
    }

    [
        "client.send(call).timeout(Duration::from_secs(3)).base_url(\"http://127.0.0.1:8080\").header(\"x-trace\", \"7\").await",
        "timeout", "base_url",
    ]
    async fn options(client: Client, call: GetTester) {
        let _ = client.send(call).timeout(Duration::from_secs(3)).base_url("http://127.0.0.1:8080").header("x-trace", "7").await;
        let _ = Client::builder("token").base_url("https://wechat-gateway.example").build();
    }

    ["wxopen::blocking::Client", "prepare"]
    fn blocking(client: wxopen::blocking::Client) -> Result<(), Error<BindTesterError>> {
        client.send(BindTester::new("tests"))?;
        client.prepare(BindTester::new("tests")).timeout(Duration::from_secs(3)).send()?;
        Ok(())
    }

    ["TokenProvider", "&str", "String", "client.with_tokens(…)", "NoToken"]
    fn tokens(client: Client, provider: impl TokenProvider + 'static) -> [Client; 5] {
        let fixed = [Client::new("token"), Client::new("token".to_owned()), Client::new(NoToken)];
        let [one, two, three] = fixed;
        [one, two, three, Client::new(provider), client.with_tokens("another")]
    }

    [
        "ThirdPartyPlatform::builder", "let client = platform.client().build()",
        "client.with_tokens(platform.authorizer(appid))",
    ]
    fn platforms(platform: ThirdPartyPlatform, layer: impl Layer + 'static, appid: &str) -> Client {
        let _ = ThirdPartyPlatform::builder("appid", "secret")
            .transport(MemoryTransport::new())
            .fail_over(FailOver::new())
            .layer(layer)
            .timeout(Duration::from_secs(1))
            .build();
        let client = platform.client().build();
        let _: Authorizer = platform.authorizer(appid);
        client.with_tokens(platform.authorizer(appid))
    }

    ["raw()", "Error::Decode"]
    fn replies(reply: Reply<BindTesterReply>, error: Error<BindTesterError>) {
        let _: &BindTesterReply = &reply;
        let (_, _, _) = (reply.raw().status, &reply.raw().headers, &reply.raw().body);
        if let Error::Decode(error) = error {
            let _ = (&error.problems[0].path, &error.raw.body);
        }
    }

    ["Serialize", "Deserialize"]
    fn data() {
        fn both<T: Serialize + DeserializeOwned>() {}
        fn written<T: Serialize>() {}
        both::<BindTester>();
        both::<UnbindTester>();
        both::<ModifyJumpDomain>();
        both::<JumpDomainAction>();
        both::<GetAuthorizerInfoReply>();
        both::<Tester>();
        written::<Reply<BindTesterReply>>();
    }

    ["PartialEq", "Eq", "Hash"]
    fn equality() {
        fn compared<T: PartialEq>() {}
        fn key<T: Eq + Hash>() {}
        compared::<BindTester>();
        compared::<GetAuthorizerInfoReply>();
        compared::<Tester>();
        key::<JumpDomainAction>();
        key::<BindTesterError>();
        key::<Errcode>();
    }

    ["File::new", "File::from_path", "from_async_read", "from_read", "from_source"]
    fn files(bytes: Vec<u8>) -> [File; 5] {
        [
            File::new("a.png", bytes),
            File::from_path("a.png"),
            File::from_async_read("a.png", 3, &b"png"[..]),
            File::from_read("a.png", None, std::io::empty()),
            File::from_source("a.png", || async { Ok(wxopen::BodyStream::from_bytes("png")) }),
        ]
    }

    ["client.send(call).download(\"film.mp4\").await", "download_to"]
    async fn downloads(client: Client, call: GetTrialQrCode, writer: Vec<u8>) {
        let _ = client.send(call.clone()).download("film.mp4").await;
        let _ = client.send(call).download_to(writer).await;
    }

    ["Client::with_transport", "Transport", "MemoryTransport", "OnOneThread", "Send"]
    fn transports(any: impl Transport + 'static, local: impl LocalTransport + 'static) -> [Client; 3] {
        [
            Client::with_transport("token", any).build(),
            Client::with_transport("token", MemoryTransport::new()).build(),
            Client::with_transport("token", OnOneThread::new(local)).build(),
        ]
    }

    ["Debug"]
    fn shown(client: &Client, call: &GetAuthorizerInfo, reply: &Reply<BindTesterReply>) {
        fn debug(_: &[&dyn Debug]) {}
        debug(&[client, call, reply]);
    }

    ["Error<E>", "Api", "Permission", "Token", "Request", "Transport", "Status", "Decode", "E"]
    fn errors<E>(error: Error<E>) -> &'static str {
        match error {
            Error::Api(_) => "Api",
            Error::Permission(_) => "Permission",
            Error::Token(_) => "Token",
            Error::Request(_) => "Request",
            Error::Transport(_) => "Transport",
            Error::Status(_) => "Status",
            Error::Decode(_) => "Decode",
            _ => "none that the README names",
        }
    }

    ["Common(Errcode)", "Unknown(i64)"]
    fn codes(code: Errcode) -> [BindTesterError; 2] {
        [BindTesterError::Common(code), BindTesterError::Unknown(1i64)]
    }

    ["code()", "errmsg()", "rid()", "advice()", "class()", "endpoint()", "is_retryable()", "wxopen::AnyError", "?"]
    fn what_helps(error: Error<BindTesterError>) -> Result<(), wxopen::AnyError> {
        fn of_any(error: AnyError) {
            let _: (Option<i64>, Option<&str>, Option<Class>) = (error.code(), error.advice(), error.class());
            let _ = (error.errmsg(), error.rid(), error.endpoint(), error.is_retryable());
        }
        let _: (Option<i64>, Option<&str>, Option<Class>) = (error.code(), error.advice(), error.class());
        let _ = (error.errmsg(), error.rid(), error.endpoint(), error.is_retryable(), of_any);
        Err(error)?
    }

    ["FailOver::new()", "FailOver::to([…])", "FailOver"]
    fn fail_over() -> [FailOver; 2] {
        [FailOver::new(), FailOver::to(["https://api2.weixin.qq.com"])]
    }

    ["Layer", "Meta", "idempotent", "ManualClock"]
    fn layers(attempt: &Attempt<'_>, layer: impl Layer + 'static) -> Client {
        let meta: &Meta = attempt.meta;
        let _ = (meta.idempotent, attempt.number, attempt.base_url);
        Client::builder("token").layer(layer).clock(ManualClock::at(std::time::UNIX_EPOCH)).build()
    }

    ["HttpSettings", "build", "configure", "wxopen::reqwest"]
    fn settings() -> Option<ReqwestTransport> {
        let configure = |http: wxopen::reqwest::ClientBuilder| http.tcp_keepalive(Duration::from_secs(30));
        HttpSettings::new().configure(configure).build().ok()
    }
}

/// Words that are no Rust: names on the wire, in logs and in the environment, and what is not ours.
const NO_RUST: &[&str] = &[
    "errcode",
    "Content-Length",
    "fetch",
    "wasm32-unknown-unknown",
    "tracing",
    "wechat.call",
    "wechat.attempt",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    // tests/downstream/build.rs calls it.
    "wxgen::Builder",
];

/// Words in code font between the heading `from` and the next one of its level.
fn words(readme: &str, from: &str) -> BTreeSet<String> {
    let (mut words, mut inside, mut heading) = (BTreeSet::new(), false, false);
    for event in Parser::new(readme) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => (inside, heading) = (false, true),
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => heading = false,
            Event::Text(text) if heading => inside = &*text == from,
            Event::Code(word) if inside => drop(words.insert(word.into_string())),
            _ => {}
        }
    }
    words
}

#[test]
fn what_the_readme_says_of_the_api_has_code() {
    let features = read("generated/Cargo.toml");
    let is_feature = |word: &str| features.contains(&format!("\n{word} = ["));
    let is_said = |word: &str| SAID.iter().any(|words| words.contains(&word)) || NO_RUST.contains(&word);
    let words = words(&read("README.md"), "Calling WeChat");
    assert!(words.len() > 50, "{words:?}");
    let open: Vec<_> = words.iter().filter(|word| !is_said(word) && !is_feature(word)).collect();
    assert!(open.is_empty(), "no code shows that these are so: {open:?}");
    // Nor is there code for what the README says no more.
    let gone: Vec<_> = SAID.iter().flat_map(|words| *words).filter(|word| !words.contains(**word)).collect();
    assert!(gone.is_empty(), "the README does not say: {gone:?}");
}
