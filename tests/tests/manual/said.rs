//! What the pages about the API say in code font, each with code that does not compile unless it is so. None of it is run.

use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde::de::DeserializeOwned;
use wxopen::authorization::{GetAuthorizerInfo, GetAuthorizerInfoReply};
use wxopen::code::GetTrialQrCode;
use wxopen::domain::{JumpDomainAction, ModifyJumpDomain};
use wxopen::errcode::Errcode;
use wxopen::member::{BindTester, BindTesterError, BindTesterReply, GetTester, Tester, UnbindTester};
use wxopen::push::{AesKey, Answer, Event, Fields, Format, Message, Push, PushQuery, PushReceiver, PushSink};
use wxopen::{
    AnyError, Attempt, Authorizer, Class, Client, Error, FailOver, File, HttpSettings, Layer, LocalTransport,
    ManualClock, MemoryStore, MemoryTransport, Meta, NoToken, OnOneThread, PlatformEvent, RedisStore, Reply,
    ReqwestTransport, SealKey, Sealed, SqliteStore, ThirdPartyPlatform, TokenProvider, TokenStore, Transport,
};

macro_rules! said {
    ($([$($word:literal),+ $(,)?] $code:item)+) => {
        /// The words, in groups that share code.
        pub(crate) const SAID: &[&[&str]] = &[$(&[$($word),+]),+];
        $(#[allow(dead_code)] $code)+
    };
}

said! {
    ["by_userstr", "by_wechatid"]
    fn constructors() -> [UnbindTester; 2] {
        [UnbindTester::by_userstr("o8X"), UnbindTester::by_wechatid("tests")]
    }

    ["wxopen", "new", "send", "await", "Client"]
    async fn the_only_verb(client: wxopen::Client) -> Result<Reply<BindTesterReply>, Error<BindTesterError>> {
        client.send(BindTester::new("tests")).await
    }

    ["AuthorizationLink", "web", "mobile"]
    fn link(code: &str) -> Result<String, wxopen::LinkError> {
        let link = wxopen::AuthorizationLink::new("appid", code, "https://example.com/", wxopen::Accounts::MiniPrograms)?;
        Ok(link.web() + &link.mobile())
    }

    ["timeout", "base_url"]
    async fn options(client: Client, call: GetTester) {
        let _ = client.send(call).timeout(Duration::from_secs(3)).await;
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

    ["ThirdPartyPlatform::builder", "platform.client()", "authorizer", "set_ticket", "start_push_ticket", "ThirdPartyPlatform"]
    async fn platforms(platform: ThirdPartyPlatform, layer: impl Layer + 'static, appid: &str) -> Client {
        let _ = platform.set_ticket("ticket", SystemTime::now()).await;
        let _ = platform.start_push_ticket().await;
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
            let _ = (&error.mismatches[0].path, &error.raw.body);
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
            _ => "none that the page names",
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

    ["authorize", "forget", "recover"]
    async fn merchants(platform: ThirdPartyPlatform) -> Result<(), AnyError> {
        let merchant: Authorizer = platform.authorize("code").await?;
        let _ = platform.forget(merchant.appid()).await;
        let _: usize = platform.recover().await?;
        Ok(())
    }

    ["PlatformEvent::ReauthorizationNeeded"]
    fn told(event: &PlatformEvent) -> Option<(&str, i64)> {
        let PlatformEvent::ReauthorizationNeeded { authorizer, code } = event else { return None };
        Some((authorizer, *code))
    }

    ["MemoryStore", "SqliteStore", "RedisStore", "Sealed", "SealKey", "TokenStore"]
    fn stores(key: &[u8; 32]) -> Result<(), wxopen::StoreError> {
        fn stores(_: &[&dyn TokenStore]) {}
        let sealed = Sealed::new(MemoryStore::new(), SealKey::from_bytes(key));
        stores(&[&sealed, &SqliteStore::open("tokens.db")?, &RedisStore::open("redis://127.0.0.1")?]);
        Ok(())
    }

    [
        "PushReceiver", "previous_key", "window", "clock", "unsigned", "allow_plain", "receive", "handled", "answered",
    ]
    fn receivers(key: AesKey, query: &PushQuery, body: &[u8]) -> Result<Push, wxopen::push::PushError> {
        let builder = PushReceiver::builder("appid", "token", key.clone()).previous_key(key).window(Duration::from_secs(60));
        let builder = builder.clock(ManualClock::at(std::time::UNIX_EPOCH)).unsigned(|_| false).allow_plain(false);
        let receiver = builder.build();
        let push = receiver.receive(query, body)?;
        receiver.handled(&push);
        receiver.answered(&push, Answer::Success);
        receiver.forget(&push);
        Ok(push)
    }

    ["Push", "Event", "Message::to", "Answer::Reply", "Push::format", "Push::id", "Push::path_appid"]
    fn pushes(push: Arc<Push>, sink: impl PushSink) -> Answer {
        drop(sink.take(push.clone()));
        let (_, _): (Format, Option<&String>) = (push.format, push.path_appid.as_ref());
        let to = |message: &Message| message.to.clone();
        match &push.event {
            Event::Message(message) => Answer::Reply(to(message)),
            _ => Answer::Reply(format!("{:?}", push.id())),
        }
    }

    ["Fields", "text", "integer", "time", "at", "list"]
    fn fields(fields: &Fields) {
        let _ = (fields.text("A"), fields.integer("B"), fields.time("C"), fields.at("D"), fields.list("E"));
    }

    ["HttpSettings", "build", "configure", "wxopen::reqwest"]
    fn settings() -> Option<ReqwestTransport> {
        let configure = |http: wxopen::reqwest::ClientBuilder| http.tcp_keepalive(Duration::from_secs(30));
        HttpSettings::new().configure(configure).build().ok()
    }
}

/// Words that are no Rust: names on the wire, in logs and in the environment, and what is not ours.
pub(crate) const NO_RUST: &[&str] = &[
    "errcode",
    "echostr",
    "gh_…",
    "$APPID$",
    "{appid}",
    "unbindOpenAccount: 89003 NotCreatedByApi: open is not created by api",
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
