//! Which calls are made again.

use wxopen_runtime::{Retry, TransportErrorKind};

use crate::api::{Came, Connect, Incomplete, Look, Other, Pay, Timeout, TooLarge, broken, code, scripted, status};

/// What comes first; how often a call is sent then that is safe to call twice, and how often one that is not.
type Times = (fn() -> Came, usize, usize);

const TIMES: &[Times] = &[
    (|| broken(Connect), 2, 2),
    (|| broken(Timeout), 2, 1),
    (|| broken(Incomplete), 2, 1),
    (|| broken(TooLarge), 1, 1),
    (|| broken(Other), 1, 1),
    (|| code(-1), 2, 1),
    (|| code(700), 2, 1),
    (|| code(45011), 2, 2),
    (|| code(45009), 1, 1),
    (|| code(40001), 1, 1),
    (|| code(85001), 1, 1),
    (|| status(500), 2, 1),
    (|| status(503), 2, 1),
    (|| status(429), 2, 1),
    (|| status(404), 1, 1),
];

#[tokio::test]
async fn only_what_is_safe_is_made_again() {
    for (came, safe, unsafe_) in TIMES {
        let look = scripted([came()]).call(Look::default()).await;
        assert_eq!(look.sent, *safe, "{:?}", came());
        assert_eq!(look.result.is_ok(), *safe > 1);
        let pay = scripted([came()]).call(Pay::default()).await;
        assert_eq!(pay.sent, *unsafe_, "{:?}", came());
        assert_eq!(pay.result.is_ok(), *unsafe_ > 1);
    }
}

#[tokio::test]
async fn three_times_in_all_unless_told_otherwise() {
    let busy = || std::iter::repeat_with(|| code(-1)).take(9);
    let became = scripted(busy()).call(Look::default()).await;
    assert_eq!((became.sent, became.result.expect_err("busy").code()), (3, Some(-1)));
    for (retry, sent) in [(Retry::none(), 1), (Retry::default().attempts(0), 1), (Retry::default().attempts(7), 7)] {
        let mut scripted = scripted(busy());
        scripted.builder = scripted.builder.retry(retry);
        assert_eq!(scripted.call(Look::default()).await.sent, sent);
    }
}

#[tokio::test]
async fn a_call_says_for_itself() {
    let scripted = scripted([code(-1), code(-1)]);
    let client = scripted.builder.build();
    client.send(Look::default()).retry(Retry::none()).await.expect_err("busy");
    assert_eq!(scripted.transport.requests().len(), 1);
    client.send(Look::default()).retry(Retry::default().attempts(2)).await.expect("the second time");
}

#[tokio::test]
async fn what_was_not_sent_alone() {
    let unsent = |came| {
        let mut scripted = scripted([came]);
        scripted.builder = scripted.builder.retry(Retry::default().unsent_only());
        scripted.call(Look::default())
    };
    assert_eq!(unsent(broken(Connect)).await.sent, 2);
    for came in [code(-1), code(45011), status(503), broken(TransportErrorKind::Timeout)] {
        assert_eq!(unsent(came).await.sent, 1);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_does_the_same() {
    let scripted = scripted([code(-1), broken(Timeout), code(45011)]);
    let client = scripted.builder.build_blocking();
    client.prepare(Look::default()).retry(Retry::default().attempts(4)).send().expect("a reply at last");
    assert_eq!(scripted.clock.slept().len(), 3);
    let error = client.prepare(Pay::default()).deadline(std::time::Duration::ZERO).send();
    error.expect("a transport in memory minds no time");
}
