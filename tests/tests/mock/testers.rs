//! What one call changes another sees, with both clients.

use wxgen_mock::{MERCHANT, OPEN_APPID, TOKEN};
use wxopen::Error;
use wxopen::authorization::{
    GetAuthorizerOptionInfo, OptionReadValue, OptionToRead, OptionToSet, OptionToSetValue, SetAuthorizerOptionInfo,
    SetAuthorizerOptionInfoError,
};
use wxopen::member::{BindTester, BindTesterError, GetTester, UnbindTester};
use wxopen::open_account::{UnbindOpenAccount, UnbindOpenAccountError};
use wxopen::quota::GetRidInfo;
use wxopen::wedata::WeDataUnbindUser;

use crate::support::{AUTHORIZER, blocking, builder, client, start};

#[tokio::test]
async fn a_tester_is_bound_listed_and_parted() {
    let mock = start(builder());
    let client = client(&mock, TOKEN);
    let bound = client.send(BindTester::new("tests")).await.expect("bound");
    let userstr = bound.userstr.clone().expect("an id");
    let again = client.send(BindTester::new("tests")).await.expect_err("bound already");
    assert_eq!(again.kind(), Some(&BindTesterError::AlreadyBound));
    let listed = client.send(GetTester::new()).await.expect("listed");
    assert_eq!(listed.members.iter().map(|tester| tester.userstr.as_deref()).collect::<Vec<_>>(), [Some(&*userstr)]);
    client.send(UnbindTester::by_userstr(userstr)).await.expect("parted");
    assert!(client.send(GetTester::new()).await.expect("listed").members.is_empty());
    client.send(BindTester::new("tests")).await.expect("may be bound anew");
    client.send(UnbindTester::by_wechatid("tests")).await.expect("parted");
    assert!(mock.merchant(MERCHANT).expect("known").testers.is_empty());
}

#[test]
fn the_same_without_async_and_a_full_house() {
    let mock = start(builder());
    let client = blocking(&mock, TOKEN);
    for number in 0..100 {
        client.send(BindTester::new(format!("tester-{number}"))).expect("bound");
    }
    let one_more = client.send(BindTester::new("one-more")).expect_err("full");
    assert_eq!(one_more.kind(), Some(&BindTesterError::TesterLimitReached));
    let counts = &mock.call_counts()["bindTester"];
    assert_eq!((counts.calls, counts.by_errcode[&85002]), (101, 1));
}

#[test]
fn merchants_do_not_see_each_other() {
    let mock = start(builder());
    for appid in ["wx-one", "wx-two"] {
        mock.authorize(appid, None).expect("authorised");
    }
    let [one, two] = ["wx-one", "wx-two"].map(|appid| blocking(&mock, &mock.issue_token(AUTHORIZER, appid)));
    one.send(BindTester::new("tests")).expect("bound");
    assert!(two.send(GetTester::new()).expect("listed").members.is_empty());
    two.send(BindTester::new("tests")).expect("bound there, too");
}

#[test]
fn accounts_are_parted_and_settings_kept() {
    let mock = start(builder());
    let client = blocking(&mock, TOKEN);
    let wrong = client.send(UnbindOpenAccount::new("wx-other")).expect_err("another account");
    assert_eq!(wrong.kind(), Some(&UnbindOpenAccountError::NotSameContractor));
    let wrong = client.send(UnbindOpenAccount::new(OPEN_APPID).appid("wx-other")).expect_err("another merchant");
    assert_eq!(wrong.code(), Some(40013));
    client.send(UnbindOpenAccount::new(OPEN_APPID)).expect("parted");
    assert_eq!(client.send(UnbindOpenAccount::new(OPEN_APPID)).expect_err("not bound").code(), Some(89002));
    client.send(WeDataUnbindUser::new("somebody")).expect("parted");

    let voice =
        || client.send(GetAuthorizerOptionInfo::new(OptionToRead::VoiceRecognize)).expect("read").option_value.clone();
    assert_eq!(voice(), Some(OptionReadValue::Off));
    client.send(SetAuthorizerOptionInfo::new(OptionToSet::VoiceRecognize, OptionToSetValue::On)).expect("set");
    assert_eq!(voice(), Some(OptionReadValue::On));
    let set = SetAuthorizerOptionInfo::new(OptionToSet::VoiceRecognize, OptionToSetValue::Every5Seconds);
    assert_eq!(client.send(set).expect_err("no").kind(), Some(&SetAuthorizerOptionInfoError::InvalidOptionValue));
}

#[test]
fn a_rid_leads_to_its_call() {
    let mock = start(builder());
    let client = blocking(&mock, TOKEN);
    client.send(BindTester::new("tests")).expect("bound");
    let Err(Error::Api(error)) = client.send(BindTester::new("tests")) else { panic!("bound twice") };
    let rid = error.rid.clone().expect("a rid");
    let info = client.send(GetRidInfo::new(rid)).expect("found");
    let call = info.request.as_ref().expect("a call");
    assert_eq!(call.invoke_time, Some(1_800_000_000));
    assert!(call.response_body.as_ref().is_some_and(|body| body.expose().contains("85004")));
    assert_eq!(client.send(GetRidInfo::new("none")).expect_err("unknown").code(), Some(76001));
}
