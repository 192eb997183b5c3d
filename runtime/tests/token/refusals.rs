//! WeChat refuses a token: one new one, one more try, and then the cause.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use wxopen_runtime::{Error, ManualClock, MemoryStore, PlatformEvent, TokenProblem, TokenProvider};

use crate::wechat::{Ask, HOUR, MERCHANT, WeChat, client, start, token};

async fn ready() -> (WeChat, ManualClock, wxopen_runtime::ThirdPartyPlatform, Arc<Mutex<Vec<PlatformEvent>>>) {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let events = Arc::new(Mutex::new(Vec::new()));
    let heard = events.clone();
    let builder = wechat.builder(&clock).on_event(move |event| heard.lock().expect("no panic").push(event.clone()));
    let platform = wechat.ready(builder).await;
    events.lock().expect("no panic").clear();
    (wechat, clock, platform, events)
}

#[tokio::test]
async fn a_refused_token_is_replaced_and_the_call_repeated_once() {
    for code in [40001, 40014, 42001] {
        let (wechat, _, platform, _) = ready().await;
        wechat.error("ask", code);
        client(&platform, &wechat).send(Ask).await.expect("done at the second try");
        assert_eq!((wechat.count("ask"), wechat.count("api_authorizer_token")), (2, 1), "{code}");
    }
}

#[tokio::test]
async fn a_token_that_someone_else_has_replaced_is_not_replaced_again() {
    let (wechat, clock, platform, _) = ready().await;
    let old = platform.authorizer(MERCHANT).token("authorizer_access_token").await.expect("a token");
    clock.advance(HOUR * 2);
    let new = token(&platform).await.expect("a token");
    let authorizer = platform.authorizer(MERCHANT);
    let given = authorizer.rejected("authorizer_access_token", &old, 40001).await.expect("there is one");
    assert_eq!(given.expect("another").expose(), new);
    assert_eq!(wechat.count("api_authorizer_token"), 1);
}

#[tokio::test]
async fn refusals_without_end_bring_one_refresh_and_wechats_own_error() {
    let (wechat, clock, platform, _) = ready().await;
    wechat.always_error("ask", 40001);
    let client = client(&platform, &wechat);
    for _ in 0..50 {
        let error = client.send(Ask).await.expect_err("refused");
        assert_eq!(error.code(), Some(40001));
    }
    assert_eq!(wechat.count("api_authorizer_token"), 1);
    assert_eq!(wechat.count("ask"), 51);
    clock.advance(Duration::from_secs(11));
    client.send(Ask).await.expect_err("refused");
    assert_eq!(wechat.count("api_authorizer_token"), 2);
}

#[tokio::test]
async fn a_wrong_secret_is_tried_once() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).build();
    platform.set_ticket("ticket", start()).await.expect("taken");
    wechat.always_error("api_component_token", 40001);
    for _ in 0..50 {
        let error = platform.component_access_token().await.expect_err("refused");
        assert_eq!(error.problem, TokenProblem::Refused(40001));
    }
    assert_eq!(wechat.count("api_component_token"), 1);
}

#[tokio::test]
async fn the_platforms_token_is_replaced_when_a_refresh_is_refused_for_it() {
    let (wechat, clock, platform, _) = ready().await;
    for code in [40001, 42001, 42006] {
        // The platform's token is fresh, the merchant's is due.
        clock.advance(HOUR);
        platform.component_access_token().await.expect("a token");
        clock.advance(HOUR);
        platform.component_access_token().await.expect("a token");
        let before = wechat.count("api_component_token");
        wechat.error("api_authorizer_token", code);
        token(&platform).await.expect("a token");
        assert_eq!(wechat.count("api_component_token"), before + 1, "{code}");
    }
}

#[tokio::test]
async fn when_no_new_token_can_be_had_the_cause_is_told() {
    let (wechat, clock, platform, _) = ready().await;
    wechat.error("ask", 40001);
    wechat.always_error("api_authorizer_token", 61004);
    let error = client(&platform, &wechat).send(Ask).await.expect_err("no token");
    let Error::Token(error) = error else { panic!("{error}") };
    assert_eq!(error.problem, TokenProblem::Refused(61004));
    assert_eq!(error.to_string(), "no authorizer_access_token: wx-merchant: getAuthorizerAccessToken: 61004: refused");
    clock.advance(HOUR * 2);
    assert_eq!(token(&platform).await.expect_err("refused").problem, TokenProblem::Refused(61004));
}

#[tokio::test]
async fn a_merchant_who_has_to_authorise_again_is_told_of_once_and_not_asked_for_again() {
    for (path, code) in [
        ("ask", 61003),
        ("ask", 42007),
        ("api_authorizer_token", 61023),
        ("api_authorizer_token", 42002),
        ("api_authorizer_token", 40030),
    ] {
        let (wechat, clock, platform, events) = ready().await;
        wechat.always_error(path, code);
        // WeChat is asked before a merchant is given up, and says the same.
        wechat.always_error("api_authorizer_token", code);
        wechat.always_error("api_get_authorizer_info", code);
        if path != "ask" {
            clock.advance(HOUR * 2);
        }
        let client = client(&platform, &wechat);
        for _ in 0..10 {
            let Error::Token(error) = client.send(Ask).await.expect_err("refused") else { panic!("a token's error") };
            assert_eq!(error.problem, TokenProblem::Reauthorize(code));
        }
        assert_eq!(wechat.count(path), 1, "{code}");
        let told = PlatformEvent::ReauthorizationNeeded { authorizer: MERCHANT.to_owned(), code };
        assert_eq!(*events.lock().expect("no panic"), [told]);
        // The clock alone changes nothing; the merchant does.
        clock.advance(HOUR * 24);
        client.send(Ask).await.expect_err("refused");
        assert_eq!(wechat.count(path), 1, "{code}");
        wechat.state().always.clear();
        platform.set_ticket("new", start() + HOUR * 24).await.expect("taken");
        platform.authorize("C0DE-2").await.expect("authorised");
        client.send(Ask).await.expect("done");
    }
}

#[tokio::test]
async fn a_late_refusal_does_not_end_a_new_authorization() {
    let (wechat, _, platform, events) = ready().await;
    let old = platform.authorizer(MERCHANT).token("authorizer_access_token").await.expect("a token");
    platform.authorize("C0DE-2").await.expect("authorised");
    events.lock().expect("no panic").clear();
    let given = platform.authorizer(MERCHANT).rejected("authorizer_access_token", &old, 42007).await;
    assert_eq!(given.expect("a token").expect("another").expose(), wechat.state().tokens[MERCHANT]);
    assert_eq!(*events.lock().expect("no panic"), []);
}

#[tokio::test]
async fn other_errors_are_none_of_the_tokens() {
    let (wechat, _, platform, _) = ready().await;
    for (nth, code) in [48001, 41001, 41021].into_iter().enumerate() {
        wechat.error("ask", code);
        client(&platform, &wechat).send(Ask).await.expect_err("refused");
        assert_eq!((wechat.count("ask"), wechat.count("api_authorizer_token")), (nth + 1, 0), "{code}");
    }
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_does_the_same() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let platform = runtime.block_on(wechat.ready(wechat.builder(&clock)));
    wechat.error("ask", 42001);
    let client = wxopen_runtime::blocking::Client::from(client(&platform, &wechat));
    client.send(Ask).expect("done at the second try");
    assert_eq!((wechat.count("ask"), wechat.count("api_authorizer_token")), (2, 1));
}

#[tokio::test]
async fn a_replacement_that_has_run_out_is_replaced_by_whoever_sees_it_first_whatever_the_clocks_say() {
    let (ten_minutes, over) = (Duration::from_secs(600), Duration::from_secs(1201));
    for (right, other) in [(start(), start() - ten_minutes), (start() - ten_minutes, start()), (start(), start())] {
        let (wechat, store) = (WeChat::default(), MemoryStore::new());
        wechat.state().expires_in = Some(1200);
        let clock = ManualClock::at(right);
        let platform = wechat.builder(&clock).store(store.clone()).build();
        platform.set_ticket("T1CKET", right).await.expect("taken");
        platform.authorize("C0DE-1").await.expect("authorised");
        wechat.error("ask", 40001);
        client(&platform, &wechat).send(Ask).await.expect("done at the second try");
        // It has just run out when the other process first sees it, by a clock that may be behind.
        clock.advance(over);
        let late = wechat.builder(&ManualClock::at(other + over)).store(store).build();
        wechat.error("ask", 42001);
        client(&late, &wechat).send(Ask).await.expect("done at the second try");
    }
}
