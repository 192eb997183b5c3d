//! A call is over by its deadline, whatever it waits for.

use std::future::IntoFuture;
use std::sync::Mutex;
use std::time::Duration;

use wxopen_runtime::{BoxFuture, Client, Error, ManualClock, MemoryTransport, Secret, TokenError, TokenProblem};
use wxopen_runtime::{DEFAULT_DEADLINE, TokenProvider};

use crate::api::{Look, Pay, code, scripted, start};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn what_would_come_too_late_is_not_waited_for() {
    let refused = scripted([code(45011)]);
    let client = refused.builder.deadline(SECOND * 30).build();
    assert_eq!(client.send(Pay::default()).await.expect_err("refused").code(), Some(45011));
    assert_eq!(refused.clock.slept(), []);
    // A call can have more patience than the client.
    let refused = scripted([code(45011)]);
    let client = refused.builder.deadline(SECOND * 30).build();
    client.send(Pay::default()).deadline(SECOND * 60).await.expect("a reply");
}

#[tokio::test]
async fn a_second_minute_is_too_much_by_default() {
    let became = scripted([code(45011), code(45011)]).call(Look::default()).await;
    assert_eq!((became.sent, became.result.expect_err("refused").code()), (2, Some(45011)));
    assert!(became.slept.iter().sum::<Duration>() < DEFAULT_DEADLINE);
}

#[tokio::test]
async fn an_attempt_has_the_rest_of_the_time() {
    let busy = scripted([code(-1)]);
    busy.builder.deadline(SECOND).build().send(Look::default()).await.expect("a reply");
    let timeouts: Vec<_> = busy.transport.requests().iter().map(|request| request.timeout).collect();
    assert_eq!(timeouts, [SECOND, SECOND * 9 / 10]);
    let busy = scripted([code(-1)]);
    busy.builder.timeout(SECOND / 2).build().send(Look::default()).await.expect("a reply");
    assert!(busy.transport.requests().iter().all(|request| request.timeout == SECOND / 2));
}

/// Never has a token, or never another one.
struct Stuck {
    first: Mutex<Option<Secret>>,
}

impl TokenProvider for Stuck {
    fn token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        match self.first.lock().expect("no panic").take() {
            Some(token) => Box::pin(std::future::ready(Ok(token))),
            None => Box::pin(std::future::pending()),
        }
    }

    fn rejected<'a>(&'a self, _: &'a str, _: &'a Secret, _: i64) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        Box::pin(std::future::pending())
    }
}

fn stuck(first: Option<&str>) -> (Client, MemoryTransport, ManualClock) {
    let transport = MemoryTransport::new().json(r#"{"errcode": 40001}"#);
    let tokens = Stuck { first: Mutex::new(first.map(Secret::from)) };
    let clock = ManualClock::at(start());
    let client = Client::with_transport(tokens, transport.clone()).clock(clock.clone()).build();
    (client, transport, clock)
}

#[tokio::test]
async fn a_token_that_does_not_come_ends_the_call() {
    let (client, transport, clock) = stuck(None);
    let call = client.send(Look::default()).into_future();
    match tokio::join!(call, async { clock.advance(DEFAULT_DEADLINE) }).0 {
        Err(Error::Token(error)) => assert_eq!(error.problem, TokenProblem::Late, "{error}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(transport.requests().len(), 0);
}

#[tokio::test]
async fn another_token_that_does_not_come_leaves_the_refusal() {
    let (client, _, clock) = stuck(Some("first"));
    let call = client.send(Look::default()).into_future();
    let (result, ()) = tokio::join!(call, async { clock.advance(DEFAULT_DEADLINE) });
    assert_eq!(result.expect_err("refused").code(), Some(40001));
}
