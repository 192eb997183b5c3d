//! What types and values are called where one does not fit the other.

use serde_json::Value;

use super::{EnumBase, Type};

impl Type {
    /// What the type wants.
    pub fn wanted(&self) -> &'static str {
        match self {
            Self::String => "a text",
            Self::Integer => "a whole number",
            Self::Float => "a number",
            Self::Boolean => "true or false",
            Self::Binary => "Base64",
            Self::File => "a file",
            Self::Array(_) => "a list",
            Self::Map(_) | Self::Object(_) => "an object",
            Self::Enum(of) if of.base == EnumBase::Integer => "a whole number",
            Self::Enum(_) => "a text",
            Self::Json | Self::Const(_) | Self::OneOf(_) => "a value",
        }
    }
}

/// What kind a value is.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
