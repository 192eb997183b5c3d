//! What is printed without a call: lists, descriptions, dry runs.

use super::support::{Ran, call, wxgen};

#[test]
fn endpoints_are_listed() {
    let ran = call(&["--list", "member"]);
    assert_eq!((ran.status, ran.out.lines().count()), (0, 4));
    assert!(ran.out.starts_with("member/bindTester ") && ran.out.ends_with("3 endpoints\n"), "{}", ran.out);
    let all = call(&["--list", "--format", "json"]).json();
    assert!(all["endpoints"].as_array().is_some_and(|all| all.len() > 50));
    assert_eq!(call(&["--list", "xyzzy"]).status, 1);
}

#[test]
fn an_endpoint_is_described() {
    let ran = call(&["unbindTester", "--describe"]);
    for words in
        ["POST /wxa/unbind_tester", "permission set 18", "one of the choice tester", "SystemBusy", "wxgen call"]
    {
        assert!(ran.out.contains(words), "{words:?} in {}", ran.out);
    }
    let json = call(&["unbindTester", "--describe", "--format", "json"]).json();
    assert_eq!(
        (&json["parameters"][0]["name"], &json["parameters"][0]["choice"]),
        (&"wechatid".into(), &"tester".into())
    );
}

#[test]
fn a_dry_run_sends_nothing_and_shows_all() {
    let ran = call(&["getPaidUnionid", "openid=a b", "--dry-run"]);
    let url = "GET https://api.weixin.qq.com/wxa/getpaidunionid?access_token=AUTHORIZER_ACCESS_TOKEN&openid=a%20b\n";
    assert_eq!((ran.status, ran.out.as_str()), (0, url));
    let form = call(&["uploadMediaToCodeAudit", "media@README.md", "--dry-run", "--format", "json"]).json();
    assert_eq!(form["request"]["form"][0]["file"], "README.md");
    let body = call(&["getTester", "--dry-run", "--format", "json"]).json();
    assert_eq!(body["request"]["body"]["action"], "get_experiencer", "what is fixed is there");
}

#[test]
fn mistakes_are_told_with_their_place() {
    let ran = call(&["bindTester", "wechatidd=x"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    for words in ["did you mean `wechatid`?", "`wechatid` has to be given", "spec/member/bind_tester.yaml:"] {
        assert!(ran.err.contains(words), "{words:?} in {}", ran.err);
    }
    assert!(call(&["bindTestr"]).err.contains("did you mean bindTester?"));
}

#[test]
fn return_codes_are_explained() {
    let explain = |words: &[&str]| Ran::of(wxgen(&["explain"]).args(words).output().expect("the command runs"));
    let shared = explain(&["-1"]);
    assert_eq!(shared.status, 0);
    for words in ["-1 SystemBusy: system error", "again?  yes, in a moment", "any endpoint; documented for"] {
        assert!(shared.out.contains(words), "{words:?} in {}", shared.out);
    }
    let own = explain(&["85004", "--format", "json"]).json();
    assert_eq!((&own["return_code"], &own["meanings"][0]["name"]), (&85004.into(), &"AlreadyBound".into()));
    assert_eq!(own["meanings"][0]["endpoints"][0], "bindTester");
    assert_eq!(explain(&["123456789"]).status, 1);
    assert_eq!(explain(&["61007", "--spec", "nowhere"]).status, 2);
}
