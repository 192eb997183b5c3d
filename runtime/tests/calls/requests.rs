//! What is sent, to the byte.

use wxopen_runtime::{Body, Client, Endpoint, Method, Secret};

use crate::api::{Ask, Inside, Picture, client};

fn ask() -> Ask {
    Ask { text: "a \"b\"\n店".into(), ..Ask::default() }
}

#[test]
fn absent_values_are_left_out_and_empty_lists_are_not() {
    let request = ask().request();
    assert_eq!(request.query, "");
    assert_eq!(request.content_type.as_deref(), Some("application/json"));
    let body = String::from_utf8(request.body.to_vec().expect("in memory")).expect("UTF-8");
    assert_eq!(body, r#"{"kind":"question","text":"a \"b\"\n店","tags":[]}"#);
}

#[test]
fn every_value_in_the_order_of_the_spec() {
    let call = Ask {
        note: Some(String::new()),
        count: Some(-7),
        ratio: Some(0.5),
        tags: vec!["x".into(), "y".into()],
        key: Some(Secret::from("k")),
        page: Some(2),
        search: Some("a&b=c d/店".into()),
        pin: Some("0000".into()),
        ..ask()
    };
    let request = call.request();
    assert_eq!(request.query, "page=2&search=a%26b%3Dc%20d%2F%E5%BA%97&pin=0000");
    let body = String::from_utf8(request.body.to_vec().expect("in memory")).expect("UTF-8");
    assert_eq!(
        body,
        r#"{"kind":"question","text":"a \"b\"\n店","note":"","count":-7,"ratio":0.5,"tags":["x","y"],"key":"k"}"#
    );
}

#[test]
fn a_number_that_json_lacks_is_null() {
    let request = Ask { ratio: Some(f64::NAN), ..ask() }.request();
    assert!(String::from_utf8(request.body.to_vec().expect("in memory")).expect("UTF-8").contains(r#""ratio":null"#));
}

#[test]
fn a_get_has_a_query_and_no_body() {
    let request = Picture { scene: "id=1".into() }.request();
    assert_eq!(
        (request.query.as_str(), request.content_type.clone(), request.body.len()),
        ("scene=id%3D1", None, Some(0))
    );
    let url = request.url("https://host/", Some("t&k"));
    assert_eq!(url, "https://host/demo/picture?access_token=t%26k&scene=id%3D1");
}

#[test]
fn a_call_without_parameters_sends_an_empty_object_and_no_token() {
    let request = Inside.request();
    assert_eq!(request.body, Body::Bytes(b"{}".into()));
    assert_eq!(request.url("http://h", Some("token")), "http://h/demo/inside");
}

#[tokio::test]
async fn the_request_that_reaches_the_transport() {
    let (client, transport) = client(["{}", "{}"]);
    client.send(ask()).await.expect("a reply");
    client.send(Picture { scene: "1".into() }).header("x-a", "1").header("X-A", "2").await.expect("bytes");
    let [first, second] = transport.requests().try_into().expect("two requests");
    assert_eq!(first.method, Method::Post);
    assert_eq!(first.url, "https://api.weixin.qq.com/demo/ask?access_token=T0KEN");
    assert_eq!(first.headers, [("content-type".into(), "application/json".into())]);
    assert_eq!((first.timeout, first.max_reply), (wxopen_runtime::DEFAULT_TIMEOUT, wxopen_runtime::DEFAULT_MAX_JSON));
    assert_eq!((wxopen_runtime::DEFAULT_MAX_JSON, second.max_reply), (8 << 20, 64 << 20), "bytes may be more");
    assert_eq!((second.method, second.body.len()), (Method::Get, 0));
    assert_eq!(second.headers, [("X-A".into(), "2".into())]);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_awaited() {
    let (client, transport) = client(["{}"]);
    let call = client.send(ask());
    assert_eq!(transport.requests().len(), 0);
    call.await.expect("a reply");
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn what_a_client_is_told_holds_for_every_call() {
    let transport = wxopen_runtime::MemoryTransport::new().json("{}").json("{}");
    let second = std::time::Duration::from_secs(1);
    let client = Client::with_transport("t", transport.clone())
        .base_url("http://127.0.0.1:1/x/")
        .timeout(second)
        .max_reply(10)
        .user_agent("me")
        .build();
    client.send(ask()).await.expect("a reply");
    client.send(ask()).timeout(second * 2).base_url("http://other").await.expect("a reply");
    let requests = transport.requests();
    assert_eq!(requests[0].url, "http://127.0.0.1:1/x/demo/ask?access_token=t");
    assert_eq!((requests[0].timeout, requests[0].max_reply), (second, 10));
    assert_eq!(requests[0].headers.last(), Some(&("user-agent".into(), "me".into())));
    assert_eq!((requests[1].url.as_str(), requests[1].timeout), ("http://other/demo/ask?access_token=t", second * 2));
}
