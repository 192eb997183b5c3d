//! Errors: what they say, and what they say about trying again.

use wxopen_runtime::{
    AnyError, Class, Client, Endpoint, Error, ErrorKind, MemoryTransport, RawReply, Retry, TransportError,
    TransportErrorKind,
};

use crate::api::{Ask, DemoError, Picture, TOKEN};

fn status(status: u16) -> Error<DemoError> {
    Ask::reply(RawReply { status, ..RawReply::json_ok("{}") }).expect_err("a bad status")
}

#[test]
fn a_status_that_tells_of_a_failure() {
    for (number, retry) in [(301, false), (400, false), (404, false), (429, true), (500, true), (502, true)] {
        let error = status(number);
        assert_eq!(error.to_string(), format!("ask: HTTP status {number}"));
        assert_eq!(error.is_retryable(), retry, "{number}");
        assert_eq!(error.code(), None);
    }
    assert!(Ask::reply(RawReply { status: 201, ..RawReply::json_ok("{}") }).is_ok());
}

#[test]
fn a_code_goes_before_the_status() {
    let raw = RawReply { status: 500, ..RawReply::json_ok(r#"{"errcode": 900}"#) };
    assert_eq!(Ask::reply(raw).expect_err("a code").code(), Some(900));
}

#[tokio::test]
async fn what_a_transport_says_is_passed_on() {
    use TransportErrorKind::{Connect, Incomplete, Other, Timeout, TooLarge};
    for (kind, retry) in [(Connect, true), (Timeout, true), (Incomplete, true), (TooLarge, false), (Other, false)] {
        let transport = MemoryTransport::new().failure(TransportError::new(kind, "why"));
        let client = Client::with_transport(TOKEN, transport).retry(Retry::none()).build();
        let error = client.send(Ask::default()).await.expect_err("a failure");
        assert_eq!(error.to_string(), format!("ask: {kind}: why"));
        assert_eq!(error.is_retryable(), retry, "{kind}");
    }
}

#[test]
fn codes_know_what_to_do() {
    assert_eq!((DemoError::Busy.class(), DemoError::Busy.is_retryable()), (Class::Retry, true));
    assert_eq!((DemoError::TooMany.advice(), DemoError::TooMany.is_retryable()), (Some("Remove one."), false));
    let unknown = DemoError::from_code(5);
    assert_eq!((unknown.name(), unknown.msg(), unknown.advice(), unknown.class()), (None, None, None, Class::Other));
}

#[test]
fn an_error_without_its_enum_says_the_same() {
    let bad = || Ask::reply(RawReply::json_ok(r#"{"errcode": 900, "errmsg": "full rid: 1-a"}"#)).expect_err("a code");
    let any = AnyError::from(bad());
    assert_eq!(any.to_string(), bad().to_string());
    assert_eq!((any.code(), any.errmsg(), any.rid()), (Some(900), Some("full rid: 1-a"), Some("1-a")));
    assert_eq!((any.advice(), any.class()), (Some("Remove one."), bad().class()));
    assert_eq!((any.endpoint().map(|meta| meta.name), any.raw().map(|raw| raw.status)), (Some("ask"), Some(200)));
    let Error::Api(error) = any.into_inner() else { panic!() };
    assert_eq!((error.advice(), error.rid.as_deref()), (Some("Remove one."), Some("1-a")));
}

#[test]
fn errors_without_a_code_have_none() {
    let error = status(404);
    assert_eq!((error.errmsg(), error.rid(), error.advice(), error.class()), (None, None, None, None));
    assert_eq!((error.endpoint().map(|meta| meta.name), error.raw().map(|raw| raw.status)), (Some("ask"), Some(404)));
}

#[test]
fn one_function_many_endpoints() {
    fn both() -> Result<usize, AnyError> {
        let text = Ask::reply(RawReply::json_ok(r#"{"text": "abc"}"#))?.text.len();
        Ok(text + Picture::reply(RawReply::json_ok(r#"{"errcode": -1}"#))?.bytes.len())
    }
    let error = both().expect_err("busy");
    assert_eq!(error.to_string(), "picture: -1 Busy: system error");
    assert!(error.is_retryable());
}
