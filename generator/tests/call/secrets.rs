//! Tokens and secrets are printed nowhere, unless that is asked for.

use wxgen::mock::Mock;

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
