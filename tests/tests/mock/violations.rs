//! A request that is not as the spec says is told what exactly is wrong.

use std::path::Path;

use serde_json::{Map, Value};
use wxgen::model::{Endpoint, Field, Method, Place, Reply, Type};
use wxgen_mock::{Mock, Verdict};

use crate::support::{ByHand, builder, look, post, spec, start};

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const BIND: &str = "/wxa/bind_tester?access_token=mock-token";
const UNBIND: &str = "/wxa/unbind_tester?access_token=mock-token";
const LIST: &str = "/wxa/memberauth?access_token=mock-token";
const OPTION: &str = "/cgi-bin/component/get_authorizer_option?access_token=mock-token";

/// Method, target, headers, body, code, and words of the message.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str, i64, &'static str);

const CASES: &[Case] = &[
    ("POST", "/wxa/none?access_token=mock-token", JSON, "{}", 40066, "no such path"),
    ("GET", BIND, &[], "", 43002, "require POST"),
    ("PUT", BIND, JSON, "{}", 43002, "require POST"),
    ("POST", BIND, JSON, "", 44002, "empty post data"),
    ("POST", BIND, JSON, "{", 47001, "not JSON"),
    ("POST", BIND, JSON, "[]", 47001, "no object"),
    ("POST", BIND, JSON, "\u{feff}{}", 47001, "not JSON"),
    ("POST", BIND, &[("content-type", "multipart/form-data; boundary=x")], "--x--\r\n", 47001, "application/json"),
    ("POST", BIND, &[("content-type", "multipart/form-data")], "x", 47001, "form cannot be read"),
    ("POST", BIND, JSON, "{}", 40035, "`wechatid` is missing"),
    ("POST", BIND, JSON, r#"{"wechatid":5}"#, 47001, "`wechatid` must be a text, not a number"),
    ("POST", BIND, JSON, r#"{"wechatid":null}"#, 47001, "not null"),
    ("POST", BIND, JSON, r#"{"wechatid":"a","wechat_id":"a"}"#, 47001, "`wechat_id` is no field of bindTester"),
    ("POST", "/wxa/bind_tester?access_token=mock-token&x=1", JSON, r#"{"wechatid":"a"}"#, 47001, "`x` in the URL"),
    (
        "POST",
        "/wxa/bind_tester?access_token=mock-token&access_token=mock-token",
        JSON,
        r#"{"wechatid":"a"}"#,
        47001,
        "stands twice",
    ),
    ("POST", UNBIND, JSON, "{}", 40035, "exactly one of `wechatid`, `userstr` is wanted, and none"),
    ("POST", UNBIND, JSON, r#"{"wechatid":"a","userstr":"b"}"#, 40035, "and more is given"),
    ("POST", LIST, JSON, r#"{"action":"get_all"}"#, 40035, "`action` is always \"get_experiencer\""),
    ("POST", LIST, JSON, "{}", 40035, "`action` is missing"),
    ("POST", OPTION, JSON, r#"{"option_name":"colour"}"#, 40035, "`option_name` is \"colour\" and none of"),
    (
        "POST",
        "/cgi-bin/component/set_authorizer_option?access_token=mock-token",
        JSON,
        r#"{"option_name":"colour","option_value":"9"}"#,
        61012,
        "`option_value` is \"9\"",
    ),
    ("POST", "/cgi-bin/component/clear_quota/v2", JSON, r#"{"appsecret":"s"}"#, 41002, "`component_appid` is missing"),
    ("POST", "/cgi-bin/component/api_component_token?access_token=mock-token", JSON, "{}", 47001, "no parameter"),
    ("POST", BIND, &[("x-mock-errcode", "many")], "{}", 40035, "x-mock-errcode"),
    ("POST", BIND, &[("x-mock-fault", "fire")], "{}", 40035, "half_body"),
    ("POST", BIND, &[("x-mock-latency-ms", "-1")], "{}", 40035, "milliseconds"),
];

#[test]
fn each_violation_is_told_in_the_reply_and_in_the_log() {
    let mock = start(builder());
    for (method, target, headers, body, code, words) in CASES {
        let (status, text) = ByHand { method, target, headers, body }.send(&mock);
        let reply: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let errmsg = reply["errmsg"].as_str().expect("a message");
        assert_eq!((status, &reply["errcode"]), (200, &(*code).into()), "{method} {target} {body}: {errmsg}");
        assert!(errmsg.contains(words) && errmsg.contains(" rid: "), "{method} {target} {body}: {errmsg}");
        let call = mock.calls().pop().expect("it is noted");
        assert_eq!((call.verdict, call.errcode), (Verdict::Violation, *code), "{errmsg}");
        assert!(errmsg.starts_with(&call.message) && !call.path.contains("mock-token"), "{call:?}");
    }
}

#[test]
fn json_is_json_whatever_its_content_type_says_unless_that_is_asked_for() {
    let types: [&[(&str, &str)]; 3] = [
        &[("content-type", "text/plain; charset=UTF-8")],
        &[("content-type", "application/x-www-form-urlencoded")],
        &[],
    ];
    let mock = start(builder().stateless(true));
    let strict = start(builder().stateless(true).strict_content_type(true));
    for headers in types {
        let request = ByHand { method: "POST", target: BIND, headers, body: r#"{"wechatid":"a"}"# };
        let (status, text) = request.send(&mock);
        assert!(status == 200 && text.contains("\"errcode\":0"), "{headers:?}: {text}");
        let (status, text) = request.send(&strict);
        assert!(status == 200 && text.contains("47001") && text.contains("application/json is wanted"), "{text}");
        let (_, text) = ByHand { body: "wechatid=a", ..request }.send(&mock);
        assert!(text.contains("47001") && text.contains("not JSON"), "{headers:?}: {text}");
    }
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    let mock = start(builder().largest_body(1000));
    let reply = post(&mock, BIND, &format!(r#"{{"wechatid":"{}"}}"#, "x".repeat(2000)));
    assert_eq!(reply["errcode"], 45002);
    assert!(reply["errmsg"].as_str().is_some_and(|words| words.contains("larger than 1000 bytes")), "{reply}");
}

#[test]
fn a_spec_with_every_type_is_served() {
    // The golden spec has every type: files, parameters in the URL, replies that are bytes.
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/spec");
    let mock = Mock::builder().spec(golden).start().expect("the mock starts");
    let listed = look(&mock, "/mock/endpoints");
    assert!(listed["endpoints"].as_array().is_some_and(|all| all.len() > 3), "{listed}");
}

#[test]
fn every_documented_example_is_good_and_answered_as_documented() {
    let mock = start(builder().stateless(true));
    let api = wxgen::pipeline::load(&spec()).api.expect("the spec is right");
    let (mut seen, mut wrong) = (0, Vec::new());
    for endpoint in api.areas.iter().flat_map(|area| &area.endpoints) {
        for example in &endpoint.examples {
            let (Some(request), Some(response)) = (&example.request, &example.response) else { continue };
            // Forms and bytes are sent and read by the client; here all is written by hand.
            let is_form = endpoint.request.fields.iter().any(|field| flat(field).any(|field| field.ty == Type::File));
            let failed = response.get("errcode").and_then(Value::as_i64).is_some_and(|code| code != 0);
            if is_form || failed || !matches!(endpoint.reply, Reply::Json(_)) {
                continue;
            }
            let (target, body) = by_hand(endpoint, request.as_object().expect("an object"));
            let post = endpoint.method == Method::Post;
            let headers: &[_] = if post { JSON } else { &[] };
            let body = if post { Value::Object(body).to_string() } else { String::new() };
            let asked = ByHand { method: endpoint.method.name(), target: &target, headers, body: &body };
            let answered: Value = serde_json::from_str(&asked.send(&mock).1).expect("JSON");
            if answered != *response {
                wrong.push(format!("{}: {answered} instead of {response}", endpoint.name));
            }
            seen += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 400, "{seen}");
}

/// The URL, with what travels in it, and the body of a documented call.
fn by_hand(endpoint: &Endpoint, request: &Map<String, Value>) -> (String, Map<String, Value>) {
    let mut query: Vec<_> = endpoint.token.iter().map(|token| format!("{}=mock-token", token.param)).collect();
    let mut body = Map::new();
    for field in endpoint.request.fields.iter().flat_map(flat) {
        let value = match &field.ty {
            Type::Const(value) => Some(value),
            _ => request.get(&field.wire),
        };
        let Some(value) = value else { continue };
        if field.place == Place::Query {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let text: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            query.push(format!("{}={text}", field.wire));
        } else {
            body.insert(field.wire.clone(), value.clone());
        }
    }
    (format!("{}?{}", endpoint.path, query.join("&")), body)
}

/// The alternatives of a choice instead of it.
fn flat(field: &Field) -> impl Iterator<Item = &Field> {
    let alternatives = if let Type::OneOf(choice) = &field.ty { choice.alternatives.as_slice() } else { &[] };
    let alone = alternatives.is_empty().then_some(field);
    alternatives.iter().chain(alone)
}
