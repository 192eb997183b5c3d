//! What a type wants, in words for people who write specs.

use crate::parse::TypeSpec;

/// What a value has to be. Enums want one of their values.
pub(super) fn wanted(ty: &TypeSpec) -> &'static str {
    match ty {
        TypeSpec::String | TypeSpec::File => "a text (quote it if it looks like a number)",
        TypeSpec::Integer => "a whole number",
        TypeSpec::Float => "a number",
        TypeSpec::Boolean => "true or false",
        TypeSpec::Binary => "Base64 text",
        TypeSpec::Const(_) => "the fixed value",
        TypeSpec::Array(_) => "a list",
        TypeSpec::Map(_) | TypeSpec::Object { .. } => "a mapping",
        TypeSpec::Enum { .. } => "a value of the enum",
        TypeSpec::Json | TypeSpec::OneOf { .. } | TypeSpec::Invalid => "a value",
    }
}
