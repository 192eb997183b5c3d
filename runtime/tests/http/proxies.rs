//! Calls that leave through a proxy, whoever says so.

use std::process::Command;

use wxopen_runtime::{Error, HttpSettings, ReqwestTransport, TransportErrorKind};

use crate::api::{Ask, client};
use crate::servers::{echo, http_proxy, lines, serve, socks5_proxy};

/// A host that nothing but a proxy finds.
const HIDDEN: &str = "http://wechat.invalid";

#[tokio::test]
async fn an_http_proxy_takes_calls_and_its_password() {
    let (proxy, seen) = http_proxy(serve(echo));
    let http = HttpSettings::new().proxy(format!("http://user:pass@{proxy}")).build().expect("settings");
    client(http, HIDDEN).send(Ask).await.expect("a reply");
    assert_eq!(lines(&seen), ["POST http://wechat.invalid/demo/ask?access_token=T0KEN HTTP/1.1 Basic dXNlcjpwYXNz"]);
}

#[tokio::test]
async fn a_socks_proxy_takes_calls_looks_names_up_and_takes_a_password() {
    let (proxy, seen) = socks5_proxy(serve(echo));
    let http = HttpSettings::new().proxy(format!("socks5h://user:pass@{proxy}")).build().expect("settings");
    client(http, HIDDEN).send(Ask).await.expect("a reply");
    assert_eq!(lines(&seen), ["user:pass@wechat.invalid:80"]);
}

#[tokio::test]
async fn a_proxy_that_is_away_is_no_connection() {
    let http = HttpSettings::new().proxy("socks5h://127.0.0.1:1").build().expect("settings");
    match client(http, HIDDEN).send(Ask).await {
        Err(Error::Transport(error)) => assert_eq!(error.kind, TransportErrorKind::Connect),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_setting_that_cannot_be_used_is_named_and_not_shown() {
    let error = |settings: HttpSettings| settings.build().expect_err("an error").to_string();
    let proxy = error(HttpSettings::new().proxy("http://user:PASSW0RD@host:port"));
    assert_eq!(proxy, "the setting `proxy` cannot be used: invalid port number");
    assert_eq!(
        error(HttpSettings::new().trust("PASSW0RD")),
        "the setting `trust` cannot be used: there is no certificate in it"
    );
    let identity = error(HttpSettings::new().client_certificate("PASSW0RD"));
    assert!(identity.starts_with("the setting `client_certificate` cannot be used: "), "{identity}");
    assert!(!identity.contains("PASSW0RD") && !proxy.contains("PASSW0RD"));
}

/// Runs a test of this file in a process with this environment.
fn in_environment(test: &str, variables: &[(&str, &str)]) {
    let mut process = Command::new(std::env::current_exe().expect("this program"));
    for name in ["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"] {
        process.env_remove(name).env_remove(name.to_lowercase());
    }
    process.args(["--exact", test, "--ignored", "--nocapture"]).envs(variables.iter().copied());
    let output = process.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_environment_says_which_proxy() {
    let (http, seen_by_http) = http_proxy(serve(echo));
    let (socks, seen_by_socks) = socks5_proxy(serve(echo));
    let child = "proxies::child_with_usual_settings";
    in_environment(child, &[("http_proxy", &format!("http://{http}"))]);
    assert_eq!(lines(&seen_by_http).len(), 1);
    in_environment(child, &[("ALL_PROXY", &format!("socks5h://{socks}"))]);
    assert_eq!(lines(&seen_by_socks), ["wechat.invalid:80"]);
    let all = format!("socks5h://{socks}");
    in_environment("proxies::child_without_proxy", &[("ALL_PROXY", &all)]);
    assert_eq!(lines(&seen_by_socks).len(), 1, "`no_proxy` takes precedence");
}

#[tokio::test]
#[ignore = "run by another test, with an environment of its own"]
async fn child_with_usual_settings() {
    client(ReqwestTransport::new(), HIDDEN).send(Ask).await.expect("a reply through the proxy");
}

#[tokio::test]
#[ignore = "run by another test, with an environment of its own"]
async fn child_without_proxy() {
    let http = HttpSettings::new().no_proxy().build().expect("settings");
    client(http, HIDDEN).send(Ask).await.expect_err("there is no such host");
}
