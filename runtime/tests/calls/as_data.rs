//! Calls and replies as data, through serde.

use wxopen_runtime::json;
use wxopen_runtime::rt::*;

use crate::api::{Ask, Upload};

/// A part of a reply.
#[derive(Clone, Default, PartialEq)]
struct Shop {
    id: String,
    open: Option<bool>,
}

impl Decode for Shop {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("id", &mut self.id);
        input.field("open", &mut self.open);
    }
}

wxopen_runtime::reply_struct!(Shop, id = "id", open = "open");

wxopen_runtime::serde_endpoint!(Ask);
wxopen_runtime::serde_endpoint!(Upload);

#[test]
fn a_reply_there_and_back() {
    let shop = Shop { id: "7".into(), open: Some(true) };
    assert_eq!(serde_json::to_string(&shop).expect("JSON"), r#"{"id":"7","open":true}"#);
    let read: Shop = serde_json::from_str(r#"{"id": 7, "open": "1", "new": []}"#).expect("as tolerant as a call");
    assert_eq!(read, shop);
}

#[test]
fn what_does_not_fit_says_where() {
    let error = serde_json::from_str::<Vec<Shop>>(r#"[{"open": "maybe"}]"#).expect_err("two misfits").to_string();
    assert!(error.contains("id: expected a value, found nothing"), "{error}");
    assert!(error.contains("open: expected true or false, found a text"), "{error}");
}

#[test]
fn a_call_is_all_its_parameters_wherever_they_travel() {
    let call = Ask { text: "a".into(), page: Some(2), ..Ask::default() };
    let expected = json!({"kind": "question", "text": "a", "tags": [], "page": 2});
    assert_eq!(serde_json::to_value(&call).expect("JSON"), expected);
    let call = Upload { title: "t".into(), size: 1, media: File::new("a.png", *b"x"), cover: None };
    let expected = json!({"title": "t", "size": 1, "media": "a.png"});
    assert_eq!(serde_json::to_value(&call).expect("JSON"), expected);
}
