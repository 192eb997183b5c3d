//! The platform's own work does not depend on whoever asked for it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen_runtime::{BoxFuture, Clock, ManualClock, MemoryStore, Spawn, SystemClock, TokenStore};

use crate::wechat::{HOUR, MERCHANT, WeChat, start, token};

/// Runs nothing until it is told to.
#[derive(Clone, Default)]
struct Queue(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl Spawn for Queue {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        self.0.lock().expect("no panic").push(task);
    }
}

/// Polls a future by hand, without any runtime.
fn poll<T>(future: &mut (impl Future<Output = T> + Unpin)) -> std::task::Poll<T> {
    std::pin::Pin::new(future).poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
}

#[test]
fn a_runtime_that_is_never_driven_again_stops_nobody_else() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (wechat, clock, mine) = (WeChat::default(), ManualClock::at(start()), runtime());
    let platform = mine.block_on(wechat.ready(wechat.builder(&clock)));
    clock.advance(HOUR * 2);
    let gate = wechat.hold();
    // The first one begins the refresh, gives up, and its runtime stands still; another one has a runtime of its own.
    let first = platform.clone();
    let given_up = mine.block_on(async move { tokio::time::timeout(Duration::from_millis(30), token(&first)).await });
    given_up.expect_err("WeChat takes longer");
    drop(gate);
    let got = runtime().block_on(token(&platform)).expect("a token");
    assert_eq!(got, wechat.state().tokens[MERCHANT]);
    assert_eq!(wechat.count("api_authorizer_token"), 1);
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_client_that_gives_up_stops_nobody_else() {
    use wxopen_runtime::Client;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = runtime.block_on(wechat.ready(wechat.builder(&clock)));
    clock.advance(HOUR * 2);
    let gate = wechat.hold();
    let client = |deadline| {
        Client::with_transport(platform.authorizer(MERCHANT), wechat.clone()).deadline(deadline).build_blocking()
    };
    client(Duration::from_millis(50)).send(crate::wechat::Ask).expect_err("too late");
    drop(gate);
    client(Duration::from_secs(60)).send(crate::wechat::Ask).expect("done");
    assert_eq!((wechat.count("api_component_token"), wechat.count("api_authorizer_token")), (2, 1));
}

#[test]
fn without_any_runtime_a_platform_works_all_the_same() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).build();
    let mut taken = Box::pin(platform.set_ticket("ticket", start()));
    while poll(&mut taken).is_pending() {
        std::thread::yield_now();
    }
    let mut asked = Box::pin(platform.component_access_token());
    let token = loop {
        match poll(&mut asked) {
            std::task::Poll::Ready(token) => break token,
            std::task::Poll::Pending => std::thread::yield_now(),
        }
    };
    assert_eq!(token.expect("a token").expose(), wechat.state().component);
}

#[tokio::test]
async fn a_spawner_that_drops_its_tasks_is_an_error_and_no_wait_without_end() {
    let (wechat, clock, queue) = (WeChat::default(), ManualClock::at(start()), Queue::default());
    let platform = wechat.builder(&clock).spawner(queue.clone()).build();
    let mut asked = Box::pin(platform.component_access_token());
    assert!(poll(&mut asked).is_pending());
    queue.0.lock().expect("no panic").clear();
    assert!(asked.await.expect_err("dropped").to_string().contains("dropped by the spawner"));
}

#[tokio::test]
async fn a_panic_is_told_as_one_and_the_next_caller_has_better_luck() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::with_clock(clock.clone());
    let platform = wechat.ready(wechat.builder(&clock).store(store)).await;
    clock.advance(HOUR * 2);
    wechat.state().panics = true;
    let error = token(&platform).await.expect_err("it panicked");
    assert!(error.to_string().contains("panicked"), "{error}");
    // The one who died holds the lease until it ends.
    wechat.state().panics = false;
    clock.advance(Duration::from_secs(15));
    assert_eq!(token(&platform).await.expect("a token"), wechat.state().tokens[MERCHANT]);
}

#[tokio::test]
async fn an_authorization_whose_caller_is_dropped_is_stored() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let platform = wechat.builder(&clock).store(store.clone()).build();
    platform.set_ticket("ticket", start()).await.expect("taken");
    platform.component_access_token().await.expect("a token");
    let gate = wechat.hold();
    let mut authorizing = Box::pin(platform.authorize("C0DE-1"));
    assert!(poll(&mut authorizing).is_pending());
    drop(authorizing);
    drop(gate);
    let started = SystemClock.elapsed();
    while store.get("wx-component/authorizer/wx-merchant").await.expect("it answers").value.is_none() {
        assert!(SystemClock.elapsed() - started < Duration::from_secs(60), "it never came");
        tokio::task::yield_now().await;
    }
    token(&platform).await.expect("a token");
}

/// Runs what it is given, and counts.
#[derive(Clone, Default)]
struct Counted(Arc<std::sync::atomic::AtomicUsize>);

impl Spawn for Counted {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        tokio::spawn(task);
    }
}

#[tokio::test]
async fn a_look_at_a_store_in_memory_is_no_work_for_the_spawner_until_something_has_changed() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::with_clock(clock.clone());
    let spawner = Counted::default();
    let platform = wechat.ready(wechat.builder(&clock).store(store.clone()).spawner(spawner.clone())).await;
    let first = token(&platform).await.expect("a token");
    let count = || spawner.0.load(std::sync::atomic::Ordering::Relaxed);
    let before = count();
    for _ in 0..3 {
        clock.advance(Duration::from_secs(60));
        assert_eq!(token(&platform).await.expect("a token"), first);
    }
    assert_eq!(count(), before);
    // Another process refreshes: its token is seen by the next call.
    clock.advance(HOUR * 2);
    let newer = token(&wechat.builder(&clock).store(store).build()).await.expect("a token");
    assert_eq!(token(&platform).await.expect("a token"), newer);
    assert_eq!((count(), wechat.count("api_authorizer_token")), (before + 1, 1));
}
