//! Clients that come from a platform: what was set once holds for all of them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen_runtime::{Attempt, AttemptOutcome, BoxFuture, FailOver, Layer, ManualClock, Next, TokenProvider};

use crate::wechat::{Ask, COMPONENT, MERCHANT, WeChat, start};

/// Notes every attempt.
#[derive(Clone, Default)]
struct Noted(Arc<Mutex<Vec<Call>>>);

/// The endpoint, where it is, and how much time is left.
type Call = (&'static str, String, Duration);

impl Layer for Noted {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        let noted = (attempt.meta.name, attempt.base_url.to_owned(), attempt.remaining);
        self.0.lock().expect("no panic").push(noted);
        next.run(attempt)
    }
}

#[tokio::test]
async fn what_is_set_for_the_platform_holds_for_its_clients() {
    let (wechat, clock, noted) = (WeChat::default(), ManualClock::at(start()), Noted::default());
    let builder =
        wechat.builder(&clock).base_url("http://first.example").fail_over(FailOver::to(["http://second.example"]));
    let builder = builder.layer(noted.clone()).timeout(Duration::from_secs(3)).deadline(Duration::from_secs(7));
    let platform = wechat.ready(builder).await;
    let began = noted.0.lock().expect("no panic").len();
    platform.authorizer(MERCHANT).client().build().send(Ask).await.expect("a reply");
    platform.client().build().with_tokens(platform.authorizer(MERCHANT)).send(Ask).await.expect("a reply");
    let calls = noted.0.lock().expect("no panic").split_off(began);
    let own = |call: &&Call| call.0 == "ask";
    assert_eq!(calls.iter().filter(own).count(), 2, "{calls:?}");
    for (_, base_url, remaining) in calls.iter().filter(own) {
        assert_eq!((base_url.as_str(), *remaining), ("http://first.example", Duration::from_secs(7)));
    }
    // The platform's own calls go the same way. Refreshes take no longer than their leases; a code may wait for the
    // platform's token.
    let own = noted.0.lock().expect("no panic").clone();
    assert!(own.iter().all(|(_, base_url, _)| base_url == "http://first.example"), "{own:?}");
    let mut refreshes = own.iter().filter(|(name, ..)| *name != "getAuthorizerAuth").peekable();
    assert!(refreshes.peek().is_some());
    assert!(refreshes.all(|(_, _, left)| *left <= Duration::from_secs(10)), "{own:?}");
}

#[tokio::test]
async fn a_client_may_differ() {
    let (wechat, clock, noted) = (WeChat::default(), ManualClock::at(start()), Noted::default());
    let platform = wechat.ready(wechat.builder(&clock).layer(noted.clone())).await;
    let client = platform.client().base_url("http://elsewhere.example").build();
    client.with_tokens(platform.authorizer(MERCHANT)).send(Ask).await.expect("a reply");
    let calls = noted.0.lock().expect("no panic").clone();
    let (last, own) = calls.split_last().expect("calls");
    assert_eq!((last.0, last.1.as_str()), ("ask", "http://elsewhere.example"));
    assert!(own.iter().all(|call| call.1 == "https://api.weixin.qq.com"), "the platform stays where it is: {own:?}");
}

#[tokio::test]
async fn accounts_have_names() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).build();
    assert_eq!(platform.account(), Some(COMPONENT));
    assert_eq!(platform.authorizer(MERCHANT).account(), Some(MERCHANT));
}
