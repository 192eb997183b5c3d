//! The JSON Schema of what [`Review::json`](crate::Review::json) returns: the words of it. What has which is declared in
//! [`view`](super::view).

use serde_json::{Map, Value, json};

use super::view::{ChangeView, IgnoreView, PlaceView, ReviewView, SideView, SkippedView};

pub(super) const EFFECTS: &[&str] = &["none", "compatible", "risky", "breaking"];
pub(super) const SEVERITIES: &[&str] = &["docs", "compatible", "risky", "breaking"];
pub(super) const SEVERITIES_OR_NONE: &[&str] = &["none", "docs", "compatible", "risky", "breaking"];
pub(super) const BUMPS: &[&str] = &["patch", "minor", "major"];
pub(super) const BUMPS_OR_NONE: &[&str] = &["none", "patch", "minor", "major"];

/// The schema, of JSON Schema 2020-12: a review, or why there is none.
pub fn json_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `wxgen diff --format json` prints",
        "description": "In texts, characters that do not show are written as escapes, \\u{202e}.",
        "oneOf": [
            { "$ref": "#/$defs/review" },
            object("Why nothing was compared; the exit status is 2.", &[("error", text("Why."))]),
        ],
        "$defs": {
            "review": ReviewView::schema(),
            "side": SideView::schema(),
            "change": ChangeView::schema(),
            "place": PlaceView::schema(),
            "left_out": SkippedView::schema(),
            "ignore": IgnoreView::schema(),
        },
    })
}

/// An object with these entries and no others.
pub(super) fn object(doc: &str, entries: &[(&str, Value)]) -> Value {
    let names: Vec<_> = entries.iter().map(|(name, _)| *name).collect();
    let properties: Map<_, _> = entries.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({
        "type": "object",
        "description": doc,
        "properties": properties,
        "required": names,
        "additionalProperties": false,
    })
}

pub(super) fn text(doc: &str) -> Value {
    json!({ "type": "string", "description": doc })
}

pub(super) fn flag(doc: &str) -> Value {
    json!({ "type": "boolean", "description": doc })
}

pub(super) fn rule(doc: &str) -> Value {
    pattern("^[a-z0-9]+(-[a-z0-9]+)*$", doc)
}

pub(super) fn fingerprint(doc: &str) -> Value {
    pattern("^[0-9a-f]{16}$", doc)
}

pub(super) fn date(doc: &str) -> Value {
    pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", doc)
}

fn pattern(pattern: &str, doc: &str) -> Value {
    json!({ "type": "string", "pattern": pattern, "description": doc })
}

pub(super) fn number(least: u32) -> impl Fn(&str) -> Value {
    move |doc| json!({ "type": "integer", "minimum": least, "description": doc })
}

pub(super) fn word(words: &'static [&'static str]) -> impl Fn(&str) -> Value {
    move |doc| json!({ "enum": words, "description": doc })
}

pub(super) fn list(of: &'static str) -> impl Fn(&str) -> Value {
    move |doc| json!({ "type": "array", "items": reference(of)(doc), "description": doc })
}

pub(super) fn nullable(schema: impl Fn(&str) -> Value) -> impl Fn(&str) -> Value {
    move |doc| json!({ "anyOf": [schema(doc), { "type": "null" }] })
}

/// A definition of the schema, which has a description of its own.
pub(super) fn reference(name: &'static str) -> impl Fn(&str) -> Value {
    move |_| json!({ "$ref": format!("#/$defs/{name}") })
}

/// Another schema, which has a description of its own.
pub(super) fn as_of(schema: fn() -> Value) -> impl Fn(&str) -> Value {
    move |_| schema()
}
