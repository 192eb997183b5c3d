//! Calls without a client: a request out, a reply in, and the wire is somebody else's.

use wxopen_runtime::{Endpoint, Error, RawReply};

use crate::api::{Ask, DemoError};

#[test]
fn a_request_out_and_a_reply_in() {
    let call = Ask { text: "hi".into(), page: Some(2), ..Ask::default() };
    let request = call.request();
    assert_eq!(request.meta.name, "ask");
    assert_eq!(request.url("https://h", Some("t")), "https://h/demo/ask?access_token=t&page=2");
    assert_eq!(request.url("https://h", None), "https://h/demo/ask?page=2");
    let reply = Ask::reply(RawReply::json_ok(r#"{"text": "hello"}"#)).expect("a reply");
    assert_eq!(reply.text, "hello");
    let error = Ask::reply(RawReply::json_ok(r#"{"errcode": 900}"#)).expect_err("a code");
    assert!(matches!(&error, Error::Api(error) if error.kind == DemoError::TooMany));
}
