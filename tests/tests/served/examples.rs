//! Every documented example: what goes over the wire to the byte, and what comes back as a value.

use wxopen::Value;
use wxopen::member::{BindTester, GetTester, UnbindTester};
use wxopen::open_account::UnbindOpenAccount;
use wxopen::wedata::WeDataUnbindUser;

use crate::callers::Callers;
use crate::server::{Served, TOKEN_IN_URL};
use crate::spec;

/// A documented call and its reply, as bytes.
pub(crate) struct Example {
    pub(crate) endpoint: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) body: &'static str,
    pub(crate) reply: &'static str,
}

/// All of them, written by hand: the order of fields is the spec's, and nothing stands between them.
pub(crate) const EXAMPLES: &[Example] = &[
    Example {
        endpoint: "bindTester",
        method: "POST",
        path: "/wxa/bind_tester",
        body: r#"{"wechatid":"tests"}"#,
        reply: r#"{ "errcode": 0, "errmsg": "ok", "userstr": "xxxxxxxxx" }"#,
    },
    Example {
        endpoint: "bindTester",
        method: "POST",
        path: "/wxa/bind_tester",
        body: r#"{"wechatid":"testid"}"#,
        reply: r#"{ "errcode": 0, "errmsg": "ok" }"#,
    },
    Example {
        endpoint: "unbindTester",
        method: "POST",
        path: "/wxa/unbind_tester",
        body: r#"{"userstr":"test"}"#,
        reply: r#"{ "errcode": 0, "errmsg": "ok" }"#,
    },
    Example {
        endpoint: "unbindTester",
        method: "POST",
        path: "/wxa/unbind_tester",
        body: r#"{"wechatid":"testid"}"#,
        reply: r#"{ "errcode": 0, "errmsg": "ok" }"#,
    },
    Example {
        endpoint: "getTester",
        method: "POST",
        path: "/wxa/memberauth",
        body: r#"{"action":"get_experiencer"}"#,
        reply: r#"{ "errcode": 0, "errmsg": "ok", "members": [{ "userstr": "xxxxxxxx" }, { "userstr": "yyyyyyyy" }] }"#,
    },
    Example {
        endpoint: "weDataUnbindUser",
        method: "POST",
        path: "/wedata/wedata_unbind_user",
        body: r#"{"uid":"test"}"#,
        reply: r#"{ "errcode": 0, "errmsg": "OK" }"#,
    },
    Example {
        endpoint: "unbindOpenAccount",
        method: "POST",
        path: "/cgi-bin/open/unbind",
        body: r#"{"open_appid":"open_appid_value","appid":"auth_appid_value"}"#,
        reply: r#"{ "errcode": 0, "errmsg": "ok" }"#,
    },
];

#[test]
fn they_are_those_of_the_spec() {
    let json = |text| serde_json::from_str::<Value>(text).expect("JSON");
    let mut served: Vec<_> = EXAMPLES
        .iter()
        .map(|example| {
            let Example { endpoint, method, path, body, reply } = example;
            format!("{endpoint} {method} {path} {} -> {}", json(body), json(reply))
        })
        .collect();
    let mut documented = Vec::new();
    for endpoint in spec::endpoints() {
        for example in &endpoint.examples {
            let (request, response) = (example.request.as_ref(), example.response.as_ref());
            documented.push(format!(
                "{} {} {} {} -> {}",
                endpoint.name,
                endpoint.method.name(),
                endpoint.path,
                request.expect("a request"),
                response.expect("a response")
            ));
        }
    }
    served.sort();
    documented.sort();
    assert_eq!(served, documented);
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
