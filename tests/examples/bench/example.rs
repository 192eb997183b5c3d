//! Example values of fields.

use serde_json::{Map, Value, json};

use super::synth::{Field, Type};

/// An object with a value for each field.
pub(crate) fn of(fields: &[Field]) -> Value {
    Value::Object(fields.iter().map(|field| (field.name.to_owned(), value(&field.ty))).collect::<Map<_, _>>())
}

fn value(ty: &Type) -> Value {
    match ty {
        Type::Text => json!("example"),
        Type::Whole => json!(20),
        Type::Number => json!(0.5),
        Type::Flag => json!(true),
        Type::Texts => json!(["first", "second"]),
        Type::Choice(values) => json!(values[0]),
        Type::Object(fields) => of(fields),
        Type::Objects(fields) => json!([of(fields)]),
    }
}
