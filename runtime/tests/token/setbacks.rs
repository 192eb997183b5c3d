//! What failed or stalled in one process does not keep it from what another one has.

use std::time::Duration;

use wxopen_runtime::{Clock, ManualClock, MemoryStore, TokenProblem, TokenStore};

use crate::before_lease::BeforeLease;
use crate::wechat::{HOUR, WeChat, start, token};

#[tokio::test]
async fn a_process_whose_refresh_failed_uses_what_another_one_got_at_once() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let unlucky = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let other = wechat.builder(&clock).store(store).build();
    clock.advance(HOUR * 2);
    wechat.error("api_authorizer_token", -1);
    assert_eq!(token(&unlucky).await.expect_err("busy").problem, TokenProblem::Refused(-1));
    let new = token(&other).await.expect("a token");
    clock.advance(Duration::from_millis(300));
    assert_eq!(token(&unlucky).await.expect("stored by the other"), new);
    assert_eq!(wechat.count("api_authorizer_token"), 2);
}

#[tokio::test]
async fn looks_at_the_store_after_a_failure_do_not_put_the_next_try_off() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    clock.advance(HOUR * 2);
    wechat.always_error("api_authorizer_token", -1);
    for _ in 0..40 {
        token(&platform).await.expect_err("busy");
        clock.advance(Duration::from_millis(500));
    }
    // 20 seconds, a try in each ten.
    assert_eq!(wechat.count("api_authorizer_token"), 2);
}

#[tokio::test]
async fn a_refresh_waits_for_the_platforms_token_longer_than_its_own_lease() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::with_clock(clock.clone());
    wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    clock.advance(HOUR * 2);
    // The platform's token runs out, and the one who is to replace it dies, right when the merchant's lease is taken.
    let (time, shared) = (clock.clone(), store.clone());
    let stalling = BeforeLease::new(store, async move {
        time.set(time.now() + HOUR * 2);
        shared.lease("wx-component/token", Duration::from_millis(400)).await.expect("no failure");
    });
    let platform = wechat.builder(&clock).store(stalling).lease(Duration::from_millis(300)).build();
    token(&platform).await.expect("a token");
    assert_eq!(wechat.count("api_authorizer_token"), 1);
}
