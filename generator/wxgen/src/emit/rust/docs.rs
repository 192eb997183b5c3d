//! Doc comments of generated items.

use super::code::{Code, literal};
use crate::markdown;
use crate::model::{ErrorCode, Field, Place, Type};

/// Plain text of the spec, or `instead` where there is none.
pub(super) fn text_or(text: &str, instead: &str) -> String {
    if text.trim().is_empty() { instead.to_owned() } else { markdown::text(text) }
}

/// What a field is: the spec's words, then what the type does not say.
pub(super) fn field(field: &Field) -> String {
    let mut doc = text_or(&field.doc, &format!("{} on the wire.", markdown::code(&field.wire)));
    let mut facts = Vec::new();
    if field.ident != field.wire && !field.doc.trim().is_empty() && !matches!(field.ty, Type::OneOf(_)) {
        facts.push(format!("On the wire: {}.", markdown::code(&field.wire)));
    }
    if field.place == Place::Query {
        facts.push("Travels in the URL.".to_owned());
    }
    if let Some(default) = &field.default {
        facts.push(format!("Left out, it means {}.", markdown::code(&default.to_string())));
    }
    if let Some(since) = &field.since {
        facts.push(format!("Since {}.", markdown::text(since)));
    }
    if !facts.is_empty() {
        doc.push_str("\n\n");
        doc.push_str(&facts.join(" "));
    }
    doc
}

/// What an error variant means.
pub(super) fn error(code: &ErrorCode) -> String {
    let mut doc = format!("{}", code.code);
    if !code.msg.is_empty() {
        doc.push_str(&format!(": {}", markdown::code(&code.msg)));
    }
    if !code.advice.is_empty() {
        doc.push_str(&format!("\n\n{}", markdown::text(&code.advice)));
    }
    doc
}

/// Writes `#[deprecated]` with its reason, which rustdoc reads as Markdown.
pub(super) fn deprecated(code: &mut Code, why: &Option<String>) {
    if let Some(why) = why {
        code.line(&format!("#[deprecated = {}]", literal(&markdown::text(why))));
    }
}
