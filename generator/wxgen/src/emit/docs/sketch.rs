//! A request for an endpoint that documents none: what has to be given, with placeholders.

use serde_json::{Map, Value, json};

use crate::model::{Endpoint, Enum, EnumBase, Field, Type};

/// The request.
pub(super) fn request(endpoint: &Endpoint) -> Value {
    object(&endpoint.request.fields)
}

fn object(fields: &[Field]) -> Value {
    let mut entries = Map::new();
    for field in fields.iter().filter(|field| field.required || matches!(field.ty, Type::Const(_))) {
        let given = match &field.ty {
            Type::OneOf(choice) => choice.alternatives.first(),
            _ => Some(field),
        };
        if let Some(field) = given {
            entries.insert(field.wire.clone(), value(&field.wire, &field.ty));
        }
    }
    Value::Object(entries)
}

fn value(name: &str, ty: &Type) -> Value {
    match ty {
        Type::String => Value::from(name.to_uppercase()),
        Type::Integer => Value::from(1),
        Type::Float => Value::from(1.5),
        Type::Boolean => Value::from(true),
        Type::Json => json!({}),
        // Base64 of `bytes`
        Type::Binary => Value::from("Ynl0ZXM="),
        Type::File => Value::from(name),
        Type::Const(value) => value.clone(),
        Type::Array(items) => Value::from(vec![value(name, items)]),
        Type::Map(items) => json!({ "KEY": value(name, items) }),
        Type::Object(inner) => object(&inner.fields),
        Type::Enum(of) => known_value(of),
        // `object` has taken one of its fields.
        Type::OneOf(_) => Value::Null,
    }
}

fn known_value(of: &Enum) -> Value {
    let wire = of.values.first().map_or("", |value| value.wire.as_str());
    match of.base {
        EnumBase::String => Value::from(wire),
        EnumBase::Integer => Value::from(wire.parse::<i64>().unwrap_or_default()),
    }
}
