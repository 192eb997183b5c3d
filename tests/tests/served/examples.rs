//! Every documented example: what goes over the wire to the byte, and what comes back as a value.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Serialize;
use wxgen::model::Endpoint as Documented;
use wxopen::authorization::{
    AccountStatus, GetAuthorizerInfo, GetAuthorizerList, GetComponentAccessToken, ServiceType,
};
use wxopen::member::{BindTester, GetTester, UnbindTester};
use wxopen::open_account::UnbindOpenAccount;
use wxopen::quota::GetRidInfo;
use wxopen::wedata::WeDataUnbindUser;
use wxopen::{Endpoint, Value};

use crate::callers::Callers;
use crate::calls::for_each_call;
use crate::server::{Answer, Served, TOKEN_IN_URL};
use crate::spec;

/// A documented call and its reply.
pub(crate) struct Example {
    pub(crate) endpoint: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// The query with the right token, as it stands in the URL; empty where none is needed.
    pub(crate) query: String,
    pub(crate) body: &'static Value,
    pub(crate) reply: &'static Value,
}

/// All examples of the spec.
pub(crate) static EXAMPLES: LazyLock<Vec<Example>> = LazyLock::new(|| {
    let of = |endpoint: &'static Documented| {
        let token = endpoint.token.as_ref();
        let query = token.map(|token| format!("{}={TOKEN_IN_URL}", token.param)).unwrap_or_default();
        endpoint.examples.iter().map(move |example| Example {
            endpoint: &endpoint.name,
            method: endpoint.method.name(),
            path: &endpoint.path,
            query: query.clone(),
            body: example.request.as_ref().expect("a request"),
            reply: example.response.as_ref().expect("a response"),
        })
    };
    spec::endpoints().flat_map(of).collect()
});

/// Makes a documented call with both clients: what is sent and what is read must be what the spec says. Tells which
/// example it was.
fn replay<E>(call: E) -> (&'static str, String)
where
    E: Endpoint + Clone + Serialize + 'static,
    E::Reply: Serialize,
    E::Error: std::fmt::Debug,
{
    let name = E::meta().name;
    let body = serde_json::to_value(&call).expect("a call is JSON");
    let example = EXAMPLES.iter().find(|example| example.endpoint == name && *example.body == body);
    let example = example.unwrap_or_else(|| panic!("{name}: the spec has no such example: {body}"));
    let served = Served::start();
    for reply in Callers::of(&served).replies(call) {
        let read = serde_json::to_value(&*reply).expect("a reply is JSON");
        for (field, value) in example.reply.as_object().expect("an object") {
            if field != "errcode" && field != "errmsg" {
                assert_holds(&read[field], value, &format!("{name}: {field}"));
            }
        }
        assert_eq!(reply.raw().json().expect("JSON"), *example.reply);
    }
    for seen in served.take_seen() {
        assert_eq!((seen.method.as_str(), seen.path.as_str()), (example.method, example.path));
        assert_eq!(seen.query, example.query, "{name}");
        assert_eq!(serde_json::from_str::<Value>(&seen.body).expect("JSON"), body, "{name}");
    }
    (name, body.to_string())
}

/// Everything of `documented` was read, wherever it lies.
#[track_caller]
fn assert_holds(read: &Value, documented: &Value, at: &str) {
    match (read, documented) {
        (Value::Object(read), Value::Object(fields)) => {
            for (field, value) in fields {
                assert_holds(read.get(field).unwrap_or(&Value::Null), value, &format!("{at}.{field}"));
            }
        }
        (Value::Array(read), Value::Array(items)) => {
            assert_eq!(read.len(), items.len(), "{at}");
            read.iter().zip(items).for_each(|(read, item)| assert_holds(read, item, &format!("{at}[]")));
        }
        _ => assert_eq!(read, documented, "{at}"),
    }
}

#[test]
fn every_documented_call() {
    let made: BTreeSet<_> = for_each_call!(replay).into_iter().collect();
    let documented = EXAMPLES.iter().map(|example| (example.endpoint, example.body.to_string()));
    assert_eq!(made, documented.collect());
    assert!(spec::endpoints().all(|endpoint| !endpoint.examples.is_empty()), "each endpoint has an example");
}

#[test]
fn bind_tester() {
    let served = Served::start();
    for reply in Callers::of(&served).replies(BindTester::new("tests")) {
        assert_eq!(reply.userstr.as_deref(), Some("xxxxxxxxx"));
    }
    for reply in Callers::of(&served).replies(BindTester::new("testid")) {
        assert_eq!(reply.userstr, None, "as in 2018");
    }
}

#[test]
fn unbind_tester() {
    let served = Served::start();
    for call in [UnbindTester::by_userstr("test"), UnbindTester::by_wechatid("testid")] {
        for reply in Callers::of(&served).replies(call) {
            assert_eq!(reply.raw().json().expect("JSON")["errmsg"], "ok");
        }
    }
}

#[test]
fn get_tester() {
    let served = Served::start();
    for reply in Callers::of(&served).replies(GetTester::new()) {
        let ids: Vec<_> = reply.members.iter().map(|tester| tester.userstr.as_deref()).collect();
        assert_eq!(ids, [Some("xxxxxxxx"), Some("yyyyyyyy")]);
    }
}

#[test]
fn we_data_unbind_user() {
    let served = Served::start();
    for reply in Callers::of(&served).replies(WeDataUnbindUser::new("test")) {
        assert_eq!(reply.raw().status, 200);
        assert_eq!(reply.raw().header("Content-Type"), Some("application/json; encoding=utf-8"));
    }
}

#[test]
fn unbind_open_account() {
    let served = Served::start();
    Callers::of(&served).replies(UnbindOpenAccount::new("open_appid_value").appid("auth_appid_value"));
}

#[test]
fn tokens_are_read_and_do_not_show() {
    let served = Served::start();
    for reply in
        Callers::of(&served).replies(GetComponentAccessToken::new("appid_value", "appsecret_value", "ticket_value"))
    {
        assert!(reply.component_access_token.expose().starts_with("61W3mEpU66027wgNZ_"));
        assert_eq!(reply.expires_in, 7200);
        assert!(!format!("{reply:?}").contains("61W3"), "{reply:?}");
    }
    for reply in Callers::of(&served).replies(GetAuthorizerList::new("appid_value", 0, 100)) {
        let tokens: Vec<_> = reply.list.iter().filter_map(|entry| entry.refresh_token.as_ref()).collect();
        assert_eq!(
            tokens.iter().map(|token| token.expose()).collect::<Vec<_>>(),
            ["refresh_token_1", "refresh_token_2"]
        );
        assert!(!format!("{reply:?}").contains("refresh_token_1"), "{reply:?}");
    }
    for reply in Callers::of(&served).replies(GetRidInfo::new("61725984-6126f6f9-040f19c4")) {
        assert!(!format!("{reply:?}").contains("50_Im7"), "{reply:?}: the query of a call holds its token");
    }
}

#[test]
fn what_an_account_is() {
    let served = Served::start();
    for reply in Callers::of(&served).replies(GetAuthorizerInfo::new("appid_value", "mini_program_appid_value")) {
        let account = reply.authorizer_info.as_ref().expect("an account");
        let kind = account.service_type_info.as_ref().and_then(|kind| kind.id.as_ref());
        assert_eq!(kind, Some(&ServiceType::SubscriptionOrOrdinary));
        let program = account.mini_program_info.as_ref().expect("a mini program");
        let first: Vec<_> = program.categories.iter().filter_map(|category| category.first.as_deref()).collect();
        assert_eq!(first, ["工具"]);
        assert_eq!(program.network.as_ref().expect("domains").request_domain.len(), 3);
        let granted = &reply.authorization_info.as_ref().expect("an authorization").func_info;
        let ids = granted.iter().filter_map(|set| set.funcscope_category.as_ref()?.id);
        assert_eq!(ids.collect::<Vec<_>>(), [17, 18, 19]);
    }
    served.answer(Answer::json(r#"{"authorizer_info": {"account_status": 19, "register_type": 999}}"#));
    for reply in Callers::of(&served).replies(GetAuthorizerInfo::new("appid_value", "mini_program_appid_value")) {
        let account = reply.authorizer_info.as_ref().expect("an account");
        assert_eq!(account.account_status, Some(AccountStatus::Frozen));
        assert_eq!(account.register_type.as_ref().map(|kind| kind.as_wire()), Some(999), "new ways appear unasked");
    }
}

#[test]
fn what_goes_over_the_wire() {
    let served = Served::start();
    Callers::of(&served).replies(BindTester::new("tests"));
    let seen = served.take_seen();
    assert_eq!(seen.len(), 2, "one request a call");
    for seen in seen {
        assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/wxa/bind_tester"));
        assert_eq!(seen.query, format!("access_token={TOKEN_IN_URL}"));
        assert_eq!(seen.body, r#"{"wechatid":"tests"}"#);
        assert_eq!(seen.header("content-type"), "application/json");
        assert_eq!(seen.header("content-length"), "20");
        assert_eq!(seen.header("accept"), "*/*");
        assert_eq!(seen.header("accept-encoding"), "gzip");
        assert!(seen.header("user-agent").starts_with("wxopen/"), "{}", seen.header("user-agent"));
        for absent in ["authorization", "cookie", "referer"] {
            assert_eq!(seen.header(absent), "", "{absent}");
        }
    }
}

#[test]
fn an_optional_value_that_is_not_set_is_not_sent() {
    let served = Served::start();
    for error in Callers::of(&served).errors(UnbindOpenAccount::new("open_appid_value")) {
        assert_eq!(error.code(), Some(47001), "no example has that body");
    }
    for seen in served.take_seen() {
        assert_eq!(seen.body, r#"{"open_appid":"open_appid_value"}"#);
    }
}

#[test]
fn the_server_refuses_what_is_no_example() {
    use wxopen::{Errcode, member::BindTesterError};
    let served = Served::start();
    let wrong_token = Callers::with("another", |client| client.base_url(&served.base));
    for error in wrong_token.errors(BindTester::new("tests")) {
        assert_eq!(error.kind(), Some(&BindTesterError::Common(Errcode::InvalidCredential)));
    }
    for error in Callers::of(&served).errors(BindTester::new("nobody")) {
        assert_eq!(error.kind(), Some(&BindTesterError::Common(Errcode::InvalidData)));
    }
}
