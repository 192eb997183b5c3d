//! Several pages of one endpoint → one endpoint.

use wxgen_pages::{Permissions, Type, reconcile};

use super::fixture::{PAGE, page};
use super::support::{bring, file, passes, read};

/// The same endpoint on a page of 2025.
const NEWER: &str = "\
# [#](#add) Add a tester

接口英文名：bindTester

## [#](#call) 调用方式

### [#](#https) HTTPS 调用

```
POST https://api.weixin.qq.com/wxa/bind_tester?access_token=ACCESS_TOKEN
```

## [#](#request) 请求参数

### [#](#query) 查询参数 Query String parameters

| 参数名 | 类型 | 必填 | 说明 |
| --- | --- | --- | --- |
| access\\_token | string | 是 | token |

### [#](#body) 请求体 Request Payload

| 参数名 | 类型 | 必填 | 说明 |
| --- | --- | --- | --- |
| wechatid | string | 否 | who |
| level | number | 否 | which |

## [#](#reply) 返回参数

### [#](#res) 返回体 Response Payload

| 参数名 | 类型 | 说明 |
| --- | --- | --- |
| userstr | string | id |

## [#](#codes) 错误码

| 错误码 | 错误描述 | 解决方案 |
| --- | --- | --- |
| 85001 | no such user | check |
| 85004 | user already bind | nothing |
";

#[test]
fn newer_pages_are_believed_and_older_ones_fill_the_gaps() {
    // Given in the wrong order.
    let pages = [read("old.md", PAGE), read("new.md", NEWER)];
    let (endpoints, findings) = reconcile(&pages);
    let [endpoint] = endpoints.as_slice() else { panic!("{endpoints:?}") };
    let draft = &endpoint.draft;
    let required = |path: &str| draft.request.iter().find(|param| param.path == path).expect("there").required;
    assert_eq!(required("wechatid"), Some(false), "the newer page's word");
    assert_eq!(required("remark"), Some(false), "what only the older page has is kept");
    assert_eq!(draft.permissions, Permissions::Ids(vec![18]), "something over nothing");
    let texts: Vec<_> = draft.errcodes.iter().map(|code| (code.code, code.msg.as_str())).collect();
    assert_eq!(texts, [(85001, "no such user"), (85004, "user already bind"), (-1, "system error")]);
    let sources: Vec<_> = endpoint.sources.iter().map(|source| source.page.as_str()).collect();
    assert_eq!(sources, ["new.md", "old.md"], "newest first");
    let told: Vec<_> = findings.iter().map(|(page, finding)| (*page, finding.code, finding.message.as_str())).collect();
    assert_eq!(
        told,
        [
            (0, "WX0661", "wechatid: not required in new.md:25, required in old.md:22; the former is believed"),
            (0, "WX0661", "remark of the request stands here (old.md:23) and not on the newer page (new.md:1)"),
            (
                0,
                "WX0661",
                "code 85001: \"no such user\" in new.md:40, \"user not exist\" in old.md:46; the former is believed"
            ),
        ]
    );
}

#[test]
fn types_that_say_more_win_whatever_their_age() {
    let vague = page(&[("remark | string", "remark | -")]);
    for pages in [[read("a.md", PAGE), read("b.md", &vague)], [read("a.md", &vague), read("b.md", PAGE)]] {
        let (endpoints, _) = reconcile(&pages);
        let remark = endpoints[0].draft.request.iter().find(|param| param.path == "remark").expect("there");
        assert_eq!(remark.ty, Type::String);
    }
}

#[test]
fn pages_of_different_calls_stay_apart() {
    let other = page(&[("/wxa/bind_tester", "/wxa/bind_other"), ("bindTester", "bindOther")]);
    let pages = [read("a.md", PAGE), read("b.md", &other)];
    assert_eq!(reconcile(&pages).0.len(), 2);
    let (folder, _) = bring(&Vec::new(), &pages);
    passes(&folder);
    assert!(file(&folder, "member/bind_tester.yaml").contains("path: /wxa/bind_tester\n"));
    assert!(file(&folder, "member/bind_other.yaml").contains("path: /wxa/bind_other\n"));
}

#[test]
fn pages_that_disagree_on_the_method_are_of_one_endpoint() {
    let (endpoints, findings) = reconcile(&[read("a.md", PAGE), read("b.md", &page(&[("POST https", "GET https")]))]);
    assert_eq!(endpoints.len(), 1);
    let told = findings.iter().any(|(_, finding)| finding.message.starts_with("method: GET in b.md:1"));
    assert!(told, "{findings:?}");
}

#[test]
fn page_without_a_call_goes_with_the_endpoint_of_its_name() {
    let lost = page(&[("POST https://api.weixin.qq.com/wxa/bind_tester?access_token=ACCESS_TOKEN", "")]);
    let (endpoints, _) = reconcile(&[read("lost.md", &lost), read("whole.md", PAGE)]);
    assert_eq!(endpoints.len(), 1);
    assert_eq!(endpoints[0].draft.path.as_deref(), Some("/wxa/bind_tester"));
}

#[test]
fn one_name_of_two_calls_is_told_apart() {
    let other = page(&[("/wxa/bind_tester", "/wxa/business/bind")]);
    let (folder, _) = bring(&Vec::new(), &[read("a.md", PAGE), read("b.md", &other)]);
    passes(&folder);
    let spec = file(&folder, "member/bind.yaml");
    assert!(spec.contains("name: bind\n") && spec.contains("made from what the page says"), "{spec}");
}
