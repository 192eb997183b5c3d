//! Secrets: sent and read like any text, shown nowhere.

use wxopen_runtime::{Client, MemoryTransport};
use wxopen_tests::golden::shapes::*;

use crate::support::{answer_json, body};

fn sign_in() -> SignIn {
    SignIn::new("s3cret-a").hint("s3cret-b").login(SignInLogin::new("s3cret-c"))
}

#[test]
fn secrets_travel() {
    assert_eq!(body(sign_in()), r#"{"app_secret":"s3cret-a","hint":"s3cret-b","login":{"password":"s3cret-c"}}"#);
    let reply = answer_json(sign_in(), r#"{"access_token":"s3cret-d","refresh_token":"s3cret-e"}"#).expect("tokens");
    assert_eq!(reply.access_token.expose(), "s3cret-d");
    assert_eq!(reply.refresh_token.as_ref().map(|token| token.expose()), Some("s3cret-e"));
}

#[test]
fn secrets_do_not_show() {
    let client = Client::with_transport("s3cret-token", MemoryTransport::new()).build();
    let reply = answer_json(sign_in(), r#"{"access_token":"s3cret-d","refresh_token":"s3cret-e"}"#);
    let shown = [
        format!("{:?}", sign_in()),
        format!("{:#?}", reply.expect("tokens")),
        format!("{:?}", answer_json(sign_in(), r#"{"refresh_token":"s3cret-e"}"#).expect_err("no access token")),
        format!("{:?}", Find::new("q").key("s3cret-f")),
        format!("{:?}", ChooseUser::new("g", ChooseUserUser::Password("s3cret-g".into()), "v")),
        format!("{:?}", client.send(Find::new("q").key("s3cret-f"))),
        format!("{client:?}"),
    ];
    for text in shown {
        assert!(!text.contains("s3cret"), "{text}");
    }
}
