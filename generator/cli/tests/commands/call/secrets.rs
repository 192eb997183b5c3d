//! Tokens and secrets are printed nowhere, unless that is asked for.

use std::io::{Read, Write};
use std::net::TcpListener;

use serde_json::{Value, json};
use wxgen_mock::Mock;

use super::support::{Ran, here, wxgen};

const TOKEN: &str = "t0ken/with+signs";
const SECRET: &str = "s3cret-of-the-platform";

/// The same call in all ways there are.
fn all_ways(base: &str, more: &[&str]) -> Vec<Ran> {
    let secret = format!("component_appsecret={SECRET}");
    let with_secret =
        ["getComponentAccessToken", "component_appid=x", &secret, "component_verify_ticket=tick3t-of-today"];
    let with_token = ["bindTester", "wechatid=tests"];
    let mistaken = ["getComponentAccessToken", &secret, "component_verify_ticket=tick3t-of-today", "x=1"];
    let mut all = Vec::new();
    for words in [with_secret.as_slice(), &with_token, &mistaken] {
        for way in
            [[].as_slice(), &["--dry-run"], &["--curl"], &["--format", "json"], &["--dry-run", "--format", "json"]]
        {
            for by_environment in [true, false] {
                let mut command = wxgen(&["call", "--base-url", base]);
                command.args(words).args(way).args(more);
                match by_environment {
                    true => command.env("WXOPEN_TOKEN", TOKEN),
                    false => command.args(["--token", TOKEN]),
                };
                all.push(Ran::of(command.output().expect("the command runs")));
            }
        }
    }
    all
}

fn shows(ran: &Ran) -> bool {
    let hidden = [TOKEN, "t0ken%2Fwith%2Bsigns", "t0ken", SECRET, "s3cret", "tick3t"];
    hidden.iter().any(|text| ran.out.contains(text) || ran.err.contains(text))
}

#[test]
fn nothing_secret_is_printed() {
    let mock = Mock::builder().spec(here().join("spec")).start().expect("the mock starts");
    for base in [mock.base_url().as_str(), "http://127.0.0.1:1"] {
        for ran in all_ways(base, &[]) {
            assert!(!shows(&ran), "{}\n{}", ran.out, ran.err);
        }
    }
}

#[test]
fn it_is_printed_on_demand() {
    let shown = all_ways("http://127.0.0.1:1", &["--show-secrets"]).iter().filter(|ran| shows(ran)).count();
    assert!(shown >= 12, "dry runs and curl commands show them: {shown}");
}

#[test]
fn secrets_of_replies_are_hidden() {
    let mock = Mock::builder().spec(here().join("spec")).start().expect("the mock starts");
    let ticket = format!("component_verify_ticket={}", mock.ticket());
    let (base, words) = (mock.base_url(), ["component_appid=wxmockplatform0001", "component_appsecret=mock-secret"]);
    let run = |more: &[&str]| {
        let mut command = wxgen(&["call", "getComponentAccessToken", "--base-url", &base, &ticket]);
        Ran::of(command.args(words).args(more).output().expect("the command runs"))
    };
    let hidden = run(&[]);
    assert_eq!((hidden.status, &hidden.json()["component_access_token"]), (0, &"[redacted]".into()), "{}", hidden.err);
    let shown = run(&["--show-secrets"]).json();
    assert!(shown["component_access_token"].as_str().is_some_and(|token| token.len() > 20), "{shown}");
}

#[test]
fn a_curl_command_takes_the_token_from_the_environment() {
    let ran = Ran::of(wxgen(&["call", "bindTester", "wechatid=it's", "--curl"]).output().expect("the command runs"));
    assert!(ran.out.contains(r#"access_token='"$WXOPEN_TOKEN""#), "{}", ran.out);
    assert!(ran.out.contains(r#"'{"wechatid":"it'\''s"}'"#), "{}", ran.out);
}

/// A server that answers each call with that JSON.
fn answering(reply: &Value) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let body = reply.to_string();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 64 << 10]);
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
            let _ = write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        }
    });
    format!("http://{address}")
}

fn call_with_token(base: &str, more: &[&str]) -> Ran {
    let mut command = wxgen(&["call", "bindTester", "wechatid=tests", "--base-url", base]);
    Ran::of(command.args(more).env("WXOPEN_TOKEN", TOKEN).output().expect("the command runs"))
}

#[test]
fn a_secret_that_a_reply_has_in_the_name_of_a_field_is_hidden() {
    let reply = json!({ "errcode": 0, TOKEN: 1, format!("a {TOKEN}"): { "t0ken%2Fwith%2Bsigns": 2 }, "[redacted]": 3 });
    let failed = json!({ "errcode": 40097, "errmsg": "no", TOKEN: { TOKEN: [{ TOKEN: TOKEN }] } });
    for reply in [reply, failed] {
        let base = answering(&reply);
        for more in [[].as_slice(), &["--format", "json"]] {
            let ran = call_with_token(&base, more);
            assert!(!shows(&ran) && ran.out.contains("[redacted]"), "{}\n{}", ran.out, ran.err);
            for number in ["1", "2", "3"].iter().filter(|_| reply["errcode"] == 0) {
                assert!(ran.out.contains(&format!(": {number}")), "no value is lost: {}", ran.out);
            }
        }
    }
}

#[test]
fn what_does_not_show_is_escaped_and_means_the_same() {
    let hidden = "a\u{202e}b\u{2066}c\u{200b}d\u{85}e\u{7f}f\u{ad}g\u{e0041}h";
    for code in [0, 40097] {
        let base = answering(&json!({ "errcode": code, "errmsg": hidden, "userstr": hidden, hidden: 1 }));
        for more in [[].as_slice(), &["--format", "json"]] {
            let ran = call_with_token(&base, more);
            for text in [&ran.out, &ran.err] {
                let seen = text.chars().find(|c| hidden.contains(*c) && !c.is_ascii_alphanumeric());
                assert_eq!(seen, None, "{text:?}");
            }
            if code == 0 {
                let json = ran.json();
                let reply = json.get("reply").unwrap_or(&json);
                assert_eq!((&reply["userstr"], &reply[hidden]), (&hidden.into(), &1.into()));
            }
        }
    }
}
