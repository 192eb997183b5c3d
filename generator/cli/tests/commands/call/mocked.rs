//! Whole calls over HTTP against a local WeChat: what is sent, what is printed, how it ends.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use wxgen_mock::{Fault, Mock, MockHandle, Rule, TOKEN, When};

use super::support::{Ran, call, here, wxgen};

fn mock(rules: &[Rule]) -> MockHandle {
    let mock = rules.iter().cloned().fold(Mock::builder().spec(here().join("spec")), |mock, rule| mock.rule(rule));
    mock.start().expect("the mock starts")
}

fn rule(errcode: Option<i64>, fault: Option<Fault>) -> Rule {
    Rule { endpoint: None, when: When::Always, errcode, fault, latency: Duration::ZERO }
}

/// Calls a mock with the token that it takes.
fn call_it(mock: &MockHandle, arguments: &[&str]) -> Ran {
    let base = mock.base_url();
    let mut command = wxgen(&["call", "--base-url", &base]);
    Ran::of(command.args(arguments).env("WXOPEN_TOKEN", TOKEN).output().expect("the command runs"))
}

#[test]
fn a_call_that_works_prints_the_reply_alone() {
    let ran = call(&["bindTester", "wechatid=tests", "--mock"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!((&ran.json()["errcode"], ran.json()["userstr"].is_string()), (&0.into(), true));
    assert!(!ran.out.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn an_error_is_explained_beside_the_reply() {
    let mock = mock(&[]);
    assert_eq!(call_it(&mock, &["bind_tester", "wechatid=tests"]).status, 0);
    let ran = call_it(&mock, &["bind_tester", "wechatid=tests"]);
    assert_eq!((ran.status, &ran.json()["errcode"]), (1, &85004.into()), "the reply stays on standard output");
    for words in [
        "error: bindTester: 85004 AlreadyBound: user already bind",
        "Nothing to do; the person is a tester.",
        "again?",
        "rid ",
    ] {
        assert!(ran.err.contains(words), "{words:?} in {}", ran.err);
    }
    let told = call_it(&mock, &["bind_tester", "wechatid=tests", "--format", "json"]);
    let json = told.json();
    assert_eq!((told.status, &json["ok"], told.err.as_str()), (1, &false.into(), ""));
    assert_eq!((&json["error"]["name"], &json["error"]["repeat"]), (&"AlreadyBound".into(), &"no".into()));
    assert_eq!(json["reply"]["errcode"], 85004);
    let keys: Vec<_> = json["error"].as_object().expect("an object").keys().map(String::as_str).collect();
    let all = "kind message code name errmsg rid class advice repeat idempotent permission_sets docs";
    assert_eq!(keys, all.split(' ').collect::<Vec<_>>());
}

#[test]
fn a_missing_permission_names_the_sets_that_would_do() {
    for code in [61007, 48001] {
        let ran = call_it(&mock(&[rule(Some(code), None)]), &["bindTester", "wechatid=tests", "--format", "json"]);
        let error = &ran.json()["error"];
        assert_eq!((ran.status, &error["class"]), (1, &"permission".into()), "{error}");
        assert_eq!(error["permission_sets"][0]["id"], 18, "{error}");
        assert!(error["permission_sets"][0]["name"].is_string(), "{error}");
    }
    let ran = call_it(&mock(&[rule(Some(61007), None)]), &["bindTester", "wechatid=tests"]);
    assert!(ran.err.contains("permission set 18 ("), "{}", ran.err);
}

#[test]
fn whether_to_call_again_is_told() {
    for (code, repeat) in [(-1, "soon"), (45009, "later"), (42001, "with_new_token"), (40097, "no"), (999_999, "no")] {
        let ran = call_it(&mock(&[rule(Some(code), None)]), &["bindTester", "wechatid=tests", "--format", "json"]);
        assert_eq!((ran.status, &ran.json()["error"]["repeat"]), (1, &repeat.into()), "{code}");
    }
}

#[test]
fn queries_forms_choices_and_fixed_values_arrive() {
    let mock = mock(&[]);
    for arguments in [
        ["getPaidUnionid", "openid=a b&c", "transaction_id=1"].as_slice(),
        &["uploadMediaToCodeAudit", "media@README.md"],
        &["unbindTester", "userstr=x"],
        &["getTester"],
        &[
            "submitAudit",
            "item_list[].first_class=a",
            "item_list[].second_class=b",
            "item_list[].first_id=1",
            "item_list[].second_id=2",
        ],
    ] {
        let ran = call_it(&mock, arguments);
        // The mock says 47001 and the like to whatever is not as the spec says.
        assert_eq!(ran.status, 0, "{arguments:?}: {}{}", ran.out, ran.err);
    }
    let methods: Vec<_> = mock.calls().iter().map(|call| call.method.clone()).collect();
    assert_eq!(methods, ["GET", "POST", "POST", "POST", "POST"]);
}

#[test]
fn the_mock_gives_tokens_of_every_kind() {
    let ran = call(&["getAuthorizerList", "component_appid=wxmockplatform0001", "offset=0", "count=10", "--mock"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn bytes_go_to_a_file_or_a_pipe() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("code.jpg");
    let path = file.to_string_lossy();
    let ran = call(&["getUnlimitedQRCode", "scene=a", "--mock", "--output", &path]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    let written = fs::read(&file).expect("it is there");
    assert!(!written.is_empty() && ran.err.contains(&format!("{} bytes", written.len())), "{}", ran.err);
    let piped = call(&["getUnlimitedQRCode", "scene=a", "--mock"]);
    assert_eq!((piped.status, piped.bytes), (0, written.clone()));
    let json = call(&["getUnlimitedQRCode", "scene=a", "--mock", "--output", &path, "--format", "json"]);
    assert_eq!(json.json()["output"]["bytes"], written.len());
    let nowhere = call(&["getUnlimitedQRCode", "scene=a", "--mock", "--format", "json"]);
    assert_eq!((nowhere.status, &nowhere.json()["error"]["kind"]), (2, &"output".into()));
    let reply = call(&["getTester", "--mock", "--output", &path]);
    assert_eq!((reply.status, reply.out.as_str()), (0, ""));
    assert!(fs::read_to_string(&file).expect("text").contains("\"errcode\""));
}

/// A server that answers each request with this; its base URL.
fn server(content_type: &'static str, body: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let length = body.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all(&[head.as_bytes(), body].concat());
        }
    });
    base
}

#[test]
fn what_is_no_picture_is_not_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("code.jpg");
    let ask = |content_type, body| {
        let base = server(content_type, body);
        let command = ["getTrialQRCode", "--base-url", &base, "--token", TOKEN, "--output", &file.to_string_lossy()];
        call(&command)
    };
    for (status, content_type, body, says) in [
        (2, "text/html", &b"<html><body>busy</body></html>"[..], "HTML or XML"),
        (2, "image/jpeg", b"<html>busy</html>", "HTML or XML"),
        (2, "application/json", br#"{"errcode":-1,"errmsg":"sys"#, "JSON that is cut short"),
        (2, "image/jpeg", b"", "nothing"),
        (2, "text/plain", b"system error", "text"),
        (2, "text/xml", b"<xml><a>1</a></xml>", "HTML or XML"),
        (1, "image/jpeg", b"{\"errcode\":-1,\"errmsg\":\"sys\xcd\xf5\"}", "-1"),
    ] {
        let ran = ask(content_type, body);
        assert_eq!((ran.status, file.exists()), (status, false), "{content_type}: {}", ran.err);
        assert!(ran.err.contains(says), "{content_type}: {}", ran.err);
    }
    assert_eq!(ask("text/plain", b"\xff\xd8\xff\xe0\x00\x10JFIF").status, 0);
    assert_eq!(fs::read(&file).expect("it is there"), b"\xff\xd8\xff\xe0\x00\x10JFIF");
}

#[test]
fn bytes_are_not_written_to_a_terminal() {
    let line = format!("{} call getUnlimitedQRCode scene=a --mock", env!("CARGO_BIN_EXE_wxgen"));
    let mut command = std::process::Command::new("script");
    let command = command.current_dir(here()).args(["-qec", &line, "/dev/null"]);
    let Ok(output) = command.output() else { return eprintln!("`script` is not installed: not tested") };
    let ran = Ran::of(output);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(ran.out.contains("--output FILE"), "{}", ran.out);
}

#[test]
fn what_could_not_be_done_ends_with_2() {
    let silent = mock(&[rule(None, Some(Fault::Drop))]);
    let broken = mock(&[rule(None, Some(Fault::NotJson))]);
    let down = mock(&[rule(None, Some(Fault::Status500))]);
    let nobody = "http://127.0.0.1:1";
    for (ran, kind) in [
        (call(&["bindTester", "--format", "json"]), "arguments"),
        (call(&["bindTester", "wechatid=x", "--format", "json"]), "token"),
        (call(&["nothing", "--format", "json"]), "endpoint"),
        (call(&["bindTester", "--spec", "docs", "--format", "json"]), "spec"),
        (call(&["bindTester", "--body", "none.json", "--mock", "--format", "json"]), "arguments"),
        (call(&["bindTester", "wechatid=x", "--token", "t", "--base-url", nobody, "--format", "json"]), "network"),
        (call(&["bindTester", "wechatid=x", "--token", "t", "--base-url", "x", "--format", "json"]), "request"),
        (call_it(&silent, &["bindTester", "wechatid=x", "--format", "json"]), "network"),
        (call_it(&broken, &["bindTester", "wechatid=x", "--format", "json"]), "reply"),
        (call_it(&down, &["bindTester", "wechatid=x", "--format", "json"]), "network"),
    ] {
        let json = ran.json();
        assert_eq!((ran.status, &json["ok"], &json["error"]["kind"]), (2, &false.into(), &kind.into()), "{json}");
        assert!(json["error"]["message"].as_str().is_some_and(|message| !message.is_empty()), "{json}");
    }
    assert_eq!(call(&["bindTester", "--mock", "--token", "t"]).status, 2);
    assert_eq!(call(&[]).status, 2);
}

#[test]
fn a_call_does_not_take_longer_than_it_may() {
    let slow = Rule { latency: Duration::from_secs(20), ..rule(None, None) };
    let mock = mock(&[slow]);
    let start = std::time::Instant::now();
    let ran = call_it(&mock, &["getTester", "--timeout", "1", "--format", "json"]);
    assert_eq!((ran.status, &ran.json()["error"]["kind"]), (2, &"network".into()));
    assert!(start.elapsed() < Duration::from_secs(15));
}
