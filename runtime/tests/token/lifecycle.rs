//! A ticket, a token, the next token; by a clock that is turned by hand.

use std::time::Duration;

use wxopen_runtime::{ManualClock, Token, TokenProblem, TokenProvider};

use crate::wechat::{AdvanceTo, Ask, COMPONENT, HOUR, SECRET, TICKET, WeChat, client, start, token};

fn problem(result: Result<wxopen_runtime::Secret, wxopen_runtime::TokenError>) -> TokenProblem {
    result.expect_err("no token").problem
}

#[tokio::test]
async fn without_a_ticket_nothing_is_asked() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).cool_down(Duration::from_secs(3600)).build();
    let error = platform.component_access_token().await.expect_err("no ticket");
    assert_eq!(error.problem, TokenProblem::NoTicket);
    assert_eq!(
        error.to_string(),
        "no component_verify_ticket: WeChat has not pushed a ticket yet; it does every 10 minutes"
    );
    assert_eq!(wechat.state().calls, [""; 0]);
    let empty = platform.set_ticket("", start()).await.expect_err("nothing in it");
    assert_eq!(empty.problem, TokenProblem::NoTicket);
    // With the ticket it works at once, whatever failed for want of it.
    platform.set_ticket(TICKET, start()).await.expect("taken");
    platform.component_access_token().await.expect("a token");
    assert!(wechat.state().bodies[0].contains(TICKET));
}

#[tokio::test]
async fn a_ticket_is_good_for_twelve_hours_and_no_longer() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).build();
    platform.set_ticket(TICKET, start()).await.expect("taken");
    // The next ones do not arrive; the last one will do, far longer than the 10 minutes between two.
    for hour in [0, 3, 6, 9] {
        clock.advance_to(start() + HOUR * hour);
        platform.component_access_token().await.expect("a token");
    }
    clock.advance_to(start() + HOUR * 12);
    let calls = wechat.state().calls.len();
    assert_eq!(problem(platform.component_access_token().await), TokenProblem::StaleTicket);
    assert_eq!(wechat.state().calls.len(), calls);
}

#[tokio::test]
async fn the_newest_ticket_counts() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start() + HOUR));
    let platform = wechat.builder(&clock).build();
    assert!(platform.set_ticket("second", start() + Duration::from_secs(600)).await.expect("taken"));
    assert!(!platform.set_ticket("first", start()).await.expect("known"));
    platform.component_access_token().await.expect("a token");
    assert!(wechat.state().bodies[0].contains("second"));
    // One that is said to be from the future does not keep the next ones out.
    assert!(platform.set_ticket("future", start() + HOUR * 1000).await.expect("taken"));
    clock.advance(HOUR * 3);
    assert!(platform.set_ticket("third", start() + HOUR * 4).await.expect("taken"));
    platform.component_access_token().await.expect("a token");
    assert!(wechat.state().bodies[1].contains("third"));
}

#[tokio::test]
async fn a_ticket_that_wechat_does_not_take_is_told_and_not_sent_again_and_again() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).build();
    platform.set_ticket(TICKET, start()).await.expect("taken");
    wechat.always_error("api_component_token", 61005);
    for _ in 0..10 {
        assert_eq!(problem(platform.component_access_token().await), TokenProblem::BadTicket(61005));
    }
    assert_eq!(wechat.count("api_component_token"), 1);
    clock.advance(Duration::from_secs(11));
    assert_eq!(problem(platform.component_access_token().await), TokenProblem::BadTicket(61005));
    assert_eq!(wechat.count("api_component_token"), 2);
}

#[tokio::test]
async fn a_token_is_used_until_shortly_before_its_end() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock).margin(Duration::from_secs(300))).await;
    let first = token(&platform).await.expect("a token");
    clock.advance_to(start() + Duration::from_secs(7200 - 301));
    assert_eq!(token(&platform).await.expect("a token"), first);
    assert_eq!(wechat.count("api_authorizer_token"), 0);
    clock.advance_to(start() + Duration::from_secs(7200 - 300));
    let second = token(&platform).await.expect("a token");
    assert_ne!(second, first);
    assert_eq!(token(&platform).await.expect("a token"), second);
    assert_eq!(wechat.count("api_authorizer_token"), 1);
    assert_eq!(wechat.count("api_component_token"), 2);
}

#[tokio::test]
async fn the_jitter_brings_a_refresh_forward_key_by_key() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let jitter = |key: &str| Duration::from_secs(if key.ends_with("wx-merchant") { 60 } else { 0 });
    let platform = wechat.ready(wechat.builder(&clock).jitter(jitter)).await;
    clock.advance_to(start() + Duration::from_secs(7200 - 361));
    token(&platform).await.expect("a token");
    assert_eq!(wechat.count("api_authorizer_token"), 0);
    clock.advance_to(start() + Duration::from_secs(7200 - 359));
    token(&platform).await.expect("a token");
    assert_eq!((wechat.count("api_authorizer_token"), wechat.count("api_component_token")), (1, 1));
}

#[tokio::test]
async fn a_token_of_a_second_is_used_for_most_of_it() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    wechat.state().expires_in = Some(1);
    let platform = wechat.ready(wechat.builder(&clock)).await;
    for _ in 0..10 {
        token(&platform).await.expect("a token");
    }
    assert_eq!(wechat.count("api_authorizer_token"), 0);
    clock.advance(Duration::from_millis(800));
    token(&platform).await.expect("a token");
    assert_eq!(wechat.count("api_authorizer_token"), 1);
}

#[tokio::test]
async fn the_refresh_token_is_kept_when_a_reply_has_none_and_changed_when_it_has_another() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    for (reply_has_none, refresh) in [(true, "REFRESH-1"), (false, "REFRESH-1"), (false, "REFRESH-1")] {
        wechat.state().without_refresh = reply_has_none;
        clock.advance(HOUR * 2);
        token(&platform).await.expect("a token");
        assert!(wechat.state().bodies.last().expect("a call").contains(refresh));
    }
    let changed = serde_json::json!({
        "authorizer_access_token": "A", "expires_in": "7200", "authorizer_refresh_token": "REFRESH-2"
    });
    wechat.state().next.push_back(("api_authorizer_token", changed));
    clock.advance(HOUR * 2);
    assert_eq!(token(&platform).await.expect("a token"), "A");
    wechat.state().refresh.insert("wx-merchant".to_owned(), "REFRESH-2".to_owned());
    clock.advance(HOUR * 2);
    token(&platform).await.expect("a token");
}

#[tokio::test]
async fn while_wechat_is_away_a_token_that_is_still_good_will_do() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    let first = token(&platform).await.expect("a token");
    clock.advance_to(start() + Duration::from_secs(7000));
    wechat.state().away = true;
    for _ in 0..10 {
        assert_eq!(token(&platform).await.expect("a token"), first);
    }
    // One refresh, which tries three times to connect.
    assert_eq!(wechat.count("api_component_token"), 1 + 3);
    clock.advance(Duration::from_secs(300));
    let error = token(&platform).await.expect_err("the old one is over");
    assert_eq!(error.problem, TokenProblem::NoReply);
    wechat.state().away = false;
    clock.advance(Duration::from_secs(11));
    assert_ne!(token(&platform).await.expect("a token"), first);
}

#[tokio::test]
async fn a_client_calls_with_what_the_platform_gives() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.ready(wechat.builder(&clock)).await;
    client(&platform, &wechat).send(Ask).await.expect("done");
    let other = platform.component_access_token().await.expect("a token");
    assert_eq!(other.expose(), wechat.state().component);
}

#[test]
fn where_either_token_will_do_each_gives_its_own() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    let platform = wechat.builder(&clock).build();
    let (merchants, platforms) = ("authorizer_access_token", "component_access_token");
    let either = Token { kind: merchants, param: "access_token", also: &["component_access_token"] };
    let one = Token { kind: merchants, param: "access_token", also: &[] };
    assert_eq!((platform.kind_for(&either), platform.kind_for(&one)), (platforms, merchants));
    let merchant = platform.authorizer("wx-merchant");
    assert_eq!((merchant.kind_for(&either), merchant.kind_for(&one)), (merchants, merchants));
}

#[tokio::test]
async fn pushes_of_tickets_can_be_asked_for() {
    let (wechat, clock) = (WeChat::default(), ManualClock::at(start()));
    wechat.state().always.insert("api_start_push_ticket", serde_json::json!({ "errcode": 0 }));
    wechat.builder(&clock).build().start_push_ticket().await.expect("asked");
    assert_eq!(
        wechat.state().bodies,
        [format!(r#"{{"component_appid":"{COMPONENT}","component_secret":"{SECRET}"}}"#)]
    );
}
