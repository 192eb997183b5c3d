//! The code of an authorization comes twice, with the merchant's browser and in a push, and WeChat takes it once.

use std::time::Duration;

use wxopen_runtime::{Clock, ManualClock, MemoryStore, TokenProblem};

use crate::faulty::Faulty;
use crate::wechat::{HOUR, MERCHANT, RunningClock, TICKET, WeChat, start, token};

#[tokio::test]
async fn whoever_comes_second_with_a_code_gets_the_same_merchant() {
    for push_first in [true, false] {
        for same_process in [true, false] {
            let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), MemoryStore::new());
            let one = wechat.builder(&clock).store(store.clone()).build();
            let other = if same_process { one.clone() } else { wechat.builder(&clock).store(store).build() };
            one.set_ticket(TICKET, start()).await.expect("taken");
            let at = start() + Duration::from_secs(2);
            if push_first {
                one.authorized(MERCHANT, "C0DE-1", at).await.expect("the push");
            } else {
                assert_eq!(one.authorize("C0DE-1").await.expect("the callback").appid(), MERCHANT);
            }
            wechat.always_error("api_query_auth", 61010);
            clock.advance(Duration::from_secs(3000));
            other.authorized(MERCHANT, "C0DE-1", at).await.expect("the push");
            assert_eq!(other.authorize("C0DE-1").await.expect("the callback").appid(), MERCHANT);
            assert_eq!(wechat.count("api_query_auth"), 1);
            token(&other).await.expect("a token");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_come_at_the_same_time_one_trades_the_code() {
    let (wechat, clock, store) = (WeChat::default(), RunningClock::default(), MemoryStore::new());
    let builder = || wechat.builder(&clock).store(store.clone());
    builder().build().set_ticket(TICKET, start()).await.expect("taken");
    wechat.state().delay = Duration::from_millis(20);
    let tasks: Vec<_> = (0..3)
        .map(|_| builder().build())
        .flat_map(|platform| (0..5).map(move |_| platform.clone()))
        .map(|platform| tokio::spawn(async move { platform.authorize("C0DE-1").await }))
        .collect();
    for task in tasks {
        assert_eq!(task.await.expect("no panic").expect("authorised").appid(), MERCHANT);
    }
    assert_eq!(wechat.count("api_query_auth"), 1);
}

#[tokio::test]
async fn a_lost_reply_to_a_code_is_made_up_for_by_the_push() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).build();
    platform.set_ticket(TICKET, start()).await.expect("taken");
    wechat.state().lost.push("api_query_auth");
    wechat.state().used_once = true;
    let error = platform.authorize("C0DE-1").await.expect_err("the tokens are lost");
    assert!(error.to_string().contains("reply to the code was lost"), "{error}");
    assert_eq!(token(&platform).await.expect_err("nothing is stored").problem, TokenProblem::NotAuthorized);
    platform.authorized(MERCHANT, "C0DE-1", start()).await.expect("WeChat says what it holds");
    assert_eq!(token(&platform).await.expect("a token"), wechat.state().tokens[MERCHANT]);
    assert_eq!(platform.authorizer(MERCHANT).platform().authorize("C0DE-1").await.expect("known").appid(), MERCHANT);
}

#[tokio::test]
async fn a_code_whose_request_was_lost_is_sent_again() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).build();
    platform.set_ticket(TICKET, start()).await.expect("taken");
    wechat.state().lost.push("api_query_auth");
    platform.authorize("C0DE-1").await.expect("the second time");
    token(&platform).await.expect("a token");
}

#[tokio::test]
async fn codes_are_forgotten_when_they_are_over() {
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let platform = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let mut largest = 0;
    for number in 0..600 {
        clock.advance(HOUR);
        platform.set_ticket(TICKET, clock.now()).await.expect("taken");
        platform.authorize(format!("C0DE-{number}")).await.expect("authorised");
    }
    for bucket in 0..256 {
        let text = store.text(&format!("wx-component/codes/{bucket:02x}")).await.unwrap_or_default();
        assert!(!text.contains("C0DE"), "codes are not stored themselves");
        largest = largest.max(text.matches("ends_at").count());
    }
    assert!((1..=2).contains(&largest), "{largest}");
}
