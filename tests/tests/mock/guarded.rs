//! What the local WeChat does not put up with: pages of other sites, bodies that never come. And what it has to take:
//! uploads as large as WeChat takes them, clients that name it in their own way.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use wxgen_mock::MockHandle;
use wxopen::File;
use wxopen::media::{MediaType, UploadTempMedia};

use crate::support::{ByHand, blocking, builder, start};

const BIND: &str = "/wxa/bind_tester?access_token=mock-token";

/// What the mock answers to bytes, as text, once it closes the connection.
fn raw(mock: &MockHandle, request: &str) -> String {
    let mut stream = TcpStream::connect(mock.address()).expect("it listens");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a reply");
    reply
}

fn called_as(mock: &MockHandle, headers: &[(&str, &str)]) -> u16 {
    let all: Vec<_> = headers.iter().copied().chain([("content-type", "application/json")]).collect();
    ByHand { method: "POST", target: BIND, headers: &all, body: r#"{"wechatid":"a"}"# }.send(mock).0
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let mock = start(builder().patience(Duration::from_millis(50)));
    for path in [BIND, "/mock/clock", "/wxa/none"] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n");
        for sent in ["content-length: 30\r\n\r\n{\"wechatid\":", "transfer-encoding: chunked\r\n\r\n5\r\n{"] {
            let reply = raw(&mock, &format!("{head}{sent}"));
            assert!(reply.starts_with("HTTP/1.1 408 "), "{path}: {reply}");
        }
    }
}

#[test]
fn a_name_that_another_site_leads_here_is_refused() {
    let mock = start(builder());
    let port = mock.address().port();
    for host in [
        "evil.example",
        "evil.example:8787",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "api.weixin.qq.com.evil",
    ] {
        assert_eq!(called_as(&mock, &[("host", host)]), 403, "{host}");
    }
    for origin in ["http://evil.example", "https://evil.example:8787"] {
        assert_eq!(called_as(&mock, &[("origin", origin)]), 403, "{origin}");
    }
    // As clients of this machine name it, or with the name of WeChat where that leads here.
    let local = format!("localhost:{port}");
    for host in ["127.0.0.1", "[::1]:80", local.as_str(), "wechat.localhost", "API.weixin.qq.com", "10.0.0.7"] {
        assert_eq!(called_as(&mock, &[("host", host)]), 200, "{host}");
    }
    assert_eq!(called_as(&mock, &[("origin", "http://localhost:5173")]), 200, "a development server");
    let reply = raw(&mock, "GET /wxa/none HTTP/1.0\r\n\r\n");
    assert!(reply.starts_with("HTTP/1.0 200 ") && reply.contains("40066"), "without any name: {reply}");
}

#[test]
fn where_other_machines_can_call_names_are_theirs_to_choose() {
    let mock = start(builder().listen("0.0.0.0:0"));
    let address = format!("127.0.0.1:{}", mock.address().port());
    for (host, status) in [("wechat-mock:8787", "200"), ("evil.example", "200")] {
        let mut stream = TcpStream::connect(&address).expect("it listens");
        let request = format!("GET /wxa/none HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut reply = String::new();
        stream.read_to_string(&mut reply).expect("a reply");
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{host}: {reply}");
    }
    // Its own buttons are for its own page, wherever it listens.
    let request = "POST /mock/ticket HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let mut stream = TcpStream::connect(&address).expect("it listens");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a reply");
    assert!(reply.starts_with("HTTP/1.1 403 "), "{reply}");
}

#[test]
fn an_upload_may_be_as_large_as_wechat_takes_it() {
    let mock = start(builder());
    let client = blocking(&mock, "mock-token");
    let film = File::new("film.mp4", vec![0; 10 << 20]);
    let reply = client.send(UploadTempMedia::new(MediaType::Video, film)).expect("it is taken");
    assert!(reply.media_id.as_ref().is_some_and(|id| !id.is_empty()));

    let small = start(builder().largest_body(1000));
    let film = File::new("film.mp4", vec![0; 2000]);
    let error =
        blocking(&small, "mock-token").send(UploadTempMedia::new(MediaType::Video, film)).expect_err("it is too large");
    assert_eq!(error.code(), Some(45001), "{error}");
}
