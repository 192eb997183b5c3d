//! Many ask at the same time; one refreshes.

use std::time::Duration;

use wxopen_runtime::{ManualClock, MemoryStore, Secret, TokenProblem, TokenStore, Written};

use crate::before_lease::BeforeLease;
use crate::stores;
use crate::wechat::{HOUR, MERCHANT, RunningClock, WeChat, start, token};

const KEY: &str = "wx-component/authorizer/wx-merchant";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_tasks_of_several_processes_bring_one_refresh() {
    for stores::Opened { name, store, .. } in &stores::all() {
        let (wechat, clock) = (WeChat::default(), RunningClock::default());
        wechat.ready(wechat.builder(&clock).store(store.clone())).await;
        wechat.state().delay = Duration::from_millis(30);
        for round in 1..4 {
            clock.advance(HOUR * 2);
            // Each platform stands for a process: it shares nothing but the store.
            let tasks: Vec<_> = (0..5)
                .map(|_| wechat.builder(&clock).store(store.clone()).build())
                .flat_map(|platform| (0..20).map(move |_| platform.clone()))
                .map(|platform| tokio::spawn(async move { token(&platform).await.expect("a token") }))
                .collect();
            for task in tasks {
                assert_eq!(task.await.expect("no panic"), wechat.state().tokens[MERCHANT], "{name}");
            }
            assert_eq!(wechat.count("api_authorizer_token"), round, "{name}");
            assert_eq!(wechat.count("api_component_token"), round + 1, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_refused_calls_bring_one_refresh() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    wechat.state().delay = Duration::from_millis(20);
    // WeChat has forgotten the token.
    wechat.state().tokens.clear();
    let client = crate::wechat::client(&platform, &wechat);
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let call = client.send(crate::wechat::Ask);
            tokio::spawn(async move { call.await.map(drop) })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic").expect("done");
    }
    assert_eq!(wechat.count("api_authorizer_token"), 1);
    // A call that began after the refresh is sent once.
    assert!((101..=200).contains(&wechat.count("ask")), "{} calls", wechat.count("ask"));
}

#[tokio::test]
async fn a_caller_who_gives_up_does_not_take_the_new_token_with_him() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let platform = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    clock.advance(HOUR);
    platform.component_access_token().await.expect("a token");
    clock.advance(HOUR);
    platform.component_access_token().await.expect("a token");
    wechat.state().delay = Duration::from_millis(50);
    tokio::time::timeout(Duration::from_millis(20), token(&platform)).await.expect_err("given up");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(wechat.count("api_authorizer_token"), 1);
    let stored = store.get(KEY).await.expect("there").value.expect("there");
    assert!(stored.expose().contains(&wechat.state().tokens[MERCHANT]));
}

#[tokio::test]
async fn when_the_holder_of_a_lease_dies_the_next_one_refreshes() {
    for stores::Opened { name, store, .. } in &stores::all() {
        let (wechat, clock) = (WeChat::default(), RunningClock::default());
        let platform =
            wechat.ready(wechat.builder(&clock).store(store.clone()).lease(Duration::from_millis(200))).await;
        clock.advance(HOUR * 2);
        store.lease(KEY, Duration::from_millis(200)).await.expect("it answers").expect(name);
        assert_eq!(token(&platform).await.expect("a token"), wechat.state().tokens[MERCHANT], "{name}");
        assert_eq!(wechat.count("api_authorizer_token"), 1, "{name}");
    }
}

#[tokio::test]
async fn nobody_waits_for_a_dead_holder_while_the_token_is_good() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let builder = wechat.builder(&clock).store(store.clone()).wait_for_other(Duration::from_millis(30));
    let platform = wechat.ready(builder).await;
    let first = token(&platform).await.expect("a token");
    clock.advance(Duration::from_secs(7000));
    store.lease(KEY, HOUR).await.expect("it answers").expect("free");
    let started = std::time::Instant::now();
    for _ in 0..20 {
        assert_eq!(token(&platform).await.expect("a token"), first);
    }
    assert!(started.elapsed() < Duration::from_millis(500));
}

#[tokio::test]
async fn a_lease_that_never_ends_is_an_error_and_not_a_wait_without_end() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let builder = wechat.builder(&clock).store(store.clone()).lease(Duration::from_millis(30));
    let platform = wechat.ready(builder).await;
    clock.advance(HOUR * 2);
    store.lease(KEY, HOUR).await.expect("it answers").expect("free");
    assert_eq!(token(&platform).await.expect_err("held").problem, TokenProblem::Busy);
}

#[tokio::test]
async fn who_has_lost_the_lease_uses_what_the_next_holder_stored() {
    let (wechat, clock) = (WeChat::default(), RunningClock::default());
    let store = MemoryStore::new();
    let quick = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    clock.advance(HOUR * 2);
    quick.component_access_token().await.expect("a token");
    let slow = wechat.builder(&clock).store(store.clone()).lease(Duration::from_millis(40)).build();
    wechat.state().delay = Duration::from_millis(120);
    let late = tokio::spawn(async move { token(&slow).await.expect("a token") });
    tokio::time::sleep(Duration::from_millis(60)).await;
    wechat.state().delay = Duration::ZERO;
    let current = token(&quick).await.expect("a token");
    assert_eq!(wechat.count("api_authorizer_token"), 2);
    // The first one's own token is older: neither stored nor used.
    assert_eq!(late.await.expect("no panic"), current);
    assert_eq!(token(&quick).await.expect("a token"), current);
}

#[tokio::test]
async fn a_change_of_what_is_granted_during_a_refresh_loses_neither() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let platform = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    clock.advance(HOUR * 2);
    platform.component_access_token().await.expect("a token");
    wechat.state().delay = Duration::from_millis(50);
    let refresh = tokio::spawn(async move { token(&platform).await.expect("a token") });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let before = store.get(KEY).await.expect("there");
    let text = before.value.expect("there").expose().replace("[17,18]", "[17,18,19]");
    let written = store.put(KEY, before.version, Some(&Secret::from(text)), None).await.expect("it answers");
    assert!(matches!(written, Written::Done(_)));
    let new = refresh.await.expect("no panic");
    let after = store.get(KEY).await.expect("there").value.expect("there");
    assert!(after.expose().contains("[17,18,19]") && after.expose().contains(&new));
}

#[tokio::test]
async fn an_authorization_during_a_refresh_wins() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    clock.advance(HOUR * 2);
    platform.component_access_token().await.expect("a token");
    wechat.state().delay = Duration::from_millis(50);
    let other = platform.clone();
    let refresh = tokio::spawn(async move { token(&other).await.expect("a token") });
    tokio::time::sleep(Duration::from_millis(20)).await;
    wechat.state().delay = Duration::ZERO;
    platform.authorize("C0DE-2").await.expect("authorised");
    let newest = wechat.state().tokens[MERCHANT].clone();
    assert_eq!(refresh.await.expect("no panic"), newest);
    assert_eq!(token(&platform).await.expect("a token"), newest);
}

#[tokio::test]
async fn who_gets_the_lease_right_after_another_refresh_does_not_refresh_again() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let other = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    clock.advance(HOUR * 2);
    other.component_access_token().await.expect("a token");
    let overtaken = BeforeLease::new(store, async move {
        token(&other).await.expect("a token");
    });
    let platform = wechat.builder(&clock).store(overtaken).build();
    assert_eq!(token(&platform).await.expect("a token"), wechat.state().tokens[MERCHANT]);
    assert_eq!(wechat.count("api_authorizer_token"), 1);
}
