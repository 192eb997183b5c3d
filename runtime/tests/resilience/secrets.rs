//! Neither tokens nor secret values show, whatever goes wrong and however often a call is made: not in a log line or span
//! at any level, of this crate or of those below, not in `Debug`, not in an error or its causes.

use std::error::Error as StdError;
use std::fmt::Debug;

use wxopen_runtime::{
    AnyError, Attempt, AttemptOutcome, BoxFuture, Clock, FailOver, Layer, ManualClock, Next, RawReply, Retry,
    TransportError,
};

use crate::api::{Came, Look, Pay, TOKEN, broken, code, scripted, start, status};
use crate::listener::listening;

/// As it stands in the URL, it differs.
const KEY: &str = "k3y+0f/the=shop";
const SECRETS: &[&str] = &[TOKEN, KEY, "k3y%2B0f%2Fthe%3Dshop", "PASSW0RD", "access_token="];

#[track_caller]
fn assert_silent(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} shows in: {text}");
    }
}

#[track_caller]
fn assert_prints_silently(value: &impl Debug) {
    assert_silent(&format!("{value:?} {value:#?}"));
}

#[track_caller]
fn assert_error_is_silent(error: &(impl StdError + 'static)) {
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = next {
        assert_silent(&format!("{error} {error:?} {error:#?}"));
        next = error.source();
    }
}

/// Prints all that a layer gets to see.
struct Prints;

impl Layer for Prints {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(async move {
            assert_prints_silently(attempt);
            assert_prints_silently(&next);
            let answer = next.run(attempt).await;
            assert_prints_silently(&answer);
            answer
        })
    }
}

/// Every kind of failure, each of which repeats what was sent.
fn failures() -> Vec<Came> {
    use crate::api::{Connect, Incomplete, Other, Timeout, TooLarge};
    let echo = format!("bad access_token={TOKEN} key={KEY}").replace("access_token=", "");
    let kinds = [Connect, Timeout, Incomplete, TooLarge, Other];
    let mut all: Vec<_> = kinds.map(|kind| Err(TransportError::new(kind, echo.clone()))).into();
    for code in [-1, 40001, 45009, 45011, 61003, 85001] {
        all.push(Ok(RawReply::json_ok(format!(r#"{{"errcode": {code}, "errmsg": "{echo} rid: {TOKEN}"}}"#))));
    }
    all.push(Ok(RawReply::json_ok(echo.clone())));
    all.push(Ok(RawReply { status: 502, ..RawReply::json_ok(echo) }));
    all.extend([code(-1), status(500), broken(Timeout)]);
    all
}

fn run_everything() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let look = || Look { key: Some(KEY.into()) };
    for first in failures() {
        for second in failures() {
            let mut scripted = scripted([first.clone(), second.clone(), second]);
            let fail_over = FailOver::to(["https://user:PASSW0RD@other.example"]);
            scripted.builder = scripted.builder.fail_over(fail_over).layer(Prints).retry(Retry::default().attempts(2));
            assert_prints_silently(&scripted.builder);
            let client = scripted.builder.header("x-key", KEY).build();
            assert_prints_silently(&client);
            assert_prints_silently(&client.send(look()));
            if let Err(error) = runtime.block_on(async { client.send(look()).await }) {
                assert_error_is_silent(&error);
                assert_error_is_silent(&AnyError::from(error));
            }
            if let Err(error) = runtime.block_on(async { client.send(Pay { key: Some(KEY.into()) }).await }) {
                assert_error_is_silent(&error);
            }
        }
    }
    assert_prints_silently(&FailOver::to(["https://user:PASSW0RD@other.example"]));
    assert_prints_silently(&ManualClock::at(start()).now());
}

#[test]
fn nothing_shows() {
    let text = listening(run_everything);
    for line in text.lines() {
        assert_silent(line);
    }
    for told in ["wechat.call endpoint=\"look\"", "wechat.attempt attempt=2 host=https://[redacted]@other.example"] {
        assert!(text.contains(told), "{told} in {text:.3000}");
    }
    assert!(text.contains("errcode=45011"));
}

#[cfg(feature = "reqwest")]
#[test]
fn nothing_shows_of_what_is_below() {
    use std::time::Duration;
    use wxopen_runtime::Client;
    let text = listening(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let retry = Retry::default().backoff(Duration::ZERO, Duration::ZERO);
        let fail_over = FailOver::to(["http://user:PASSW0RD@127.0.0.1:1", "http://no-such-host.invalid", "http://["]);
        let builder = Client::builder(TOKEN).base_url("http://127.0.0.1:1").retry(retry).fail_over(fail_over);
        let client = builder.layer(Prints).build();
        let error = runtime.block_on(async { client.send(Look { key: Some(KEY.into()) }).await });
        let error = error.expect_err("nobody listens");
        assert_error_is_silent(&error);
    });
    assert!(text.contains("wechat.attempt attempt=2 host=http://[redacted]@127.0.0.1:1"), "{text}");
    assert_silent(&text);
}
