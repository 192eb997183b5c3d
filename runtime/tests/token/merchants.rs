//! Merchants authorise, change what they grant, and leave.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen_runtime::{Error, ManualClock, MemoryStore, PlatformEvent, TokenProblem, TokenProvider};

use crate::wechat::{Ask, HOUR, MERCHANT, TICKET, WeChat, client, start, token};

#[tokio::test]
async fn what_is_granted_is_known_and_a_call_without_it_is_not_sent() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let platform = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    assert_eq!(platform.authorizer(MERCHANT).granted().as_deref(), Some([17, 18].as_slice()));
    let only_one = serde_json::json!({ "authorization_info": {
        "authorizer_appid": MERCHANT, "authorizer_access_token": "A", "expires_in": 7200,
        "authorizer_refresh_token": "REFRESH-1", "func_info": [{ "funcscope_category": { "id": 1 } }]
    }});
    wechat.state().next.push_back(("api_query_auth", only_one));
    platform.updateauthorized(MERCHANT, "C0DE-2", start()).await.expect("taken");
    // Also by a process that has not heard of it.
    for platform in [&platform, &wechat.builder(&clock).store(store).build()] {
        let error = client(platform, &wechat).send(Ask).await.expect_err("set 17 is gone");
        assert!(matches!(error, Error::Permission(_)), "{error}");
    }
    assert_eq!(wechat.count("ask"), 0);
}

#[tokio::test]
async fn a_code_that_the_callback_has_used_already_is_no_error_in_the_event() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    wechat.always_error("api_query_auth", 61010);
    platform.authorized(MERCHANT, "C0DE-1", start()).await.expect("known already");
    let later = start() + Duration::from_secs(60);
    wechat.withdraw();
    let error = platform.authorized(MERCHANT, "C0DE-2", later).await.expect_err("this one is not");
    assert_eq!(error.code(), Some(61010));
}

#[tokio::test]
async fn a_merchant_who_has_left_is_not_called_for() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let events = Arc::new(Mutex::new(Vec::new()));
    let heard = events.clone();
    let listener = move |event: &PlatformEvent| heard.lock().expect("no panic").push(event.clone());
    let platform = wechat.ready(wechat.builder(&clock).on_event(listener)).await;
    // Late, from before the authorization.
    platform.unauthorized(MERCHANT, start() - HOUR).await.expect("taken");
    token(&platform).await.expect("a token");
    wechat.withdraw();
    for _ in 0..2 {
        platform.unauthorized(MERCHANT, start() + HOUR).await.expect("taken");
    }
    assert_eq!(token(&platform).await.expect_err("gone").problem, TokenProblem::Withdrawn);
    let authorizer = MERCHANT.to_owned();
    let told =
        [PlatformEvent::Authorized { authorizer: authorizer.clone() }, PlatformEvent::Unauthorized { authorizer }];
    assert_eq!(*events.lock().expect("no panic"), told);
    clock.advance(HOUR);
    platform.authorize("C0DE-2").await.expect("authorised");
    token(&platform).await.expect("a token");
}

#[tokio::test]
async fn a_merchant_can_be_forgotten() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    for _ in 0..2 {
        platform.forget(MERCHANT).await.expect("forgotten");
        assert_eq!(token(&platform).await.expect_err("unknown").problem, TokenProblem::NotAuthorized);
    }
    platform.authorize("C0DE-2").await.expect("authorised");
    token(&platform).await.expect("a token");
}

#[tokio::test]
async fn refresh_tokens_come_back_after_the_store_was_lost() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    wechat.ready(wechat.builder(&clock)).await;
    let platform = wechat.builder(&clock).store(MemoryStore::new()).build();
    platform.set_ticket(TICKET, start()).await.expect("taken");
    assert_eq!(token(&platform).await.expect_err("lost").problem, TokenProblem::NotAuthorized);
    assert_eq!(platform.recover().await.expect("asked"), 1);
    client(&platform, &wechat).send(Ask).await.expect("done");
    // What is there is left alone.
    assert_eq!(platform.recover().await.expect("asked"), 0);
}

/// A platform whose next refresh finds that WeChat has replaced the refresh token, and that nobody stored the new one.
async fn with_a_lost_refresh_token() -> (WeChat, ManualClock, wxopen_runtime::ThirdPartyPlatform) {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    wechat.state().rotates = true;
    let platform = wechat.ready(wechat.builder(&clock)).await;
    wechat.state().refresh.insert(MERCHANT.to_owned(), "REFRESH-2".to_owned());
    clock.advance(HOUR * 2);
    (wechat, clock, platform)
}

#[tokio::test]
async fn a_refresh_token_whose_holder_died_before_it_was_stored_is_asked_for_again() {
    let (wechat, clock, platform) = with_a_lost_refresh_token().await;
    assert_eq!(token(&platform).await.expect("a token"), wechat.state().tokens[MERCHANT]);
    assert_eq!((wechat.count("api_authorizer_token"), wechat.count("api_get_authorizer_info")), (2, 1));
    // What came of it is stored: the next refresh has no need to ask.
    clock.advance(HOUR * 2);
    token(&platform).await.expect("a token");
    assert_eq!((wechat.count("api_authorizer_token"), wechat.count("api_get_authorizer_info")), (3, 1));
}

#[tokio::test]
async fn a_merchant_is_not_sent_back_while_wechat_does_not_tell_which_refresh_token_it_holds() {
    let (wechat, clock, platform) = with_a_lost_refresh_token().await;
    wechat.error("api_get_authorizer_info", -1);
    assert_eq!(token(&platform).await.expect_err("busy").problem, TokenProblem::Refused(-1));
    clock.advance(HOUR);
    token(&platform).await.expect("a token");
}

#[tokio::test]
async fn another_process_finds_what_the_first_one_stored() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let store = MemoryStore::new();
    let first = wechat.ready(wechat.builder(&clock).store(store.clone())).await;
    let second = wechat.builder(&clock).store(store).build();
    assert_eq!(token(&first).await.expect("a token"), token(&second).await.expect("a token"));
    assert_eq!((wechat.count("api_component_token"), wechat.count("api_authorizer_token")), (1, 0));
}
