//! The JSON Schema of the spec format, made of the tables that the parser reads by, so that the two cannot part.
//!
//! Each kind of file has a definition of its own, which editors can point at: `schema.json#/$defs/endpoint`, and
//! likewise `api`, `permission_sets` and `errcodes`. The schema as a whole takes any of the four.

use serde_json::{Map, Value, json};

use crate::parse::keys::{FIELD, ITEM_KEYS, TABLES, TYPE_PARTS, TYPES};
use crate::yaml::{Key, Shape};

/// Keys of `permission_sets.yaml`, and what stands in lists of them.
const ID: &str = "^\\+?(0x[0-9a-fA-F]+|0o[0-7]+|[0-9]+)$";
/// Keys of `errcodes`.
const CODE: &str = "^[-+]?[0-9]+$|^0x[0-9a-fA-F]+$|^0o[0-7]+$";

/// The schema, of JSON Schema 2020-12.
pub fn json_schema() -> Value {
    let mut defs = Map::new();
    for (name, keys) in TABLES {
        defs.insert((*name).to_owned(), mapping(keys));
    }
    defs.insert("field".to_owned(), field(FIELD.iter().collect()));
    defs.insert("item".to_owned(), field(FIELD.iter().filter(|key| ITEM_KEYS.contains(&key.name)).collect()));
    defs.insert(
        "permission_sets".to_owned(),
        numbered(ID, "permission_set", "permission_sets.yaml: sets by their id."),
    );
    defs.insert(
        "errcodes".to_owned(),
        numbered(
            CODE,
            "errcode",
            "errcodes.yaml: return codes that any endpoint can give, or in a folder any endpoint of the area.",
        ),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a wxopen spec",
        "anyOf": [reference("endpoint"), reference("api"), reference("errcodes"), reference("permission_sets")],
        "$defs": defs,
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A mapping with the keys of a table and no others.
fn mapping(keys: &[Key]) -> Value {
    object(&keys.iter().collect::<Vec<_>>())
}

fn object(keys: &[&Key]) -> Value {
    let required: Vec<_> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let properties: Map<_, _> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if let (Value::Object(entries), false) = (&mut schema, required.is_empty()) {
        entries.insert("required".to_owned(), json!(required));
    }
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = shape(key.shape);
    if let Value::Object(entries) = &mut schema {
        entries.insert("description".to_owned(), json!(key.doc));
    }
    schema
}

fn shape(shape: Shape) -> Value {
    match shape {
        Shape::Text => text(),
        Shape::Words => json!({ "type": ["string", "number"], "pattern": "\\S" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Any => json!({}),
        Shape::Texts => json!({ "type": ["array", "null"], "items": text() }),
        Shape::Permissions => json!({
            "oneOf": [
                { "enum": ["any", "none"] },
                { "type": "array", "items": { "type": "integer", "minimum": 0, "maximum": u32::MAX }, "minItems": 1, "uniqueItems": true },
            ],
        }),
        Shape::Mapping(table) => reference(table),
        Shape::Entries(table) if optional(table) => entries(json!({ "anyOf": [reference(table), { "type": "null" }] })),
        Shape::Entries(table) => entries(reference(table)),
        Shape::OptionalEntries(table) => numbered(CODE, table, ""),
        Shape::List(table) => json!({ "type": ["array", "null"], "items": reference(table) }),
        Shape::Item => reference("item"),
        Shape::Fields(table) => entries(reference(table)),
        Shape::Values(table) => json!({
            "type": "object",
            "minProperties": 1,
            "additionalProperties": { "anyOf": [{ "type": "null" }, { "type": ["string", "number"], "pattern": "\\S" }, reference(table)] },
        }),
    }
}

fn text() -> Value {
    json!({ "type": ["string", "number"] })
}

fn entries(of: Value) -> Value {
    json!({ "type": ["object", "null"], "additionalProperties": of })
}

/// Can an entry be left empty? Where no key is required.
fn optional(table: &str) -> bool {
    TABLES.iter().any(|(name, keys)| *name == table && keys.iter().all(|key| !key.required))
}

/// A mapping from numbers to entries that may be empty.
fn numbered(pattern: &str, table: &str, doc: &str) -> Value {
    let mut schema = json!({
        "type": ["object", "null"],
        "patternProperties": { pattern: { "anyOf": [reference(table), { "type": "null" }] } },
        "additionalProperties": false,
    });
    if let (Value::Object(entries), false) = (&mut schema, doc.is_empty()) {
        entries.insert("description".to_owned(), json!(doc));
    }
    schema
}

/// A field: a type word, or a mapping with `type` and what goes with it, or with `one_of`.
fn field(keys: Vec<&Key>) -> Value {
    let plain: Vec<_> = TYPES.iter().filter(|word| TYPE_PARTS.iter().all(|parts| parts.word != **word)).collect();
    let mut long = object(&keys);
    let choice = keys.iter().any(|key| key.name == "one_of");
    let mut rules: Vec<_> = TYPE_PARTS
        .iter()
        .map(|parts| {
            let of_this_type = json!({ "properties": { "type": { "const": parts.word } }, "required": ["type"] });
            json!({ "if": of_this_type, "then": { "required": [parts.needs] } })
        })
        .collect();
    rules.extend(parts_go_with_types(&keys));
    rules.push(match choice {
        true => json!({ "oneOf": [{ "required": ["type"] }, { "required": ["one_of"] }] }),
        false => json!({ "required": ["type"] }),
    });
    if let Value::Object(entries) = &mut long {
        if let Some(one_of) = entries.get_mut("properties").and_then(|all| all.get_mut("one_of")) {
            one_of["minProperties"] = json!(2);
            one_of["type"] = json!("object");
        }
        entries.insert("allOf".to_owned(), Value::Array(rules));
    }
    json!({ "anyOf": [{ "enum": plain }, long] })
}

/// Keys that belong to some types are refused with others.
fn parts_go_with_types(keys: &[&Key]) -> Vec<Value> {
    let mut rules = Vec::new();
    for key in keys {
        let mut types: Vec<_> =
            TYPE_PARTS.iter().filter(|p| p.needs == key.name || p.takes.contains(&key.name)).map(|p| p.word).collect();
        if types.is_empty() {
            continue;
        }
        types.sort_unstable();
        let typed = json!({ "properties": { "type": { "enum": types } }, "required": ["type"] });
        let with = match key.name == "type_name" && keys.iter().any(|key| key.name == "one_of") {
            true => json!({ "anyOf": [typed, { "required": ["one_of"] }] }),
            false => typed,
        };
        rules.push(json!({ "dependentSchemas": { key.name: with } }));
    }
    rules
}
