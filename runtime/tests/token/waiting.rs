//! A store or a WeChat that does not answer, while tokens are good.

use std::time::Duration;

use wxopen_runtime::{BoxFuture, Clock, ManualClock, Spawn};

use crate::faulty::Faulty;
use crate::wechat::{HOUR, MERCHANT, WeChat, start, token};

const MS: Duration = Duration::from_millis(1);

/// How much time has to pass until a call has its token.
async fn time_for(clock: &ManualClock, platform: &wxopen_runtime::ThirdPartyPlatform) -> (Duration, String) {
    let (began, platform) = (clock.elapsed(), platform.clone());
    let call = tokio::spawn(async move { token(&platform).await.expect("a token") });
    for _ in 0..100_000 {
        tokio::task::yield_now().await;
        if call.is_finished() {
            break;
        }
        clock.advance(MS);
    }
    (clock.elapsed() - began, call.await.expect("no panic"))
}

/// Runs the platform's work in the test's own thread: what the clock shows does not depend on how fast another one is.
pub(crate) struct Here;

impl Spawn for Here {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        tokio::spawn(task);
    }
}

#[tokio::test]
async fn a_store_that_hangs_costs_nobody_with_a_good_token_more_than_50_ms() {
    for due in [false, true] {
        let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
        let platform = wechat.ready(wechat.builder(&clock).store(store.clone()).spawner(Here)).await;
        let first = token(&platform).await.expect("a token");
        clock.advance(if due { HOUR * 2 - Duration::from_secs(100) } else { HOUR });
        let hanging = store.hang();
        let (waited, got) = time_for(&clock, &platform).await;
        assert_eq!(got, first);
        assert!(waited <= MS * 50, "{waited:?}");
        // The next ones do not wait for the same read.
        for _ in 0..20 {
            let (waited, got) = time_for(&clock, &platform).await;
            assert!(got == first && waited <= MS * 2, "{waited:?}");
        }
        assert_eq!(wechat.count("api_authorizer_token"), 0);
        drop(hanging);
        token(&platform).await.expect("a token");
    }
}

#[tokio::test]
async fn a_token_that_runs_out_while_the_store_hangs_will_not_do() {
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let platform = wechat.ready(wechat.builder(&clock).store(store.clone()).spawner(Here)).await;
    let first = token(&platform).await.expect("a token");
    clock.advance(HOUR * 2 - MS * 20);
    let hanging = store.hang();
    let asking = platform.clone();
    let call = tokio::spawn(async move { token(&asking).await.expect("a token") });
    for _ in 0..200 {
        tokio::task::yield_now().await;
        clock.advance(MS);
    }
    assert!(!call.is_finished(), "there is none that is good");
    drop(hanging);
    assert_ne!(call.await.expect("no panic"), first);
}

#[tokio::test]
async fn who_has_a_good_token_waits_for_a_refresh_of_its_own_process_no_longer_than_it_is_told_to() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock).wait_for_other(MS * 200).spawner(Here)).await;
    let first = token(&platform).await.expect("a token");
    clock.advance(HOUR * 2 - Duration::from_secs(100));
    // Only the merchant's token is due.
    platform.component_access_token().await.expect("a new one");
    let held = wechat.hold();
    let (waited, got) = time_for(&clock, &platform).await;
    assert_eq!(got, first);
    assert!(waited <= MS * 210, "{waited:?}");
    let (waited, _) = time_for(&clock, &platform).await;
    assert!(waited <= MS * 2, "{waited:?}");
    drop(held);
    // The refresh went on meanwhile.
    while token(&platform).await.expect("a token") == first {
        tokio::task::yield_now().await;
    }
    assert_eq!(token(&platform).await.expect("a token"), wechat.state().tokens[MERCHANT]);
    assert_eq!(wechat.count("api_authorizer_token"), 1);
}
