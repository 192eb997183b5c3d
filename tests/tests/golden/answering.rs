//! Replies: values, what is missing or null, what does not quite fit, defaults, unknown values and fields, bytes.

use wxopen_runtime::{Bytes, Error, RawReply, Value, json};
use wxopen_tests::golden::shapes::*;

use crate::support::{answer, answer_json};

/// A call whose reply has every type.
fn call() -> EveryType {
    let place = EveryTypePlace::new("c");
    EveryType::new("t", 1, 1.0, true, Value::Null, b"", place, vec![], Default::default(), EveryTypeColor::Red)
}

/// The least that can be answered.
fn least() -> Value {
    json!({
        "errcode": 0, "text": "t", "count": 3, "ratio": 0.5, "flag": true, "any": [1], "bytes": "aGk=",
        "place": { "city": "c" }, "tags": ["a"], "color": "red",
    })
}

fn with(changes: Value) -> String {
    let mut reply = least();
    for (key, value) in changes.as_object().expect("an object") {
        reply[key] = value.clone();
    }
    reply.to_string()
}

#[test]
fn values_of_every_type_are_read() {
    let more = json!({
        "rows": [[1, 2], []], "people": [{ "id": "p" }], "labels": { "k": "v" }, "level": 1,
        "maybe_text": "m", "maybe_count": 1, "maybe_ratio": 1.5, "maybe_flag": false, "maybe_any": {},
        "maybe_bytes": "aGk", "maybe_place": { "city": "x" },
    });
    let reply = answer_json(call(), &with(more)).expect("a good reply");
    assert_eq!((reply.text.as_str(), reply.count, reply.ratio, reply.flag), ("t", 3, 0.5, true));
    assert_eq!((&reply.any, &reply.bytes), (&json!([1]), &Bytes::from(b"hi")));
    assert_eq!((reply.place.city.as_str(), &reply.place.point, &reply.tags), ("c", &None, &vec!["a".to_owned()]));
    assert_eq!(reply.rows, [vec![1, 2], vec![]]);
    assert_eq!(reply.people.iter().map(|person| person.id.as_str()).collect::<Vec<_>>(), ["p"]);
    assert_eq!(reply.labels.get("k").map(String::as_str), Some("v"));
    assert_eq!((&reply.color, &reply.level), (&EveryTypeReplyColor::Red, &Some(EveryTypeReplyLevel::Middle)));
    assert_eq!((reply.maybe_text.as_deref(), reply.maybe_count, reply.maybe_ratio), (Some("m"), Some(1), Some(1.5)));
    assert_eq!((reply.maybe_flag, &reply.maybe_any), (Some(false), &Some(json!({}))));
    assert_eq!(reply.maybe_bytes.as_deref(), Some(&b"hi"[..]));
    assert_eq!(reply.maybe_place.as_ref().and_then(|place| place.city.as_deref()), Some("x"));
}

#[test]
fn what_is_missing_or_null_is_nothing() {
    let nulls = json!({ "rows": null, "people": null, "labels": null, "level": null, "maybe_text": null });
    for body in [least().to_string(), with(nulls)] {
        let reply = answer_json(call(), &body).expect("a good reply");
        assert!(reply.rows.is_empty() && reply.people.is_empty() && reply.labels.is_empty());
        assert_eq!((&reply.level, &reply.maybe_text, &reply.maybe_place), (&None, &None, &None));
    }
}

#[test]
fn numbers_come_as_texts_and_texts_as_numbers() {
    let reply =
        answer_json(call(), &with(json!({ "text": 12, "count": "7", "ratio": "1.5", "flag": 0, "level": "1" })));
    let reply = reply.expect("a good reply");
    assert_eq!((reply.text.as_str(), reply.count, reply.ratio, reply.flag), ("12", 7, 1.5, false));
    assert_eq!(reply.level, Some(EveryTypeReplyLevel::Middle));
}

#[test]
fn unknown_values_are_kept() {
    let reply = answer_json(call(), &with(json!({ "color": "plaid", "level": 99 }))).expect("a good reply");
    assert_eq!(reply.color.as_wire(), "plaid");
    assert!(matches!(reply.color, EveryTypeReplyColor::Unknown(_)));
    assert_eq!(reply.level.as_ref().map(EveryTypeReplyLevel::as_wire), Some(99));
}

#[test]
fn unknown_fields_are_reachable() {
    let reply = answer_json(call(), &with(json!({ "brand_new": { "a": 1 } }))).expect("a good reply");
    assert_eq!(reply.raw().json().map(|raw| raw["brand_new"]["a"].clone()), Some(json!(1)));
}

#[test]
fn what_does_not_fit_is_named_and_the_reply_is_kept() {
    let body = with(json!({ "place": {}, "people": [{ "id": "p" }, { "id": {} }], "count": "many" }));
    let Err(Error::Decode(error)) = answer_json(call(), &body) else { panic!("it should not fit") };
    let paths: Vec<_> = error.mismatches.iter().map(|mismatch| mismatch.path.as_str()).collect();
    assert_eq!(paths, ["count", "place.city", "people[1].id"]);
    assert_eq!(error.raw.body, body.as_bytes());
}

#[test]
fn defaults_fill_what_is_missing_and_give_way_to_what_is_there() {
    let reply = answer_json(Defaults::new(), "{}").expect("a good reply");
    assert_eq!((reply.text.as_str(), reply.empty.as_str(), reply.count), ("plain", "", -20));
    assert_eq!((reply.ratio, reply.whole, reply.flag), (-0.5, 2.0, true));
    assert_eq!((&reply.color, &reply.level), (&DefaultsReplyColor::Blue, &DefaultsReplyLevel::Two));
    // What is no plain value has no default in Rust; the docs tell of it.
    assert_eq!((&reply.hidden, reply.list.len()), (&None, 0));

    let body = r#"{"text":"","count":0,"flag":false,"color":"red","level":null}"#;
    let reply = answer_json(Defaults::new(), body).expect("a good reply");
    assert_eq!((reply.text.as_str(), reply.count, reply.flag), ("", 0, false));
    assert_eq!((&reply.color, &reply.level), (&DefaultsReplyColor::Red, &DefaultsReplyLevel::Two));
}

#[test]
fn a_reply_without_fields_is_only_judged() {
    assert!(answer_json(Ping::new(), r#"{"errcode":0,"more":1}"#).is_ok());
    assert!(answer_json(Ping::new(), "{}").is_ok());
    assert!(matches!(answer_json(Ping::new(), "[]"), Err(Error::Decode(_))));
}

#[test]
fn bytes_are_given_as_they_are() {
    let headers = [("Content-Type", "image/png"), ("Content-Disposition", "attachment; filename=\"../a/code.png\"")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let reply = RawReply { status: 200, headers, body: b"\x89PNG\0".to_vec() };
    let picture = answer(Picture::new().width(430), reply).expect("a picture");
    assert_eq!(&picture.bytes[..], b"\x89PNG\0");
    assert_eq!((picture.content_type.as_deref(), picture.file_name.as_deref()), (Some("image/png"), Some("code.png")));
}

#[test]
fn json_instead_of_bytes_is_an_error() {
    let body = br#"{"errcode":41030,"errmsg":"invalid page rid: 65-a"}"#.to_vec();
    for content_type in ["application/json; charset=utf-8", "image/png"] {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let reply = RawReply { status: 200, headers, body: body.clone() };
        let Err(Error::Api(error)) = answer(Picture::new(), reply) else { panic!("it is an error") };
        assert_eq!((error.kind, error.rid.as_deref()), (PictureError::InvalidPage, Some("65-a")));
    }
}
