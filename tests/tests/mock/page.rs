//! The page in a real browser. Without one the test says so and passes.

use std::process::Command;

use crate::support::{builder, look, post, start};

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

fn browser() -> Option<&'static str> {
    let runs =
        |name: &&&str| Command::new(**name).arg("--version").output().is_ok_and(|output| output.status.success());
    BROWSERS.iter().find(runs).copied()
}

#[test]
fn a_browser_shows_endpoints_calls_and_tokens() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no browser is here ({})", BROWSERS.join(", "));
        return;
    };
    let mock = start(builder());
    post(&mock, "/wxa/bind_tester?access_token=mock-token", r#"{"wechatid":5}"#);
    post(&mock, "/%3Cb%3Enone", "{}");
    mock.issue_token("authorizer_access_token", "wx-<i>merchant");
    let folder = tempfile::tempdir().expect("a folder");
    let profile = format!("--user-data-dir={}", folder.path().display());
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0", &profile])
        .args(["--virtual-time-budget=5000", "--dump-dom", &mock.base_url()])
        .output()
        .expect("the browser runs");
    let (page, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(page.contains("data-ready=\"yes\""), "the script ran to its end: {page}\n{log}");
    let all = look(&mock, "/mock/endpoints")["endpoints"].as_array().map_or(0, Vec::len);
    assert!(all > 400, "{all}");
    for shown in [
        &format!("{all} of {all}"),
        "POST /wxa/bind_tester",
        "`wechatid` must be a text, not a number",
        "wx-&lt;i&gt;merchant",
        "Push a ticket",
        "2027-01-15",
    ] {
        assert!(page.contains(shown), "{shown:?} is not on the page: {page}");
    }
    assert!(!page.contains("<i>merchant"), "what callers send is no markup");
    let complaints: Vec<_> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
}
