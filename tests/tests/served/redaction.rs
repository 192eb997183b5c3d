//! The token shows nowhere: not in what errors say, not in what is printed for debugging, not in traces or logs.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::time::Duration;

use wxopen::member::BindTester;
use wxopen::{AnyError, ClientBuilder, ReqwestTransport, TokenError};

use crate::callers::Callers;
use crate::events;
use crate::server::{Answer, Served, TOKEN, TOKEN_IN_URL};
use crate::wire;

/// In a header and in the user part of a URL.
const PASSWORD: &str = "pa55w0rd";

/// Fails if a text holds what nobody may see.
#[track_caller]
fn assert_silent(text: &str) {
    for secret in [TOKEN, TOKEN_IN_URL, PASSWORD] {
        assert!(!text.contains(secret), "{secret} shows in: {text}");
    }
}

#[track_caller]
fn assert_prints_silently(value: &(impl Debug + ?Sized)) {
    assert_silent(&format!("{value:?}"));
    assert_silent(&format!("{value:#?}"));
}

/// An error, every way it can be printed, down to its last cause.
#[track_caller]
fn assert_error_is_silent<E: StdError + Display>(error: &E) {
    assert_prints_silently(error);
    assert_silent(&error.to_string());
    let mut cause = error.source();
    while let Some(error) = cause {
        assert_prints_silently(error);
        assert_silent(&error.to_string());
        cause = error.source();
    }
}

/// Makes a call with both clients, and looks at everything that can be printed on the way.
#[track_caller]
fn call_silently(settings: impl Fn(ClientBuilder) -> ClientBuilder) -> Vec<String> {
    let callers = Callers::with(TOKEN, &settings);
    assert_prints_silently(&callers.client);
    assert_prints_silently(&callers.blocking);
    assert_prints_silently(&callers.client.send(BindTester::new("tests")));
    assert_prints_silently(&callers.blocking.prepare(BindTester::new("tests")));
    let (outcomes, noted) = events::traced(|| callers.send(BindTester::new("tests")));
    for text in noted.spans.iter().chain(&noted.events) {
        assert_silent(text);
    }
    let mut texts = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(reply) => {
                assert_prints_silently(&reply);
                assert_prints_silently(reply.raw());
                texts.push("a reply".to_owned());
            }
            Err(error) => {
                assert_error_is_silent(&error);
                texts.push(error.to_string());
                let any = AnyError::from(error);
                assert_error_is_silent(&any);
                assert_error_is_silent(&any.into_inner());
            }
        }
    }
    for text in events::logged() {
        assert_silent(&text);
    }
    texts.dedup();
    assert_eq!(texts.len(), 1, "both clients say the same: {texts:?}");
    texts
}

/// Settings that hold a password beside the token.
fn usual(base: &str) -> impl Fn(ClientBuilder) -> ClientBuilder {
    move |client| client.base_url(base).header("authorization", PASSWORD).timeout(Duration::from_millis(200))
}

#[test]
fn whatever_the_server_answers() {
    let token_in_json = wxopen::json!(TOKEN).to_string();
    let echoes = [
        Answer::code(40001, &format!("bad access_token={TOKEN} in /x?access_token={TOKEN_IN_URL} rid: 1-{TOKEN}")),
        Answer::json(format!(r#"{{"base_resp": {{"ret": 1, "err_msg": {token_in_json}}}}}"#)),
        Answer::json(format!(r#"{{"errcode": {token_in_json}}}"#)),
        Answer::json(format!(r#"{{"userstr": [{token_in_json}], {token_in_json}: 1}}"#)),
        Answer::json(token_in_json.clone()),
        Answer::json(format!("{{{token_in_json}")),
        Answer::new(502, "text/html", format!("<html>GET /x?access_token={TOKEN_IN_URL}")),
        Answer::new(200, &format!("text/html; echo={TOKEN_IN_URL}"), TOKEN),
        Answer::new(200, "application/json", "{}").header("x-echo", TOKEN_IN_URL),
        Answer::new(302, "text/html", "").header("location", format!("/x?access_token={TOKEN_IN_URL}")),
        Answer::json("{}").after(Duration::from_secs(9)),
    ];
    for echo in echoes {
        let served = Served::start();
        served.answer(echo);
        call_silently(usual(&served.base));
    }
}

#[test]
fn what_an_echo_looks_like() {
    let served = Served::start();
    served.answer(Answer::code(40001, &format!("bad token {TOKEN}")));
    let texts = call_silently(usual(&served.base));
    assert_eq!(texts, ["bindTester: 40001 InvalidCredential: bad token [redacted]"]);
}

#[test]
fn whatever_happens_on_the_wire() {
    for answer in [&b""[..], b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{", b"HTTP/9 ?\r\n\r\n"] {
        let base = wire::one_answer_a_connection(answer);
        call_silently(usual(&base));
    }
    let texts = call_silently(usual(&wire::nobody()));
    assert!(texts[0].starts_with("bindTester: no connection"), "{texts:?}");
    let served = Served::start();
    call_silently(|client| usual(&served.base)(client).max_reply(3));
    assert!(!events::logged().is_empty(), "reqwest logs its connections, so there was something to look at");
}

#[test]
fn whatever_keeps_a_call_from_being_sent() {
    let served = Served::start();
    call_silently(|client| usual(&served.base)(client).granted([1]));
    call_silently(|client| usual(&served.base)(client).header("x-key", format!("{PASSWORD}\n")));
    call_silently(usual(&format!("http://shop:{PASSWORD}@")));
    call_silently(usual(&format!("http://shop:{PASSWORD}@127.0.0.1:99999")));
    call_silently(usual(&format!("http://shop:{PASSWORD}@host?")));
    call_silently(usual(&wire::nobody().replace("//", &format!("//shop:{PASSWORD}@"))));
    for error in Callers::with("", usual(&served.base)).errors(BindTester::new("tests")) {
        assert_error_is_silent(&error);
        assert_eq!(error.to_string(), "no authorizer_access_token: the token is empty");
    }
    assert_eq!(served.take_seen().len(), 0);
}

#[test]
fn values_that_hold_the_token() {
    let served = Served::start();
    call_silently(usual(&served.base));
    assert_prints_silently(&wxopen::FixedToken::new(TOKEN));
    assert_prints_silently(&wxopen::Secret::from(TOKEN));
    assert_error_is_silent(&TokenError::new("authorizer_access_token", "none stored"));
}

#[test]
fn a_transport_with_a_client_of_ones_own_does_not_show_its_headers() {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("authorization", PASSWORD.parse().expect("a header"));
    let own = reqwest::Client::builder().default_headers(headers).build().expect("a client");
    assert_prints_silently(&ReqwestTransport::with_client(own));
}

#[test]
fn a_span_tells_what_became_of_the_call() {
    let served = Served::start();
    let span_of = |answer: Answer| {
        served.answer(answer);
        let (_, noted) = events::traced(|| Callers::of(&served).send(BindTester::new("tests")));
        let mut spans: Vec<_> = noted.spans.into_iter().filter(|span| span.starts_with("wechat.call")).collect();
        assert_eq!(spans.len(), 2, "one for each client");
        spans.dedup();
        let [span] = spans.as_slice() else { panic!("{spans:?}") };
        let events = noted.events.into_iter().filter(|event| !event.starts_with("TRACE"));
        (span.clone(), events.collect::<Vec<_>>())
    };
    let start = r#"wechat.call endpoint="bindTester" path="/wxa/bind_tester""#;

    let (span, events) = span_of(Answer::json("{}"));
    assert_eq!(span, format!("{start} status=200 errcode=0"));
    assert!(events.contains(&"DEBUG message=done".to_owned()), "{events:?}");

    let (span, events) = span_of(Answer::code(85004, "user already bind rid: 12-ab"));
    assert_eq!(span, format!(r#"{start} status=200 errcode=85004 rid="12-ab""#));
    assert!(events.contains(&"INFO message=refused".to_owned()), "{events:?}");

    let (span, _) = span_of(Answer::new(502, "text/html", "<html>"));
    assert_eq!(span, format!("{start} status=502"));
}

#[test]
fn a_reply_that_does_not_fit_is_a_warning() {
    let served = Served::start();
    served.answer(Answer::json(r#"{"userstr": []}"#));
    let (_, noted) = events::traced(|| Callers::of(&served).errors(BindTester::new("tests")));
    let warnings: Vec<_> = noted.events.iter().filter(|event| event.starts_with("WARN")).collect();
    assert_eq!(warnings, [r#"WARN message=the reply does not fit endpoint="bindTester""#; 2]);
}

#[test]
fn a_span_of_a_call_without_a_reply() {
    let base = wire::nobody();
    let (_, noted) = events::traced(|| Callers::with(TOKEN, usual(&base)).send(BindTester::new("tests")));
    let warnings: Vec<_> = noted.events.iter().filter(|event| event.starts_with("WARN")).collect();
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    for warning in warnings {
        assert!(warning.starts_with("WARN message=no reply error=bindTester: no connection"), "{warning}");
    }
}
