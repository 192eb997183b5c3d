//! What layers see and may do: logs, metrics, a rate limit of one's own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen_runtime::{
    Attempt, AttemptOutcome, BoxFuture, Class, Clock, Error, FailOver, Layer, ManualClock, Next, RequestError,
};
use wxopen_runtime::{DEFAULT_DEADLINE, Retry, TokenProvider};

use crate::api::{Connect, Look, Pay, broken, code, scripted};

/// Writes a line for each attempt.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<String>>>);

impl Logged {
    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("no panic"))
    }
}

impl Layer for Logged {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(async move {
            let answer = next.run(attempt).await;
            let Attempt { meta, number, base_url, .. } = attempt;
            let what = match (answer.errcode(), answer.transport_error()) {
                (Some(code), _) => format!("{code} {:?} {:?}", answer.class(), answer.rid()),
                (None, Some(error)) => error.kind.to_string(),
                (None, None) => format!("{:?}", answer.status()),
            };
            let line = format!("{} {number} {base_url}: {what}", meta.name);
            self.0.lock().expect("no panic").push(line);
            answer
        })
    }
}

#[tokio::test]
async fn a_log_has_a_line_for_each_attempt() {
    let logged = Logged::default();
    let mut scripted = scripted([broken(Connect), code(700)]);
    scripted.builder = scripted.builder.layer(logged.clone()).fail_over(FailOver::new());
    scripted.call(Look::default()).await.result.expect("the third time");
    assert_eq!(
        logged.lines(),
        [
            "look 1 https://api.weixin.qq.com: no connection",
            r#"look 2 https://api2.weixin.qq.com: 700 Some(Retry) Some("12-ab")"#,
            "look 3 https://api2.weixin.qq.com: 0 None None",
        ]
    );
}

/// Counts what is sent, what fails, and the time that takes.
#[derive(Default)]
struct Counted {
    sent: AtomicU64,
    busy: AtomicU64,
    millis: AtomicU64,
}

impl Layer for Counted {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(async move {
            let answer = next.run(attempt).await;
            self.sent.fetch_add(1, Ordering::Relaxed);
            self.busy.fetch_add(u64::from(answer.class() == Some(Class::Retry)), Ordering::Relaxed);
            self.millis.fetch_add(answer.elapsed().as_millis() as u64, Ordering::Relaxed);
            answer
        })
    }
}

#[tokio::test]
async fn a_counter_counts_attempts() {
    let counted = Arc::new(Counted::default());
    let mut scripted = scripted([code(700), code(700)]);
    scripted.builder = scripted.builder.layer(counted.clone());
    scripted.call(Look::default()).await.result.expect("the third time");
    assert_eq!((counted.sent.load(Ordering::Relaxed), counted.busy.load(Ordering::Relaxed)), (3, 2));
}

/// A bucket of tokens, one of which each attempt takes; they come back one a `pause`. Who would wait too long is refused.
struct Limited {
    clock: ManualClock,
    size: u32,
    pause: Duration,
    /// When the bucket will be full again, as the clock counts.
    full_at: Mutex<Duration>,
}

impl Limited {
    /// Takes a token, and tells how long to wait for it.
    fn take(&self) -> Duration {
        let mut full_at = self.full_at.lock().expect("no panic");
        let now = self.clock.elapsed();
        *full_at = (*full_at).max(now) + self.pause;
        full_at.saturating_sub(now + self.pause * self.size)
    }
}

impl Layer for Limited {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(async move {
            let wait = self.take();
            if wait >= attempt.remaining {
                return AttemptOutcome::refuse("too many calls of our own");
            }
            if !wait.is_zero() {
                self.clock.sleep(wait).await;
            }
            next.run(attempt).await
        })
    }
}

#[tokio::test]
async fn a_limit_delays_and_refuses() {
    let scripted = scripted([]);
    let clock = scripted.clock.clone();
    let (size, pause) = (2, Duration::from_secs(1));
    let limited = Limited { clock: clock.clone(), size, pause, full_at: Mutex::default() };
    let client = scripted.builder.layer(limited).build();
    for _ in 0..4 {
        client.send(Pay::default()).await.expect("a reply");
    }
    assert_eq!(clock.slept(), [pause, pause], "two at once, then one a second");
    match client.send(Pay::default()).deadline(pause / 2).await {
        Err(Error::Request(RequestError::Refused(reason))) => assert_eq!(reason, "too many calls of our own"),
        other => panic!("{other:?}"),
    }
    assert_eq!(scripted.transport.requests().len(), 4);
}

/// Writes down when an attempt passes.
struct Named(&'static str, Logged);

impl Layer for Named {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(async move {
            let note = |what: &str| self.1.0.lock().expect("no panic").push(format!("{what} {}", self.0));
            note("into");
            let answer = next.run(attempt).await;
            note("out of");
            answer
        })
    }
}

#[tokio::test]
async fn the_first_layer_is_the_outermost() {
    let logged = Logged::default();
    let mut scripted = scripted([]);
    scripted.builder = scripted.builder.layer(Named("a", logged.clone())).layer(Named("b", logged.clone()));
    scripted.call(Pay::default()).await.result.expect("a reply");
    assert_eq!(logged.lines(), ["into a", "into b", "out of b", "out of a"]);
}

/// Sends twice.
struct Twice;

impl Layer for Twice {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(async move {
            match next.run(attempt).await {
                answer if answer.is_ok() || !attempt.meta.idempotent => answer,
                _ => next.run(attempt).await,
            }
        })
    }
}

#[tokio::test]
async fn a_layer_may_send_again() {
    let mut scripted = scripted([code(85001)]);
    scripted.builder = scripted.builder.layer(Twice).retry(Retry::none());
    let became = scripted.call(Look::default()).await;
    assert_eq!((became.sent, became.result.is_ok()), (2, true));
}

/// Never comes back.
struct Lost;

impl Layer for Lost {
    fn attempt<'a>(&'a self, _: &'a Attempt<'a>, _: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_layer_that_never_comes_back_ends_with_the_deadline() {
    let mut scripted = scripted([]);
    scripted.builder = scripted.builder.layer(Lost);
    let clock = scripted.clock.clone();
    let (became, ()) = tokio::join!(scripted.call(Look::default()), async { clock.advance(DEFAULT_DEADLINE) });
    let error = became.result.expect_err("too late");
    assert_eq!(error.to_string(), "look: timed out: the deadline of the call has passed");
    assert_eq!(became.sent, 0);
}

/// A provider whose first token is refused.
struct Changed;

impl TokenProvider for Changed {
    fn token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<wxopen_runtime::Secret, wxopen_runtime::TokenError>> {
        Box::pin(std::future::ready(Ok("old".into())))
    }

    fn rejected<'a>(
        &'a self,
        _: &'a str,
        _: &'a wxopen_runtime::Secret,
        _: i64,
    ) -> BoxFuture<'a, Result<Option<wxopen_runtime::Secret>, wxopen_runtime::TokenError>> {
        Box::pin(std::future::ready(Ok(Some("new".into()))))
    }
}

#[tokio::test]
async fn a_repeat_with_another_token_passes_too() {
    let (logged, counted) = (Logged::default(), Arc::new(Counted::default()));
    let transport = scripted([code(40001)]).transport;
    let builder = wxopen_runtime::Client::with_transport(Changed, transport).layer(logged.clone()).layer(counted);
    builder.build().send(Pay::default()).await.expect("the second time");
    let lines = logged.lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].starts_with("pay 2 "), "{lines:?}");
}
