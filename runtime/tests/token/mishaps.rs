//! Answers of the store that are lost, refusals of the moment, and what cannot be read.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen_runtime::{Clock, ManualClock, PlatformEvent, ThirdPartyPlatform, TokenProblem};

use crate::faulty::Faulty;
use crate::wechat::{Ask, HOUR, MERCHANT, TICKET, WeChat, client, start, token};

type Events = Arc<Mutex<Vec<PlatformEvent>>>;

async fn ready() -> (WeChat, ManualClock, Faulty, ThirdPartyPlatform, Events) {
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let events = Events::default();
    let heard = events.clone();
    let builder = wechat.builder(&clock).store(store.clone());
    let builder = builder.on_event(move |event| heard.lock().expect("no panic").push(event.clone()));
    let platform = wechat.ready(builder).await;
    events.lock().expect("no panic").clear();
    (wechat, clock, store, platform, events)
}

#[tokio::test]
async fn an_event_is_reported_once_where_the_stores_answer_was_lost() {
    for lost in [0, 1, 2, 5] {
        let (wechat, _, store, platform, events) = ready().await;
        wechat.withdraw();
        store.faults().lost_answers = lost;
        platform.unauthorized(MERCHANT, start() + HOUR * 2).await.expect("taken");
        platform.unauthorized(MERCHANT, start() + HOUR * 2).await.expect("taken");
        assert_eq!(token(&platform).await.expect_err("gone").problem, TokenProblem::Withdrawn);
        let authorizer = MERCHANT.to_owned();
        assert_eq!(*events.lock().expect("no panic"), [PlatformEvent::Unauthorized { authorizer }], "{lost}");
    }
}

#[tokio::test]
async fn that_a_merchant_has_to_authorise_again_is_reported_once_where_the_stores_answer_was_lost() {
    let (wechat, clock, store, platform, events) = ready().await;
    clock.advance(HOUR * 2);
    platform.component_access_token().await.expect("a token");
    wechat.withdraw();
    store.faults().lost_answers = 1;
    for _ in 0..3 {
        token(&platform).await.expect_err("gone");
    }
    let told = PlatformEvent::ReauthorizationNeeded { authorizer: MERCHANT.to_owned(), code: 61023 };
    assert_eq!(*events.lock().expect("no panic"), [told]);
}

#[tokio::test]
async fn an_event_whose_write_seemed_to_fail_is_reported_when_it_turns_out_to_be_done() {
    let (wechat, _, store, platform, events) = ready().await;
    wechat.withdraw();
    store.faults().lost_answers = 10_000;
    // No write has an answer for a whole lease. Then a read shows that the first one was done.
    platform.unauthorized(MERCHANT, start() + HOUR * 2).await.expect("taken");
    store.faults().lost_answers = 0;
    // Whoever is told again has nothing to report.
    platform.unauthorized(MERCHANT, start() + HOUR * 2).await.expect("taken");
    let authorizer = MERCHANT.to_owned();
    assert_eq!(*events.lock().expect("no panic"), [PlatformEvent::Unauthorized { authorizer }]);
}

#[tokio::test]
async fn one_refusal_that_speaks_of_the_authorization_gives_no_merchant_up() {
    for code in [61003, 40030, 42002, 42007, 61023] {
        let (wechat, _, _, platform, events) = ready().await;
        wechat.error("ask", code);
        client(&platform, &wechat).send(Ask).await.expect("the second time");
        assert_eq!(wechat.count("api_authorizer_token"), 1, "{code}");
        assert_eq!(*events.lock().expect("no panic"), []);
        // Nor does one to a refresh.
        let (wechat, clock, _, platform, events) = ready().await;
        clock.advance(HOUR * 2);
        wechat.error("api_authorizer_token", 61003);
        token(&platform).await.expect_err("refused");
        clock.advance(Duration::from_secs(11));
        token(&platform).await.expect("a token");
        assert_eq!(*events.lock().expect("no panic"), []);
    }
}

#[tokio::test]
async fn refusals_of_many_callers_are_checked_once() {
    let (wechat, _, _, platform, _) = ready().await;
    let refused = token(&platform).await.expect("a token");
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (authorizer, refused) = (platform.authorizer(MERCHANT), refused.clone().into());
            tokio::spawn(async move {
                use wxopen_runtime::TokenProvider;
                authorizer.rejected("authorizer_access_token", &refused, 61003).await
            })
        })
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("no failure").expect("another");
    }
    assert_eq!(wechat.count("api_authorizer_token"), 1);
}

#[tokio::test]
async fn what_cannot_be_read_is_replaced_by_what_comes_new() {
    let (wechat, clock, store, platform, _) = ready().await;
    for key in ["ticket", "token", "authorizer/wx-merchant"] {
        store.overwrite(&format!("wx-component/{key}"), "{ no JSON").await;
    }
    let fresh = wechat.builder(&clock).store(store.clone()).build();
    for platform in [&platform, &fresh] {
        let error = token(platform).await.expect_err("unreadable");
        assert!(error.problem == TokenProblem::Store && error.to_string().contains("cannot be read"), "{error}");
    }
    assert!(fresh.set_ticket(TICKET, clock.now()).await.expect("taken"));
    fresh.component_access_token().await.expect("a token");
    assert_eq!(fresh.recover().await.expect("asked"), 1);
    token(&fresh).await.expect("a token");
    store.overwrite("wx-component/authorizer/wx-merchant", "{ no JSON").await;
    fresh.authorize("C0DE-2").await.expect("authorised");
    token(&fresh).await.expect("a token");
    store.overwrite("wx-component/authorizer/wx-merchant", "{ no JSON").await;
    fresh.forget(MERCHANT).await.expect("forgotten");
    assert_eq!(store.text("wx-component/authorizer/wx-merchant").await, None);
}

#[cfg(feature = "sealed")]
#[tokio::test]
async fn what_another_key_has_sealed_is_replaced_too() {
    use wxopen_runtime::{SealKey, Sealed};
    let (wechat, clock, store) = (WeChat::default(), ManualClock::at(start()), Faulty::default());
    let sealed = |key| Sealed::new(store.clone(), SealKey::from_bytes(&[key; 32]));
    wechat.ready(wechat.builder(&clock).store(sealed(1))).await;
    let platform = wechat.builder(&clock).store(sealed(2)).build();
    platform.set_ticket(TICKET, clock.now()).await.expect("taken");
    platform.authorize("C0DE-2").await.expect("authorised");
    token(&platform).await.expect("a token");
    platform.forget(MERCHANT).await.expect("forgotten");
}
