//! What a return code says about a token is said by the spec. Calls written by hand have no table of codes; what the runtime
//! knows for them is the same, number by number.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use wxgen::model::ErrorClass;
use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{
    AnyCode, BoxFuture, Client, MemoryTransport, RawReply, Retry, ThirdPartyPlatform, TokenError, TokenProblem,
    TokenProvider,
};

const MERCHANTS: &str = "authorizer_access_token";

/// The class of a code that any endpoint can return.
fn classes() -> Vec<(i64, ErrorClass)> {
    let loaded = wxgen::pipeline::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"));
    let api = loaded.api.expect("the spec has no errors");
    let classes: Vec<_> = api.errcodes.iter().map(|code| (code.code, code.class)).collect();
    assert!(classes.len() > 30, "the spec has codes: {}", classes.len());
    classes
}

#[derive(Debug, Clone)]
struct Ask<E>(std::marker::PhantomData<E>);

#[derive(Debug, Default)]
struct AskReply;

impl Decode for AskReply {
    fn decode(&mut self, _: &mut Reader<'_>) {}
}

impl<E: ErrorKind> Endpoint for Ask<E> {
    type Reply = AskReply;
    type Error = E;

    fn meta() -> &'static Meta {
        &Meta {
            name: "ask",
            area: "tests",
            host: "api.weixin.qq.com",
            fallback_hosts: &[],
            method: Method::Post,
            path: "/ask",
            token: Some(Token { kind: MERCHANTS, param: "access_token", also: &["component_access_token"] }),
            permissions: Permissions::Any,
            permission_sets: &[],
            idempotent: false,
            docs: "",
        }
    }

    fn encode(&self, _: &mut RequestWriter) {}
}

/// Notes the codes that it is asked for another token for.
#[derive(Clone)]
struct Noting {
    kind: &'static str,
    asked: Arc<Mutex<Vec<i64>>>,
}

impl TokenProvider for Noting {
    fn token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(std::future::ready(Ok(Secret::from("T0KEN"))))
    }

    fn kind_for(&self, _: &Token) -> &'static str {
        self.kind
    }

    fn rejected<'a>(
        &'a self,
        _: &'a str,
        _: &'a Secret,
        code: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        self.asked.lock().expect("no panic").push(code);
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// For which of these codes a client asks for another token.
async fn asked_for<E: ErrorKind>(kind: &'static str, codes: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let noting = Noting { kind, asked: Arc::default() };
    for code in codes {
        let transport = MemoryTransport::new().json(format!(r#"{{"errcode": {code}}}"#));
        let client = Client::with_transport(noting.clone(), transport).retry(Retry::none()).build();
        let error = client.send(Ask::<E>(std::marker::PhantomData)).await.expect_err("a code");
        assert_eq!(error.code(), Some(code));
    }
    noting.asked.lock().expect("no panic").clone()
}

#[tokio::test]
async fn a_call_without_a_table_asks_for_another_token_where_the_spec_says_so_and_nowhere_else() {
    let classes = classes();
    let all = || (40_000..50_000).chain(60_000..62_000).chain(classes.iter().map(|(code, _)| *code));
    let of = |wanted: &[ErrorClass]| {
        let mut codes: Vec<_> =
            classes.iter().filter(|(_, class)| wanted.contains(class)).map(|(code, _)| *code).collect();
        codes.sort_unstable();
        codes
    };
    let asked = async |kind| {
        let mut codes = asked_for::<AnyCode>(kind, all().filter(|code| *code != 0)).await;
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    assert_eq!(asked(MERCHANTS).await, of(&[ErrorClass::RefreshToken, ErrorClass::Reauthorize]));
    assert_eq!(asked("component_access_token").await, of(&[ErrorClass::RefreshToken]), "it belongs to no merchant");
}

#[tokio::test]
async fn the_platforms_own_calls_take_a_code_as_the_spec_does() {
    for (code, class) in classes() {
        if code == 0 {
            continue;
        }
        let transport = MemoryTransport::answering(move |_| Ok(RawReply::json_ok(format!(r#"{{"errcode": {code}}}"#))));
        let platform = ThirdPartyPlatform::builder("wx-component", "SECRET").transport(transport).build();
        platform.set_ticket("T1CKET", SystemTime::now() - Duration::from_secs(1)).await.expect("taken");
        let expected = match class {
            ErrorClass::Reauthorize => TokenProblem::Reauthorize(code),
            ErrorClass::Ticket => TokenProblem::BadTicket(code),
            _ => TokenProblem::Refused(code),
        };
        let error = platform.component_access_token().await.expect_err("a code");
        assert_eq!(error.problem, expected, "{code}");
    }
}

/// The codes of an endpoint with a table of its own: 40001 is about something else there, and 7 about the token.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Own(i64);

impl ErrorKind for Own {
    fn from_code(code: i64) -> Self {
        Self(code)
    }

    fn code(&self) -> i64 {
        self.0
    }

    const CODES: &'static [&'static [CodeInfo]] = &[&[
        CodeInfo { code: 7, name: "TokenGone", msg: "", advice: "", class: Class::RefreshToken },
        CodeInfo { code: 40001, name: "SecretWrong", msg: "", advice: "", class: Class::Argument },
    ]];
}

#[tokio::test]
async fn what_an_endpoint_says_of_a_code_takes_precedence() {
    assert_eq!(asked_for::<Own>(MERCHANTS, [7, 40001, 42001]).await, [7, 42001]);
    assert_eq!(asked_for::<AnyCode>(MERCHANTS, [7, 40001, 42001]).await, [40001, 42001]);
}

#[tokio::test]
async fn a_refresh_token_that_is_invalid_sends_the_merchant_back() {
    let of = |wanted: i64| classes().into_iter().find(|(code, _)| *code == wanted).map(|(_, class)| class);
    assert_eq!(of(40030), Some(ErrorClass::Reauthorize));
    assert_eq!(of(41021), Some(ErrorClass::Argument), "a call that lacks its token is wrong, whatever the token is");
}
