//! Every return code that the spec documents, answered by the server and found again as the right variant.

use std::collections::BTreeSet;

use wxgen::model::ErrorClass;
use wxopen::authorization::{GetAuthorizerRefreshToken, GetAuthorizerRefreshTokenError, GetComponentAccessTokenError};
use wxopen::member::{BindTester, BindTesterError, GetTester, GetTesterError, UnbindTester, UnbindTesterError};
use wxopen::open_account::{UnbindOpenAccount, UnbindOpenAccountError};
use wxopen::wedata::{WeDataUnbindUser, WeDataUnbindUserError};
use wxopen::{AnyError, Class, Endpoint, Errcode, Error, ErrorKind};

use crate::callers::Callers;
use crate::calls::for_each_call;
use crate::server::{Answer, Served};
use crate::spec;

/// What WeChat puts behind a message, and the id in it.
const RID: &str = "6512ab1f-2e3d4c5b-11223344";

/// The server answers every code that the spec lists, and the client finds the right variant. Tells which endpoint's.
fn every_code<E>(call: E) -> &'static str
where
    E: Endpoint + Clone + 'static,
{
    let name = E::meta().name;
    let served = Served::start();
    let callers = Callers::of(&served);
    for code in spec::codes(name) {
        let errmsg = format!("{} rid: {RID}", code.msg);
        served.answer(Answer::code(code.code, &errmsg));
        for error in callers.errors(call.clone()) {
            let text = error.to_string();
            assert_eq!(text, format!("{name}: {} {}: {errmsg}", code.code, code.variant));
            assert_eq!(error.is_retryable(), code.class == ErrorClass::Retry, "{text}");
            let Error::Api(error) = error else { panic!("{text} is no return code") };
            assert_eq!(error.kind, E::Error::from_code(code.code), "{text}");
            assert_eq!(error.kind.name(), Some(code.variant.as_str()), "{text}");
            assert_eq!(error.code(), code.code);
            assert_eq!(error.errmsg, errmsg);
            assert_eq!(error.rid.as_deref(), Some(RID));
            assert_eq!(error.advice(), Some(code.advice.as_str()).filter(|advice| !advice.is_empty()), "{text}");
            assert_eq!(error.kind.msg(), Some(code.msg.as_str()).filter(|msg| !msg.is_empty()), "{text}");
            assert_eq!(error.class(), class(code.class), "{text}");
            assert_eq!(error.raw.json().expect("JSON")["errcode"], code.code);
        }
    }
    served.answer(Answer::code(987_654_321, "never heard of"));
    for error in callers.errors(call.clone()) {
        assert_eq!(error.kind(), Some(&E::Error::from_code(987_654_321)));
        assert_eq!(error.to_string(), format!("{name}: 987654321: never heard of"));
        let Error::Api(error) = error else { panic!("{error} is no return code") };
        assert_eq!((error.advice(), error.rid.as_deref(), error.is_retryable()), (None, None, false));
    }
    name
}

/// The variants are those that callers match; `own` and `common` say by hand which they are.
fn variants_are<E>(own: &[(i64, E::Error)], common: fn(Errcode) -> E::Error, unknown: fn(i64) -> E::Error)
where
    E: Endpoint,
    E::Error: Copy,
{
    let name = E::meta().name;
    let documented = spec::endpoint(name).errors.codes.iter().map(|code| code.code).filter(|code| *code != 0);
    let by_hand: BTreeSet<_> = own.iter().map(|(code, _)| *code).collect();
    assert_eq!(by_hand, documented.collect(), "the codes on the page of {name}");
    for (code, variant) in own {
        assert_eq!(E::Error::from_code(*code), *variant);
    }
    for code in spec::codes(name).iter().map(|code| code.code).filter(|code| !by_hand.contains(code)) {
        assert_eq!(E::Error::from_code(code), common(Errcode::known(code).expect("a shared code has a variant")));
    }
    assert_eq!(E::Error::from_code(987_654_321), unknown(987_654_321));
}

#[test]
fn every_code_of_every_endpoint_is_its_variant() {
    let tested: BTreeSet<_> = for_each_call!(every_code).into_iter().collect();
    let documented: BTreeSet<_> = spec::endpoints().map(|endpoint| endpoint.name.as_str()).collect();
    assert_eq!(tested, documented);
}

/// The class in the client of a class in the spec.
fn class(class: ErrorClass) -> Class {
    match class.name() {
        "refresh_token" => Class::RefreshToken,
        "ticket" => Class::Ticket,
        "reauthorize" => Class::Reauthorize,
        "permission" => Class::Permission,
        "ip" => Class::Ip,
        "retry" => Class::Retry,
        "rate" => Class::Rate,
        "argument" => Class::Argument,
        "other" => Class::Other,
        unknown => panic!("{unknown} is no class of a failure"),
    }
}

#[test]
fn bind_tester() {
    use BindTesterError::{
        AlreadyBound, Common, SystemBusy, TesterLimitReached, Unknown, UserNotFound, UserTestsTooManyPrograms,
    };
    variants_are::<BindTester>(
        &[
            (-1, SystemBusy),
            (85001, UserNotFound),
            (85002, TesterLimitReached),
            (85003, UserTestsTooManyPrograms),
            (85004, AlreadyBound),
        ],
        Common,
        Unknown,
    );
}

#[test]
fn unbind_tester() {
    use UnbindTesterError::{Common, InvalidCredential, SystemBusy, Unknown};
    variants_are::<UnbindTester>(&[(-1, SystemBusy), (40001, InvalidCredential)], Common, Unknown);
}

#[test]
fn get_tester() {
    use GetTesterError::{Common, SystemBusy, Unknown};
    variants_are::<GetTester>(&[(-1, SystemBusy)], Common, Unknown);
}

#[test]
fn we_data_unbind_user() {
    use WeDataUnbindUserError::{Common, SystemBusy, Unknown};
    variants_are::<WeDataUnbindUser>(&[(-1, SystemBusy)], Common, Unknown);
}

#[test]
fn unbind_open_account() {
    use UnbindOpenAccountError::{
        Common, InvalidAppId, NotCreatedByApi, NotSameContractor, TooManyBoundAccounts, Unknown,
    };
    variants_are::<UnbindOpenAccount>(
        &[(40013, InvalidAppId), (89001, NotSameContractor), (89003, NotCreatedByApi), (89004, TooManyBoundAccounts)],
        Common,
        Unknown,
    );
}

#[test]
fn get_authorizer_refresh_token() {
    use GetAuthorizerRefreshTokenError::{
        CodeExpired, Common, InvalidAppId, InvalidCode, InvalidCredential, SystemBusy, Unknown,
    };
    let own = [
        (-1, SystemBusy),
        (40001, InvalidCredential),
        (40013, InvalidAppId),
        (61009, InvalidCode),
        (61010, CodeExpired),
    ];
    variants_are::<GetAuthorizerRefreshToken>(&own, Common, Unknown);
    assert_eq!(CodeExpired.class(), Class::Reauthorize);
}

#[test]
fn a_wrong_secret_is_no_reason_to_refresh_a_token() {
    let class = |code| GetComponentAccessTokenError::from_code(code).class();
    assert_eq!(class(40001), Class::Argument, "the call has no token");
    assert_eq!((class(61005), class(61006)), (Class::Ticket, Class::Ticket));
}

#[test]
fn shared_codes_have_the_names_that_callers_match() {
    let pinned = [
        (-1, Errcode::SystemBusy),
        (40001, Errcode::InvalidCredential),
        (40013, Errcode::InvalidAppId),
        (40014, Errcode::InvalidAccessToken),
        (42001, Errcode::AccessTokenExpired),
        (45009, Errcode::DailyQuotaReached),
        (45011, Errcode::MinuteQuotaReached),
        (48001, Errcode::ApiUnauthorized),
        (61003, Errcode::NotAuthorized),
        (61004, Errcode::ClientIpNotRegistered),
        (61007, Errcode::PermissionSetNotGranted),
    ];
    for (code, variant) in pinned {
        assert_eq!(Errcode::known(code), Some(variant));
        assert_eq!(variant.code(), code);
    }
    assert_eq!(Errcode::known(0), None, "0 is no error");
}

#[test]
fn calls_of_several_kinds_in_one_function() {
    async fn replace(client: &wxopen::Client) -> Result<(), AnyError> {
        client.send(UnbindTester::by_userstr("test")).await?;
        client.send(BindTester::new("tests")).await?;
        Ok(())
    }
    let served = Served::start();
    let callers = Callers::of(&served);
    callers.run(replace(&callers.client)).expect("both work");
    served.answer(Answer::code(-1, "system error"));
    let error = callers.run(replace(&callers.client)).expect_err("busy");
    assert_eq!(error.to_string(), "unbindTester: -1 SystemBusy: system error");
    assert!(error.is_retryable());
    assert_eq!(error.code(), Some(-1));
}
