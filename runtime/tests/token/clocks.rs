//! Clocks that are set, and machines whose clocks are apart.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use wxopen_runtime::{BoxFuture, Clock, ManualClock, MemoryStore, TokenProblem};

use crate::waiting::Here;
use crate::wechat::{Ask, HOUR, MERCHANT, TICKET, WeChat, client, start, token};

const MINUTE: Duration = Duration::from_secs(60);

/// A time that far from another one, in seconds.
fn moved(time: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { time - by } else { time + by }
}

const STEPS: [i64; 4] = [-3600, -600, 600, 3600];

#[tokio::test]
async fn a_clock_that_is_set_ends_no_token_and_revives_none() {
    for step in STEPS {
        let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
        let platform = wechat.ready(wechat.builder(&clock)).await;
        let first = token(&platform).await.expect("a token");
        clock.advance(HOUR);
        clock.set(moved(clock.now(), step));
        assert_eq!(token(&platform).await.expect("a token"), first, "{step}");
        clock.advance(HOUR);
        assert_ne!(token(&platform).await.expect("a token"), first, "{step}");
        assert_eq!(wechat.count("api_authorizer_token"), 1, "{step}");
    }
}

#[tokio::test]
async fn a_clock_that_is_set_after_a_failure_does_not_put_the_next_try_off() {
    for step in STEPS {
        let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
        let platform = wechat.ready(wechat.builder(&clock)).await;
        clock.advance(HOUR * 2);
        wechat.error("api_authorizer_token", -1);
        token(&platform).await.expect_err("busy once");
        clock.set(moved(clock.now(), step));
        clock.advance(Duration::from_secs(11));
        token(&platform).await.expect("the second try");
    }
}

#[tokio::test]
async fn a_replacement_that_is_refused_is_replaced_again_soon_whatever_the_clocks_say() {
    for skew in STEPS {
        let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
        let store = MemoryStore::new();
        let right = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
        let other_clock = ManualClock::at(moved(start(), skew));
        let other = wechat.builder(&other_clock).store(store).build();
        wechat.state().tokens.clear();
        client(&right, &wechat).send(Ask).await.expect("replaced");
        wechat.state().tokens.clear();
        let mut waited = 0;
        while client(&other, &wechat).send(Ask).await.is_err() {
            other_clock.advance(Duration::from_secs(5));
            waited += 5;
            assert!(waited <= 15, "{skew}");
        }
    }
}

#[tokio::test]
async fn machines_whose_clocks_are_apart_do_not_refresh_each_others_tokens_again_and_again() {
    for skew in STEPS {
        let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
        let store = MemoryStore::new();
        let right = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
        let other_clock = ManualClock::at(moved(start(), skew));
        let other = wechat.builder(&other_clock).store(store).build();
        for minute in 1..24 * 60 {
            clock.advance(MINUTE);
            other_clock.advance(MINUTE);
            if minute % 10 == 0 {
                right.set_ticket(TICKET, clock.now()).await.expect("taken");
            }
            token(&right).await.expect("a token");
            let got = token(&other).await.expect("a token");
            assert_eq!(got, wechat.state().tokens[MERCHANT]);
        }
        // Thirteen would do with one clock; an hour apart a token may be refreshed an hour early.
        let refreshes = wechat.count("api_authorizer_token");
        assert!(refreshes <= 26, "{skew}: {refreshes}");
    }
}

#[tokio::test]
async fn a_token_that_is_over_although_its_writer_says_it_is_not_is_replaced_when_it_is_refused() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start() + HOUR));
    let store = MemoryStore::new();
    wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let platform = wechat.builder(&ManualClock::at(start() + HOUR * 2)).store(store).build();
    let old = token(&platform).await.expect("still good, it seems");
    wechat.state().tokens.clear();
    wechat.error("ask", 42001);
    client(&platform, &wechat).send(Ask).await.expect("replaced");
    assert_ne!(token(&platform).await.expect("a token"), old);
    assert_eq!(wechat.count("api_authorizer_token"), 1);
}

#[tokio::test]
async fn what_wechat_gave_for_a_code_is_stored_whatever_the_clock_says() {
    for step in STEPS {
        let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
        let platform = wechat.ready(wechat.builder(&clock)).await;
        clock.set(moved(start(), step));
        wechat.withdraw();
        platform.authorize("C0DE-2").await.expect("authorised");
        assert_eq!(token(&platform).await.expect("a token"), wechat.state().tokens[MERCHANT], "{step}");
    }
}

#[tokio::test]
async fn a_withdrawal_is_late_by_wechats_own_times() {
    for step in STEPS {
        let (wechat, clock) = (WeChat::default(), ManualClock::at(moved(start(), step)));
        let platform = wechat.builder(&clock).build();
        platform.set_ticket(TICKET, start()).await.expect("taken");
        platform.authorize("C0DE-1").await.expect("the callback");
        platform.authorized(MERCHANT, "C0DE-1", start()).await.expect("the push");
        platform.unauthorized(MERCHANT, moved(start(), -1)).await.expect("taken");
        token(&platform).await.expect("it was late");
        platform.unauthorized(MERCHANT, moved(start(), 1)).await.expect("taken");
        assert_eq!(token(&platform).await.expect_err("gone").problem, TokenProblem::Withdrawn, "{step}");
        assert_eq!(wechat.count("api_get_authorizer_info"), 0);
    }
}

#[tokio::test]
async fn where_no_clock_can_decide_about_a_withdrawal_wechat_is_asked() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    platform.unauthorized(MERCHANT, moved(start(), 30)).await.expect("taken");
    token(&platform).await.expect("WeChat still holds it");
    wechat.withdraw();
    wechat.error("api_get_authorizer_info", -1);
    platform.unauthorized(MERCHANT, moved(start(), -30)).await.expect_err("WeChat should push it again");
    platform.unauthorized(MERCHANT, moved(start(), -30)).await.expect("taken");
    assert_eq!(token(&platform).await.expect_err("gone").problem, TokenProblem::Withdrawn);
}

#[tokio::test]
async fn a_machine_whose_clock_is_behind_takes_newer_tickets_all_the_same() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(moved(start(), -3600)));
    let platform = wechat.builder(&clock).build();
    assert!(platform.set_ticket("first", start()).await.expect("taken"));
    assert!(platform.set_ticket("second", start() + MINUTE * 10).await.expect("taken"));
    assert!(!platform.set_ticket("first", start()).await.expect("known"));
    platform.component_access_token().await.expect("a token");
    assert!(wechat.state().bodies[0].contains("second"));
}

/// The machine is busy when the time of day is first read: a second passes before anything else happens.
#[derive(Clone)]
struct Busy(ManualClock, Arc<AtomicBool>);

impl Clock for Busy {
    fn now(&self) -> SystemTime {
        let now = self.0.now();
        if !self.1.swap(true, Ordering::SeqCst) {
            self.0.advance(Duration::from_secs(1));
        }
        now
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(time)
    }

    fn timeout(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.0.timeout(time)
    }
}

#[tokio::test]
async fn a_machine_that_is_busy_while_it_reads_its_clock_uses_no_token_for_longer() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::with_clock(clock.clone());
    wechat.state().expires_in = Some(10);
    let platform = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let old = token(&platform).await.expect("a token");
    let builder = wechat.builder(&clock).clock(Busy(clock.clone(), Arc::default())).store(store);
    let busy = builder.spawner(Here).build();
    assert_eq!(token(&busy).await.expect("the same"), old);
    // The look at the store may go on for a moment after it has brought that.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    // It is due in its last quarter.
    clock.advance(Duration::from_secs(7));
    assert_ne!(token(&busy).await.expect("a new one"), old);
}
