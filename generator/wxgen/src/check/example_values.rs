//! Does a plain value of an example fit a type?

use serde_json::Value;

use crate::model::EnumBase;
use crate::parse::{EnumValueSpec, ExampleKind, ExampleValue, TypeSpec};
use crate::report::nearest;
use crate::source::Span;

/// A value that does not fit.
pub(super) struct Wrong {
    /// Where it stands.
    pub(super) span: Span,
    /// What the type wants.
    pub(super) wanted: &'static str,
    /// What was probably meant.
    pub(super) near: Option<String>,
}

const TEXT: &str = "a text (quote it if it looks like a number)";

/// What is wrong with a value, if anything. Objects, and lists and maps that are some, are looked at by the caller.
pub(super) fn unfit(value: &ExampleValue, ty: &TypeSpec) -> Option<Wrong> {
    let null = Value::Null;
    let plain = match &value.kind {
        ExampleKind::Scalar(plain) => plain,
        _ => &null,
    };
    let (fits, wanted) = match ty {
        TypeSpec::Invalid | TypeSpec::Json | TypeSpec::OneOf { .. } | TypeSpec::Object { .. } => return None,
        TypeSpec::Const(_) => (false, "the fixed value"),
        TypeSpec::Array(_) => (false, "a list"),
        TypeSpec::Map(_) => (false, "a mapping"),
        TypeSpec::String | TypeSpec::File => (plain.is_string(), TEXT),
        TypeSpec::Integer => (plain.is_i64(), "a whole number"),
        TypeSpec::Float => (plain.is_number(), "a number"),
        TypeSpec::Boolean => (plain.is_boolean(), "true or false"),
        TypeSpec::Binary => (plain.as_str().is_some_and(is_base64), "Base64 text"),
        TypeSpec::Enum { base: EnumBase::String, values, .. } => match plain.as_str() {
            Some(text) => return unknown_value(value.span, text, values),
            None => (false, TEXT),
        },
        TypeSpec::Enum { base: EnumBase::Integer, values, .. } => match plain.as_i64() {
            Some(number) => return unknown_value(value.span, &number.to_string(), values),
            None => (false, "a whole number"),
        },
    };
    (!fits).then_some(Wrong { span: value.span, wanted, near: None })
}

/// WeChat may answer what no page lists, but a spec that shows a value also lists it.
fn unknown_value(span: Span, text: &str, values: &[EnumValueSpec]) -> Option<Wrong> {
    if values.iter().any(|known| known.wire.value == text) {
        return None;
    }
    let near = nearest(text, values.iter().map(|known| known.wire.value.as_str())).map(str::to_owned);
    Some(Wrong { span, wanted: "a value of the enum", near })
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}
