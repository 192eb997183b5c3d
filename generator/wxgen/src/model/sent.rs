//! What of a call travels where, and how it is written there.

use serde_json::{Map, Value};

use super::{Endpoint, Field, Place, Type};

/// Names in a reply that say whether all is well: the usual ones, those of ads, and that of the oldest calls.
pub const STATUS: &[&str] = &["errcode", "errmsg", "ret", "err_msg", "base_resp"];

/// The values of a call by where they travel, with the constants.
#[derive(Debug, Default)]
pub struct Sent<'a> {
    /// In the URL, in the order of the spec.
    pub query: Vec<(&'a Field, &'a Value)>,
    /// In the body, as JSON or as texts of a form.
    pub body: Map<String, Value>,
    /// Files, by their names.
    pub files: Vec<(&'a str, &'a Value)>,
}

/// The values that an example sends.
pub fn sent<'a>(endpoint: &'a Endpoint, request: &'a Value) -> Sent<'a> {
    let given = request.as_object();
    let mut sent = Sent::default();
    for field in flat(&endpoint.request.fields) {
        let value = match &field.ty {
            Type::Const(value) => Some(value),
            _ => given.and_then(|given| given.get(&field.wire)),
        };
        let Some(value) = value else { continue };
        match (&field.ty, field.place) {
            (Type::File, _) => sent.files.push((&field.wire, value)),
            (_, Place::Query) => sent.query.push((field, value)),
            (_, Place::Body) => {
                sent.body.insert(field.wire.clone(), value.clone());
            }
        }
    }
    sent
}

/// The fields that can travel: alternatives instead of their group.
pub fn flat(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().flat_map(|field| match &field.ty {
        Type::OneOf(choice) => choice.alternatives.as_slice(),
        _ => std::slice::from_ref(field),
    })
}

/// A value in a URL or form: a text as it is, anything else as its JSON.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A text in a URL.
pub fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
