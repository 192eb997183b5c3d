//! Secrets show nowhere: neither the token nor values that are secret in the spec.

use std::fmt::Debug;

use wxopen_runtime::{Client, Endpoint, MemoryTransport, RawReply, Secret, TransportError, TransportErrorKind, json};

use crate::api::{Ask, TOKEN};

const KEY: &str = "k3y+0f/the=shop";
const KEY_IN_URL: &str = "k3y%2B0f%2Fthe%3Dshop";
/// Begins like the token, so that hiding the token alone would leave its end.
const PIN: &str = "T0KEN-and-more";

fn ask() -> Ask {
    Ask { key: Some(KEY.into()), pin: Some(PIN.into()), ..Ask::default() }
}

#[track_caller]
fn assert_silent(text: &str) {
    for secret in [TOKEN, KEY, KEY_IN_URL, PIN, "and-more"] {
        assert!(!text.contains(secret), "{secret} shows in: {text}");
    }
}

#[track_caller]
fn assert_prints_silently(value: &impl Debug) {
    assert_silent(&format!("{value:?}"));
    assert_silent(&format!("{value:#?}"));
}

#[test]
fn they_are_sent() {
    let request = ask().request();
    assert!(String::from_utf8(request.body.to_vec().expect("in memory")).expect("UTF-8").contains(KEY));
    assert_eq!(request.query, format!("pin={PIN}"));
}

#[tokio::test]
async fn they_are_not_printed() {
    let reply = RawReply::json_ok(json!({ "key": KEY, "text": "a" }).to_string());
    let transport = MemoryTransport::new().reply(reply.clone()).reply(reply.clone());
    let builder = Client::with_transport(TOKEN, transport.clone()).header("x-key", KEY);
    assert_prints_silently(&builder);
    let client = builder.build();
    assert_prints_silently(&client);
    assert_prints_silently(&ask());
    assert_prints_silently(&ask().request());
    assert_prints_silently(&client.send(ask()));
    let answer = client.send(ask()).await.expect("a reply");
    assert_eq!(answer.key.expose(), KEY);
    assert_prints_silently(&answer);
    assert_prints_silently(answer.raw());
    assert_prints_silently(&transport);
    assert_prints_silently(&transport.requests());
    assert_prints_silently(&reply);
    assert_prints_silently(&wxopen_runtime::FixedToken::new(TOKEN));
    assert_eq!(format!("{:?}", Secret::from(KEY)), "[redacted]");
}

#[tokio::test]
async fn they_are_hidden_where_a_server_repeats_them() {
    let errmsg = format!("bad pin {PIN}, key {KEY} or {KEY_IN_URL}, token {TOKEN} rid: 1-2");
    let transport = MemoryTransport::new()
        .json(json!({ "errcode": 900, "errmsg": errmsg }).to_string())
        .failure(TransportError::new(TransportErrorKind::Other, errmsg))
        .json(json!({ "text": [KEY], KEY: 1, "count": PIN }).to_string())
        .json(json!({ "errcode": KEY }).to_string());
    let client = Client::with_transport(TOKEN, transport).build();
    let mut texts = Vec::new();
    for _ in 0..4 {
        let error = client.send(ask()).await.expect_err("an error");
        assert_prints_silently(&error);
        assert_silent(&error.to_string());
        texts.push(error.to_string());
    }
    let hidden = "bad pin [redacted], key [redacted] or [redacted], token [redacted] rid: 1-2";
    assert_eq!(texts[0], format!("ask: 900 TooMany: {hidden}"));
    assert_eq!(texts[1], format!("ask: the request failed: {hidden}"));
}
