//! Calls and replies as data, through serde.

use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::json;

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

wxopen_runtime::serde_call!(
    Ask,
    text = "text",
    note = "note",
    count = "count",
    ratio = "ratio",
    tags = "tags",
    key = "key",
    page = "page",
    search = "search",
    pin = "pin"
);
wxopen_runtime::serde_call!(Upload, title = "title", size = "size", media = "media", cover = "cover");

/// A part of a request.
#[derive(Clone, PartialEq)]
struct Parcel {
    number: String,
    receiver: Receiver,
    stops: Vec<Stop>,
    extra: Map<Value>,
    note: Value,
}

/// One of two fields.
#[derive(Debug, Clone, PartialEq)]
enum Receiver {
    Phone(String),
    Openid(Secret),
}

#[derive(Debug, Clone, PartialEq)]
enum Stop {
    Hub,
    Unknown(UnknownValue<i64>),
}

impl Stop {
    fn from_wire(value: i64) -> Self {
        if value == 1 { Self::Hub } else { Self::Unknown(UnknownValue::of(value)) }
    }

    fn as_wire(&self) -> i64 {
        match self {
            Self::Hub => 1,
            Self::Unknown(value) => *value.get(),
        }
    }
}

impl Encode for Parcel {
    fn encode(&self, out: &mut Writer) {
        out.begin();
        out.field("version", &3i64);
        out.field("number", &self.number);
        match &self.receiver {
            Receiver::Phone(value) => out.field("phone", value),
            Receiver::Openid(value) => out.field("openid", value),
        }
        out.field("stops", &self.stops);
        out.field("extra", &self.extra);
        out.field("note", &self.note);
        out.end();
    }
}

wxopen_runtime::request_struct!(
    Parcel,
    number = "number",
    receiver = _,
    stops = "stops",
    extra = "extra",
    note = "note",
);
wxopen_runtime::request_choice!(Receiver, Phone = "phone", Openid = "openid");
wxopen_runtime::request_enum!(Stop, i64);

impl wxopen_runtime::Endpoint for Shop {
    type Reply = Self;
    type Error = wxopen_runtime::AnyCode;

    fn meta() -> &'static Meta {
        <Ask as wxopen_runtime::Endpoint>::meta()
    }

    fn encode(&self, _: &mut RequestWriter) {}
}

#[test]
fn a_reply_with_what_came_is_its_value() {
    let raw = wxopen_runtime::RawReply::json_ok(r#"{"id": 7, "open": "1", "new": [1]}"#);
    let reply = <Shop as wxopen_runtime::Endpoint>::reply(raw).expect("a reply");
    assert_eq!(serde_json::to_value(&reply).expect("JSON"), json!({ "id": "7", "open": true }));
}

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
    let call = Ask { text: "a".into(), page: Some(2), pin: Some("1234".into()), ..Ask::default() };
    let expected = json!({"kind": "question", "text": "a", "tags": [], "page": 2, "pin": "1234"});
    assert_eq!(serde_json::to_value(&call).expect("JSON"), expected);
    assert_eq!(serde_json::from_value::<Ask>(expected).expect("the same call"), call);
    let call = Upload { title: "t".into(), size: 1, media: File::new("a.png", *b"x"), cover: None };
    let expected = json!({"title": "t", "size": 1, "media": "a.png"});
    assert_eq!(serde_json::to_value(&call).expect("JSON"), expected);
}

/// What reading this says.
fn refusal<T: serde::de::DeserializeOwned + std::fmt::Debug>(json: Value) -> String {
    serde_json::from_value::<T>(json).expect_err("it is not read").to_string()
}

#[test]
fn a_part_of_a_request_there_and_back() {
    let text = r#"{"version":3,"number":"7","openid":"o1","stops":[1,9],"extra":{"a":null,"b":[2.5]},"note":null}"#;
    let parcel: Parcel = serde_json::from_str(text).expect("a parcel");
    assert_eq!(parcel.receiver, Receiver::Openid("o1".into()));
    assert_eq!(parcel.stops, [Stop::Hub, Stop::from_wire(9)]);
    assert_eq!(serde_json::to_value(&parcel).expect("JSON"), serde_json::from_str::<Value>(text).expect("JSON"));
    // The choice alone, and an enum.
    assert_eq!(serde_json::to_value(&parcel.receiver).expect("JSON"), json!({"openid": "o1"}));
    assert_eq!(serde_json::from_value::<Receiver>(json!({"phone": "1"})).expect("one"), Receiver::Phone("1".into()));
    assert_eq!(serde_json::from_value::<Vec<Stop>>(json!([1])).expect("a list"), [Stop::Hub]);
}

#[test]
fn requests_are_read_as_tolerantly_as_replies() {
    let call: Ask = serde_json::from_value(json!({"text": 5, "tags": {}, "count": "7", "since": "2027", "note": null}))
        .expect("unknown fields do no harm");
    assert_eq!(call, Ask { text: "5".into(), count: Some(7), ..Ask::default() });
}

#[test]
fn what_is_missing_in_a_request_says_where() {
    assert_eq!(
        refusal::<Ask>(json!({"tags": [1, []]})),
        "text: expected a value, found nothing; tags[1]: expected a text, found a list"
    );
    assert_eq!(refusal::<Ask>(json!(null)), "expected a value, found null");
    assert_eq!(refusal::<Ask>(json!("text")), "expected an object, found a text");
    let parcel = |changes: Value| {
        let mut parcel = json!({"number": "1", "phone": "1", "stops": [], "extra": {}, "note": 1});
        for (name, value) in changes.as_object().expect("an object") {
            parcel[name] = value.clone();
        }
        refusal::<Parcel>(parcel)
    };
    assert_eq!(parcel(json!({"phone": null})), "expected exactly one of `phone` `openid`, found none");
    assert_eq!(parcel(json!({"openid": "o"})), "expected exactly one of `phone` `openid`, found several");
    assert_eq!(parcel(json!({"version": 2})), "version: expected the value that is fixed, found a number");
}

#[test]
fn what_is_fixed_is_the_same_or_missing() {
    assert!(serde_json::from_value::<Ask>(json!({"kind": "question", "text": "a", "tags": []})).is_ok());
    assert!(serde_json::from_value::<Ask>(json!({"text": "a", "tags": []})).is_ok());
    assert_eq!(
        refusal::<Ask>(json!({"kind": "order", "text": "a", "tags": []})),
        "kind: expected the value that is fixed, found a text"
    );
}

#[test]
fn a_file_cannot_be_read_back_from_its_name() {
    let call = Upload { title: "t".into(), size: 1, media: File::new("a.png", *b"x"), cover: None };
    let error = refusal::<Upload>(serde_json::to_value(&call).expect("JSON"));
    assert_eq!(error, "media: expected a file, whose bytes JSON does not hold, found a text");
}
