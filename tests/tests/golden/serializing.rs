//! The feature `serde`: calls and replies as data of anybody's choice.

use serde_json::json;
use wxopen_tests::golden::shapes::*;

use crate::support::answer_json;

#[test]
fn a_reply_goes_there_and_back() {
    let body = json!({ "text": "x", "count": -1, "level": 2, "list": [1], "hidden": "h" });
    let reply = answer_json(Defaults::new(), &body.to_string()).expect("a good reply").into_inner();
    let stored = serde_json::to_string(&reply).expect("JSON");
    let restored: DefaultsReply = serde_json::from_str(&stored).expect("a reply");
    assert_eq!(restored, reply);
    let many: ManyReply = serde_json::from_value(json!({ "deep": [{ "k": [{ "l": ["x"] }] }] })).expect("a reply");
    assert_eq!(serde_json::to_value(&many).expect("JSON"), json!({ "deep": [{ "k": [{ "l": ["x"] }] }] }));
}

#[test]
fn what_does_not_fit_says_where() {
    let error = serde_json::from_value::<DefaultsReply>(json!({ "count": [] })).expect_err("a list is no number");
    assert_eq!(error.to_string(), "count: expected a whole number, found a list");
}

#[test]
fn a_call_is_all_its_parameters_wherever_they_travel() {
    let call = PostWithQuery::new("t", "hello");
    assert_eq!(
        serde_json::to_value(&call).expect("JSON"),
        json!({ "title": "hello", "type": "t", "action": "create" })
    );
    let part = UploadDescription::new("t");
    assert_eq!(serde_json::to_value(&part).expect("JSON"), json!({ "title": "t" }));
}
