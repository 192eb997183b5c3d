//! Every fault a token can have.

use wxgen_mock::{Lifetimes, MERCHANT, Verdict};
use wxopen::authorization::GetPreAuthCode;
use wxopen::member::GetTester;
use wxopen::quota::ClearQuota;

use crate::support::{AUTHORIZER, COMPONENT, blocking, builder, look, post, start};

const LIST: &str = r#"{"action":"get_experiencer"}"#;

#[test]
fn what_is_wrong_with_a_token_is_its_code() {
    let mock = start(builder());
    mock.authorize("wx-poor", Some(&[1, 2])).expect("authorised");
    mock.authorize("wx-gone", None).expect("authorised");
    mock.authorize("wx-rich", None).expect("authorised");
    let gone = mock.issue_token(AUTHORIZER, "wx-gone");
    assert!(mock.unauthorize("wx-gone") && !mock.unauthorize("wx-gone"));
    let replaced = mock.issue_token(AUTHORIZER, "wx-rich");
    let good = mock.issue_token(AUTHORIZER, "wx-rich");
    let cases = [
        ("", 41001),
        ("made-up", 40014),
        (&*mock.issue_token(COMPONENT, "wxmockplatform0001"), 61015),
        (&*mock.issue_token(AUTHORIZER, "wx-poor"), 61007),
        (&gone, 61003),
        (&replaced, 40001),
        (&good, 0),
        ("mock-token", 0),
    ];
    for (token, code) in cases {
        let reply = post(&mock, &format!("/wxa/memberauth?access_token={token}"), LIST);
        assert_eq!(reply["errcode"], code, "{token}: {reply}");
        let verdict = if code == 0 { Verdict::Ok } else { Verdict::Token };
        assert_eq!(mock.calls().pop().map(|call| call.verdict), Some(verdict));
    }
    mock.advance(7200);
    assert_eq!(post(&mock, &format!("/wxa/memberauth?access_token={good}"), LIST)["errcode"], 42001);
    let counts = &mock.token_counts()[AUTHORIZER];
    assert_eq!((counts.issued, counts.issued_early, counts.accepted), (4, 1, 1));
    assert_eq!((counts.refused_expired, counts.refused_replaced, counts.refused_revoked), (1, 1, 1));
    assert_eq!((counts.refused_permission, mock.token_counts()[COMPONENT].refused_kind), (1, 1));
    let issued: Vec<_> = mock.tokens().into_iter().map(|token| (token.appid, token.accepted, token.refused)).collect();
    assert_eq!((issued.len(), &issued[2]), (5, &("wx-rich".to_owned(), 1, 1)), "in the order they were issued");
    let told = look(&mock, "/mock/tokens");
    assert_eq!((&told["calls_without_token"], &told["calls_with_unknown_token"]), (&1.into(), &1.into()));
    assert_eq!(told["kinds"][AUTHORIZER]["issued"], 4);
}

#[test]
fn the_platforms_token_has_codes_of_its_own() {
    let mock = start(builder());
    let ask = |param: &str, token: &str| {
        let target = format!("/cgi-bin/component/api_get_authorizer_option?{param}={token}");
        let body = r#"{"component_appid":"wxmockplatform0001","authorizer_appid":"wxmockmerchant0001","option_name":"voice_recognize"}"#;
        post(&mock, &target, body)["errcode"].clone()
    };
    let token = mock.issue_token(COMPONENT, "wxmockplatform0001");
    assert_eq!(ask("component_access_token", &token), serde_json::Value::Null, "this reply has no errcode");
    assert_eq!(ask("access_token", &token), serde_json::Value::Null, "either name will do");
    assert_eq!(ask("component_access_token", ""), 41021);
    assert_eq!(ask("component_access_token", &mock.issue_token(AUTHORIZER, MERCHANT)), 61014);
    mock.advance(7200);
    assert_eq!(ask("component_access_token", &token), 42006);
    let expired = blocking(&mock, &token).send(GetPreAuthCode::new("wxmockplatform0001")).expect_err("expired");
    assert_eq!(expired.code(), Some(42001), "its page lists that one");
}

#[test]
fn lifetimes_are_settings() {
    let lifetimes = Lifetimes { authorizer_token: 1, replaced_token: 300, ..Lifetimes::default() };
    let mock = start(builder().lifetimes(lifetimes).token(None));
    mock.authorize("wx-one", None).expect("authorised");
    let old = mock.issue_token(AUTHORIZER, "wx-one");
    let new = mock.issue_token(AUTHORIZER, "wx-one");
    for token in [&old, &new] {
        blocking(&mock, token).send(GetTester::new()).expect("the old one is good for a while");
    }
    mock.advance(1);
    assert_eq!(blocking(&mock, &new).send(GetTester::new()).expect_err("expired").code(), Some(42001));
    assert_eq!(blocking(&mock, "mock-token").send(GetTester::new()).expect_err("unknown").code(), Some(40014));
}

#[test]
fn either_kind_of_token_will_do_where_the_spec_says_so() {
    let mock = start(builder());
    mock.authorize("wx-one", None).expect("authorised");
    for (kind, appid) in [(AUTHORIZER, "wx-one"), (COMPONENT, "wxmockplatform0001")] {
        let client = blocking(&mock, &mock.issue_token(kind, appid));
        client.send(ClearQuota::new(appid)).expect("cleared");
        assert_eq!(client.send(ClearQuota::new("wx-other")).expect_err("another's").code(), Some(40013));
    }
}

#[test]
fn a_clock_that_runs_runs() {
    let mock = wxgen_mock::Mock::builder().spec(crate::support::spec()).start().expect("the mock starts");
    let before = mock.now();
    let reply = post(&mock, "/mock/clock", r#"{"advance": 7200}"#);
    assert!(reply["now"].as_u64().is_some_and(|now| now >= before + 7_200_000), "{reply}");
    assert!(mock.now() >= before + 7_200_000);
}
