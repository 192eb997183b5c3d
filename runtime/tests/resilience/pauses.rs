//! How long is waited before a call is made again.

use std::time::Duration;

use wxopen_runtime::{Clock, Retry, SystemClock};

use crate::api::{Look, Pay, broken, code, scripted};

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[tokio::test]
async fn pauses_double_up_to_the_longest() {
    let mut busy = scripted(std::iter::repeat_with(|| code(-1)).take(5));
    busy.builder = busy.builder.retry(Retry::default().attempts(6).backoff(ms(100), ms(1000)));
    let became = busy.call(Look::default()).await;
    assert_eq!(became.slept, [ms(100), ms(200), ms(400), ms(800), ms(1000)]);
    became.result.expect("the sixth time");
}

#[tokio::test]
async fn pauses_are_a_random_part_of_that() {
    for (fraction, slept) in [(0.5, [ms(50), ms(100)]), (0.0, [ms(0); 2]), (7.0, [ms(100), ms(200)])] {
        let busy = scripted([code(-1), code(-1)]);
        busy.clock.set_fraction(fraction);
        assert_eq!(busy.call(Look::default()).await.slept, slept);
    }
    let busy = scripted([code(-1), code(-1)]);
    busy.clock.set_fraction(f64::NAN);
    assert_eq!(busy.call(Look::default()).await.slept, [ms(100), ms(200)]);
}

#[test]
fn each_fraction_is_drawn_anew() {
    let drawn: Vec<_> = std::iter::repeat_with(|| SystemClock.fraction()).take(200).collect();
    assert!(drawn.iter().all(|fraction| (0.0..=1.0).contains(fraction)), "{drawn:?}");
    assert!(drawn.iter().any(|fraction| *fraction < 0.25) && drawn.iter().any(|fraction| *fraction > 0.75));
}

#[tokio::test]
async fn too_many_in_a_minute_wait_for_the_next() {
    // The clock shows ten seconds into a minute; the fraction decides where in the first second of the next.
    for (fraction, slept) in [(0.0, ms(50_000)), (0.5, ms(50_500)), (1.0, ms(51_000))] {
        let refused = scripted([code(45011)]);
        refused.clock.set_fraction(fraction);
        let became = refused.call(Pay::default()).await;
        assert_eq!(became.slept, [slept]);
        became.result.expect("the next minute");
    }
}

#[tokio::test]
async fn the_next_minute_is_not_waited_for_when_told_so() {
    let mut refused = scripted([code(45011)]);
    refused.builder = refused.builder.retry(Retry::default().next_minute(false));
    let became = refused.call(Pay::default()).await;
    assert_eq!((became.slept.len(), became.result.expect_err("refused").code()), (0, Some(45011)));
}

#[tokio::test]
async fn a_connection_that_fails_is_tried_after_a_pause() {
    let became = scripted([broken(crate::api::Connect)]).call(Pay::default()).await;
    assert_eq!(became.slept, [ms(100)]);
}

/// No runtime, no tokio: a pause works all the same.
#[test]
fn a_pause_needs_no_runtime() {
    use std::sync::Arc;
    use std::task::{Context, Poll, Wake, Waker};
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let (begun, mut pause) = (SystemClock.elapsed(), SystemClock.sleep(ms(20)));
    while pause.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Pending {
        std::thread::park();
    }
    assert!(SystemClock.elapsed() - begun >= ms(20));
}
