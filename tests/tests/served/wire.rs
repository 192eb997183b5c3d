//! What can happen to a reply on its way.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;
use wxopen::member::{BindTester, GetTester};
use wxopen::{Error, TransportErrorKind};

use crate::callers::Callers;
use crate::server::{Answer, Served, TOKEN};

/// The base URL of a server that answers each connection once, with these bytes, and closes it without a word.
pub(crate) fn one_answer_a_connection(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("the socket has an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A caller that hangs up early is no concern of the server.
            let _ = answer_once(stream, answer);
        }
    });
    base
}

fn answer_once(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.ends_with(b"}") {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..read]);
    }
    stream.write_all(answer)?;
    stream.shutdown(Shutdown::Both)
}

/// The base URL of a port where nobody listens.
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    format!("http://{}", listener.local_addr().expect("the socket has an address"))
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn transport_errors(base: &str) -> impl Iterator<Item = TransportErrorKind> {
    Callers::with(TOKEN, |client| client.base_url(base)).errors(GetTester::new()).into_iter().map(|error| {
        let Error::Transport(error) = error else { panic!("{error}") };
        assert_eq!(error.endpoint.map(|endpoint| endpoint.name), Some("getTester"));
        error.kind
    })
}

#[test]
fn connection_refused() {
    for kind in transport_errors(&nobody()) {
        assert_eq!(kind, TransportErrorKind::Connect);
    }
}

#[test]
fn cut_short_or_not_http() {
    let answers: [&[u8]; 5] = [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-type: app",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"errcode\": 0, ",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{\"errcode\": 0",
        b"220 mail server ready\r\n",
    ];
    for answer in answers {
        for kind in transport_errors(&one_answer_a_connection(answer)) {
            assert_eq!(kind, TransportErrorKind::Incomplete, "{}", String::from_utf8_lossy(answer));
        }
    }
}

#[test]
fn a_reply_that_ends_with_the_connection_is_whole() {
    let base = one_answer_a_connection(b"HTTP/1.1 200 OK\r\n\r\n{\"errcode\": 0, \"members\": []}");
    for reply in Callers::with(TOKEN, |client| client.base_url(&base)).replies(GetTester::new()) {
        assert_eq!(reply.members, []);
    }
}

#[test]
fn a_connection_that_the_server_has_closed_is_not_used_again() {
    let base = one_answer_a_connection(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    let callers = Callers::with(TOKEN, |client| client.base_url(&base));
    for _ in 0..5 {
        callers.replies(GetTester::new());
        thread::sleep(std::time::Duration::from_millis(2));
    }
}

#[test]
fn json_cut_short() {
    let served = Served::start();
    served.answer(Answer::json(r#"{"errcode": 0, "members": [{"userstr": "x"#));
    for error in Callers::of(&served).errors(GetTester::new()) {
        let text = error.to_string();
        assert_eq!(text, "getTester: the reply cannot be read: the reply: expected JSON, found JSON that is cut short");
        let Error::Decode(error) = error else { panic!("{text}") };
        assert_eq!(error.raw.body, br#"{"errcode": 0, "members": [{"userstr": "x"#, "what came is kept");
    }
}

#[test]
fn html_with_502() {
    let served = Served::start();
    served.answer(Answer::new(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>"));
    for error in Callers::of(&served).errors(GetTester::new()) {
        assert_eq!(error.to_string(), "getTester: HTTP status 502");
        assert!(error.is_retryable());
        let Error::Status(error) = error else { panic!("{error}") };
        assert_eq!(error.raw.header("content-type"), Some("text/html"));
        assert!(error.raw.body.starts_with(b"<html>"));
    }
}

#[test]
fn html_with_200_is_no_reply() {
    let served = Served::start();
    served.answer(Answer::new(200, "text/html", "\n<!doctype html><title>Sign in to this network</title>"));
    for error in Callers::of(&served).errors(GetTester::new()) {
        assert!(error.to_string().ends_with("expected JSON, found HTML or XML"), "{error}");
        assert!(!error.is_retryable());
    }
}

#[test]
fn a_code_counts_whatever_the_status_and_the_content_type() {
    let served = Served::start();
    served.answer(Answer::new(500, "text/plain", r#"{"errcode":"-1","errmsg":"system error"}"#));
    for error in Callers::of(&served).errors(BindTester::new("tests")) {
        assert_eq!(error.code(), Some(-1));
    }
}

#[test]
fn a_reply_that_is_too_large() {
    let served = Served::start();
    let callers = Callers::with(TOKEN, |client| client.base_url(&served.base).max_reply(1000));
    let reply = |length: usize| format!(r#"{{"errcode":0,"x":"{}"}}"#, "a".repeat(length - 20)).into_bytes();
    assert_eq!(reply(1000).len(), 1000);
    served.answer(Answer::json(reply(1000)));
    callers.replies(GetTester::new());
    let small_on_the_wire = Answer::json(gzip(&reply(100_000))).header("content-encoding", "gzip");
    assert!(small_on_the_wire.body.len() < 1000);
    for answer in [Answer::json(reply(1001)), small_on_the_wire] {
        served.answer(answer);
        for error in callers.errors(GetTester::new()) {
            assert_eq!(error.to_string(), "getTester: the reply is too large: more than 1000 bytes");
            assert!(matches!(&error, Error::Transport(cause) if cause.kind == TransportErrorKind::TooLarge));
            assert!(!error.is_retryable());
        }
    }
}

#[test]
fn a_reply_in_gzip() {
    let served = Served::start();
    let body = gzip(br#"{"errcode": 0, "members": [{"userstr": "packed"}]}"#);
    served.answer(Answer::json(body.clone()).header("content-encoding", "gzip"));
    for reply in Callers::of(&served).replies(GetTester::new()) {
        assert_eq!(reply.members[0].userstr.as_deref(), Some("packed"));
    }
    served.answer(Answer::json(&body[..body.len() - 12]).header("content-encoding", "gzip"));
    for error in Callers::of(&served).errors(GetTester::new()) {
        assert!(matches!(&error, Error::Transport(cause) if cause.kind == TransportErrorKind::Incomplete), "{error}");
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let (served, elsewhere) = (Served::start(), Served::start());
    for status in [301, 302, 307, 308] {
        served.answer(Answer::new(status, "text/html", "").header("location", format!("{}/wxa", elsewhere.base)));
        for error in Callers::of(&served).errors(GetTester::new()) {
            assert_eq!(error.to_string(), format!("getTester: HTTP status {status}"));
        }
    }
    assert_eq!(elsewhere.take_seen().len(), 0, "the token went nowhere else");
}
