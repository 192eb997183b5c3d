//! The whole way of a platform: ticket, token, code, merchant, call, expiry, refresh.

use std::time::{Duration, UNIX_EPOCH};

use wxgen_mock::{COMPONENT_APPID, COMPONENT_SECRET, MockHandle};
use wxopen::authorization::{
    GetAuthorizerAccessToken, GetAuthorizerInfo, GetAuthorizerList, GetAuthorizerRefreshToken, GetComponentAccessToken,
    GetPreAuthCode, StartPushTicket,
};
use wxopen::member::GetTester;
use wxopen_runtime::{Client, ManualClock, ThirdPartyPlatform};

use crate::support::{AUTHORIZER, COMPONENT, blocking, builder, start};

fn platform(mock: &MockHandle, clock: &ManualClock) -> ThirdPartyPlatform {
    let builder = ThirdPartyPlatform::builder(COMPONENT_APPID, COMPONENT_SECRET).base_url(mock.base_url());
    builder.clock(clock.clone()).recheck(Duration::ZERO).build()
}

#[tokio::test]
async fn a_platform_gets_and_keeps_its_tokens() {
    let mock = start(builder().token(None).rotate_refresh_tokens(true));
    let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let clock = ManualClock::at(now);
    let platform = platform(&mock, &clock);
    platform.set_ticket(mock.ticket(), now).await.expect("taken");
    let code = mock.authorize("wx-one", Some(&[18])).expect("authorised");
    platform.authorize(code).await.expect("authorised");
    let client = Client::builder(platform.authorizer("wx-one")).base_url(mock.base_url()).build();
    for round in 1..=3 {
        client.send(GetTester::new()).await.expect("listed");
        client.send(GetTester::new()).await.expect("listed with the same token");
        let issued = mock.token_counts()[AUTHORIZER].clone();
        assert_eq!((issued.issued, issued.accepted), (round, round * 2), "one token an expiry");
        mock.advance(7300);
        clock.advance(Duration::from_secs(7300));
    }
    mock.unauthorize("wx-one");
    assert!(client.send(GetTester::new()).await.is_err(), "the merchant has gone");
}

#[test]
fn each_step_refuses_what_is_wrong() {
    let mock = start(builder().token(None));
    let client = blocking(&mock, "none");
    let ask =
        |appid: &str, secret: &str, ticket: &str| client.send(GetComponentAccessToken::new(appid, secret, ticket));
    let ticket = mock.ticket();
    for (appid, secret, ticket, code) in [
        ("wx-other", COMPONENT_SECRET, &*ticket, 40013),
        (COMPONENT_APPID, "another", &*ticket, 40125),
        (COMPONENT_APPID, COMPONENT_SECRET, "another", 61006),
    ] {
        assert_eq!(ask(appid, secret, ticket).expect_err("refused").code(), Some(code));
    }
    let token =
        ask(COMPONENT_APPID, COMPONENT_SECRET, &ticket).expect("a token").component_access_token.expose().to_owned();
    assert_eq!(mock.newest_token(COMPONENT, COMPONENT_APPID).map(|newest| newest.token), Some(token.clone()));
    let client = blocking(&mock, &token);
    assert_eq!(client.send(GetPreAuthCode::new(COMPONENT_APPID)).expect("a code").expires_in, 1800);
    client.send(StartPushTicket::new(COMPONENT_APPID, COMPONENT_SECRET)).expect("started");

    let code = mock.authorize("wx-one", None).expect("authorised");
    let trade = |code: &str| client.send(GetAuthorizerRefreshToken::new(COMPONENT_APPID, code));
    assert_eq!(trade("another").expect_err("unknown").code(), Some(61009));
    let traded = trade(&code).expect("traded");
    let refresh = traded.authorization_info.authorizer_refresh_token.clone().expect("a refresh token");
    let renew =
        |appid: &str, refresh: &str| client.send(GetAuthorizerAccessToken::new(COMPONENT_APPID, appid, refresh));
    assert_eq!(renew("wx-one", "another").expect_err("unknown").code(), Some(61023));
    assert_eq!(renew("wx-two", refresh.expose()).expect_err("nobody").code(), Some(61003));
    renew("wx-one", refresh.expose()).expect("renewed");
    let again = mock.authorize("wx-one", None).expect("authorised again");
    assert_eq!(
        renew("wx-one", refresh.expose()).expect_err("replaced").code(),
        Some(61023),
        "a new authorization, a new one"
    );

    let listed = client.send(GetAuthorizerList::new(COMPONENT_APPID, 0, 500)).expect("listed");
    assert_eq!((listed.total_count, listed.list.len()), (Some(1), 1));
    assert_eq!(client.send(GetAuthorizerList::new(COMPONENT_APPID, 0, 501)).expect_err("too many").code(), Some(40170));
    let info = client.send(GetAuthorizerInfo::new(COMPONENT_APPID, "wx-one")).expect("known");
    assert!(info.authorization_info.as_ref().is_some_and(|info| info.func_info.len() > 50));
    mock.advance(3600);
    assert_eq!(trade(&again).expect_err("too old").code(), Some(61010));
    mock.advance(12 * 3600);
    assert_eq!(ask(COMPONENT_APPID, COMPONENT_SECRET, &ticket).expect_err("too old").code(), Some(61005));
}
