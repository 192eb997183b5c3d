//! Names that were taken already: whatever Rust calls them, the wire sees what the spec says.

use wxopen_runtime::{Endpoint, ErrorKind, Value};
use wxopen_tests::golden::{called, names};

use crate::support::{answer_json, body, sent};

/// The fields of a body, in order.
fn fields(body: &str) -> Vec<String> {
    let body: Value = body.parse().expect("JSON");
    body.as_object().expect("an object").keys().cloned().collect()
}

#[test]
fn words_of_rust_are_fields() {
    let call = names::KeywordFields::new().type_("t").self_("s").crate_("c").field("_").union_("u").async_("a");
    let mut sent = fields(&body(call));
    sent.sort();
    assert_eq!(sent, ["_", "async", "crate", "self", "type", "union"]);
    let reply = answer_json(names::KeywordFields::new(), r#"{"type":"t","self":"s","_":"u"}"#).expect("a good reply");
    assert_eq!(
        (reply.type_.as_deref(), reply.self_.as_deref(), reply.field.as_deref()),
        (Some("t"), Some("s"), Some("u"))
    );
}

#[test]
fn words_of_rust_are_values_and_errors() {
    assert_eq!(names::KeywordValuesWord::SelfValue.as_wire(), "self");
    assert_eq!(names::KeywordValuesWord::from_wire("type"), names::KeywordValuesWord::Type);
    assert_eq!(names::KeywordValuesWord::Empty.as_wire(), "_");
    assert_eq!(names::KeywordErrorsError::from_code(90000), names::KeywordErrorsError::As);
    assert_eq!(body(names::KeywordChoice::by_type_("x")), r#"{"type":"x"}"#);
}

#[test]
fn names_of_the_prelude_are_types_and_values() {
    let part = names::OptionType::new("t").data(b"hi").list(vec!["a".to_owned()]);
    let call = names::TakenTypes::new().p_option(part).p_bytes(names::BytesType::new("b"));
    assert_eq!(body(call), r#"{"p Bytes":{"text":"b"},"p Option":{"text":"t","data":"aGk=","list":["a"]}}"#);
    assert_eq!(names::TakenValuesWord::from_wire("None"), names::TakenValuesWord::None);
    assert_eq!(names::TakenValuesWord::UnknownValue.as_wire(), "Unknown");
    assert_eq!(names::TakenErrorsError::from_code(91030).code(), 91030);
}

#[test]
fn names_of_methods_are_fields() {
    let call = names::MethodFields::new().clone(1).meta(2).default(3).add(4).new_(5).encode(6);
    let mut sent = fields(&body(call));
    sent.sort();
    assert_eq!(sent, ["add", "clone", "default", "encode", "meta", "new"]);
}

#[test]
fn endpoints_are_called_as_anything() {
    assert!(sent(called::Called::new("i")).url.ends_with("/called/area_itself"));
    assert!(sent(called::EndpointType::new("i")).url.ends_with("/called/runtime_endpoint"));
    assert!(sent(called::Unnamed::new("i")).url.ends_with("/called/underscore"));
    assert_eq!(called::WxopenRuntime::meta().name, "wxopenRuntime");
    let names: Vec<_> = called::endpoints().iter().map(|meta| meta.name).collect();
    assert!(names.contains(&"绑定成员") && names.contains(&"self") && names.contains(&"_"), "{names:?}");
}

#[test]
fn foreign_names_and_marks_stay_on_the_wire() {
    let call = names::Foreign::new().u540d_u79f0("a").na_uef_ve("b").i_0("c").n1st("d");
    assert_eq!(fields(&body(call)).len(), 4);
}

#[test]
fn clashes_are_settled() {
    // The reply keeps its name, and the part called `reply` gives way.
    let reply = answer_json(
        names::Clashes::by_id_2("x"),
        r#"{"same":{"x":1},"more":{"same":[{"same":"a"}]},"moreSame":{"x":2}}"#,
    );
    let reply = reply.expect("a good reply");
    assert_eq!(reply.same.as_ref().and_then(|same| same.x), Some(1));
    assert_eq!(reply.more_same.as_ref().and_then(|same| same.x), Some(2));
    let call = names::Clashes::by_id_2("x").by_id(7).new_("n");
    assert_eq!(body(call), r#"{"by_id":7,"id":"x","new":"n"}"#);
    assert_eq!(names::ClashesError::from_code(93001).code(), 93001);
    assert_eq!(names::ClashesError::from_code(93002).code(), 93002);
}
