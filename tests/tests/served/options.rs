//! Settings of a single call, and how they stand to those of the client.

use std::time::{Duration, Instant};

use wxopen::member::{BindTester, GetTester};
use wxopen::{Error, RequestError, TransportErrorKind};

use crate::callers::Callers;
use crate::server::{Answer, Served, TOKEN};

/// Longer than any test waits.
const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(60);

#[test]
fn a_call_takes_no_longer_than_it_may() {
    let served = Served::start();
    served.answer(Answer::json("{}").after(LONG));
    let callers = Callers::of(&served);
    let started = Instant::now();
    let outcomes = [
        callers.run(callers.client.send(GetTester::new()).timeout(SHORT)),
        callers.blocking.prepare(GetTester::new()).timeout(SHORT).send(),
    ];
    assert!(started.elapsed() < LONG / 2);
    for outcome in outcomes {
        let error = outcome.expect_err("too slow");
        let Error::Transport(cause) = &error else { panic!("{error}") };
        assert_eq!(cause.kind, TransportErrorKind::Timeout);
        assert!(error.is_retryable());
        assert!(error.to_string().starts_with("getTester: timed out"), "{error}");
    }
}

#[test]
fn the_timeout_of_a_call_goes_before_that_of_the_client() {
    let served = Served::start();
    served.answer(Answer::json("{}").after(SHORT * 3));
    let callers = Callers::with(TOKEN, |client| client.base_url(&served.base).timeout(SHORT));
    for error in callers.errors(GetTester::new()) {
        assert!(matches!(&error, Error::Transport(cause) if cause.kind == TransportErrorKind::Timeout), "{error}");
    }
    callers.run(callers.client.send(GetTester::new()).timeout(LONG)).expect("in time");
    callers.blocking.prepare(GetTester::new()).timeout(LONG).send().expect("in time");
}

#[test]
fn the_base_url_of_a_call_goes_before_that_of_the_client() {
    let (usual, other) = (Served::start(), Served::start());
    let callers = Callers::of(&usual);
    callers.run(callers.client.send(GetTester::new()).base_url(&other.base)).expect("a reply");
    callers.blocking.prepare(GetTester::new()).base_url(&other.base).send().expect("a reply");
    assert_eq!((usual.take_seen().len(), other.take_seen().len()), (0, 2));
    callers.replies(GetTester::new());
    assert_eq!((usual.take_seen().len(), other.take_seen().len()), (2, 0), "for one call only");
}

#[test]
fn a_base_url_may_have_a_path_and_end_in_a_slash() {
    let served = Served::start();
    for (end, path) in [("", "/wxa/memberauth"), ("/", "/wxa/memberauth"), ("/proxy/", "/proxy/wxa/memberauth")] {
        let callers = Callers::with(TOKEN, |client| client.base_url(format!("{}{end}", served.base)));
        let _ = callers.send(GetTester::new());
        for seen in served.take_seen() {
            assert_eq!(seen.path, path);
        }
    }
}

#[test]
fn a_base_url_that_is_none_is_refused_before_anything_is_sent() {
    let urls = ["", "api.weixin.qq.com", "ftp://host", "http://", "https:///path", "http://host?x=1", "http://ho st"];
    for url in urls {
        for error in Callers::with(TOKEN, |client| client.base_url(url)).errors(GetTester::new()) {
            assert!(matches!(error, Error::Request(RequestError::BaseUrl)), "{url}: {error}");
        }
    }
}

#[test]
fn headers_of_the_client_and_of_the_call() {
    let served = Served::start();
    let callers = Callers::with(TOKEN, |client| {
        client.base_url(&served.base).user_agent("shop/7").header("x-team", "a").header("X-Trace", "1")
    });
    callers.run(callers.client.send(GetTester::new()).header("x-trace", "2")).expect("a reply");
    callers.blocking.prepare(GetTester::new()).header("x-trace", "2").send().expect("a reply");
    callers.replies(GetTester::new());
    let seen = served.take_seen();
    let traces: Vec<_> = seen.iter().map(|seen| seen.header("x-trace")).collect();
    assert_eq!(traces, ["2", "2", "1", "1"]);
    for seen in seen {
        assert_eq!((seen.header("user-agent"), seen.header("x-team")), ("shop/7", "a"));
        assert_eq!(seen.headers.get_all("x-trace").iter().count(), 1);
        assert_eq!(seen.headers.get_all("user-agent").iter().count(), 1);
    }
}

#[test]
fn a_header_value_need_not_be_ascii() {
    let served = Served::start();
    let callers = Callers::with(TOKEN, |client| client.base_url(&served.base).header("x-shop", "店"));
    callers.replies(BindTester::new("tests"));
    for seen in served.take_seen() {
        assert_eq!(seen.headers["x-shop"].as_bytes(), "店".as_bytes());
    }
}

#[test]
fn a_header_that_would_split_the_request_is_refused() {
    let served = Served::start();
    let headers = [("x-a", "1\r\nx-b: 2"), ("x a", "1"), ("", "1"), ("x-a\n", "1"), ("Content-Length", "0")];
    for (name, value) in headers {
        let callers = Callers::with(TOKEN, |client| client.base_url(&served.base).header(name, value));
        for error in callers.errors(GetTester::new()) {
            assert!(matches!(&error, Error::Request(RequestError::Header(refused)) if refused == name), "{error}");
        }
    }
    assert_eq!(served.take_seen().len(), 0);
}
