//! Replies of endpoints that remember nothing: a documented one, or one that is made up.

use serde_json::{Map, Value, json};

use super::request::ReadRequest;
use wxgen::model::{Endpoint, EnumBase, Field, Object, Reply, Type};

/// A picture of one pixel, for replies that are bytes.
pub(super) const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0xff, 0xff,
    0xff, 0x7f, 0, 9, 0xfb, 3, 0xfd, 5, 0x43, 0x45, 0xca, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// The fields of a reply; `None` where the reply is bytes.
pub(super) fn reply(endpoint: &Endpoint, request: &ReadRequest) -> Option<Value> {
    let Reply::Json(object) = &endpoint.reply else { return None };
    Some(documented(endpoint, request).unwrap_or_else(|| {
        let mut all = Map::from_iter([("errcode".to_owned(), json!(0)), ("errmsg".to_owned(), json!("ok"))]);
        all.extend(fields(object));
        Value::Object(all)
    }))
}

/// The reply of the example whose request is most like this one.
fn documented(endpoint: &Endpoint, request: &ReadRequest) -> Option<Value> {
    let likeness = |shown: &Option<Value>| {
        let fields = shown.as_ref().and_then(Value::as_object).into_iter().flatten();
        fields.map(|(name, value)| if request.has(name, value) { 1 } else { -1 }).sum::<i32>()
    };
    let answered = endpoint.examples.iter().filter(|example| example.response.is_some());
    // Of several that are equally like it the first.
    let best = answered.rev().max_by_key(|example| likeness(&example.request))?;
    best.response.clone()
}

fn fields(object: &Object) -> impl Iterator<Item = (String, Value)> {
    object.fields.iter().map(|field| (field.wire.clone(), value(field)))
}

fn value(field: &Field) -> Value {
    field.default.clone().unwrap_or_else(|| of_type(&field.ty, &field.wire))
}

/// A value of a type. Specs are bounded in depth.
fn of_type(ty: &Type, name: &str) -> Value {
    match ty {
        Type::String | Type::File => json!(name),
        Type::Integer => json!(1),
        Type::Float => json!(0.5),
        Type::Boolean => json!(true),
        Type::Json => json!({}),
        Type::Binary => json!("Ynl0ZXM="),
        Type::Const(value) => value.clone(),
        Type::Array(items) => json!([of_type(items, name)]),
        Type::Map(items) => json!({ name: of_type(items, name) }),
        Type::Object(object) => Value::Object(fields(object).collect()),
        Type::OneOf(choice) => choice.alternatives.first().map(value).unwrap_or_default(),
        Type::Enum(of) => match (of.base, of.values.first()) {
            (EnumBase::Integer, Some(first)) => json!(first.wire.parse::<i64>().unwrap_or_default()),
            (_, first) => json!(first.map_or("", |first| first.wire.as_str())),
        },
    }
}
