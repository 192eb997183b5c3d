//! The JSON Schema says what the parser takes.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wxgen::parse::keys::{FIELD, ITEM_KEYS, TABLES};
use wxgen::schema::json_schema;
use wxgen::source::FileId;
use wxgen::yaml::tree::{Kind, Node, read_tree, scalar};

use super::support::{base, changed, fixtures, load};

fn validator(kind: &str) -> jsonschema::Validator {
    let mut schema = json_schema();
    if !kind.is_empty() {
        schema["anyOf"] = json!([{ "$ref": format!("#/$defs/{kind}") }]);
    }
    jsonschema::draft202012::new(&schema).expect("the schema is one")
}

fn kind_of(path: &str) -> &str {
    match path {
        "api.yaml" => "api",
        _ if path == "errcodes.yaml" || path.ends_with("/errcodes.yaml") => "errcodes",
        "permission_sets.yaml" => "permission_sets",
        _ => "endpoint",
    }
}

fn to_json(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Scalar { text, quoted } => scalar(text, *quoted),
        Kind::List(items) => items.iter().map(to_json).collect(),
        Kind::Map(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.value.text.clone(), to_json(value))).collect())
        }
    }
}

fn value(text: &str) -> Option<Value> {
    let root = read_tree(FileId(0), text, &mut Vec::new()).ok()?;
    Some(root.map_or(Value::Null, |root| to_json(&root)))
}

/// A spec that uses every key.
const EVERYTHING: &str = "--- api.yaml
crate: { name: sample, version: 0.1.0, summary: A sample., repository: https://example.com/, runtime_path: ../runtime }
host: api.weixin.qq.com
fallback_hosts: [api2.weixin.qq.com]
tokens:
  authorizer_access_token: { param: access_token, doc: Of an authorizer. }
  other_token:
areas:
  member: { title: Members, title_zh: 成员, doc: People., default: false }
--- member/other.yaml
name: other
summary: Does something.
doc: At length.
docs: https://example.com/other
method: POST
path: /wxa/other
token: authorizer_access_token
other_tokens: [other_token]
token_param: component_access_token
permission_sets: any
returns: json
returns_doc: What comes back.
idempotent: true
deprecated: Use another.
since: 2023
request:
  plain: string
  full: { type: string, doc: A text., default: a, deprecated: Old., since: 2020, secret: true, in: query, name: quite full }
  needed: { type: integer, required: true }
  list: { type: array, items: string }
  table: { type: map, items: { type: object, doc: An item., type_name: Row, fields: { a: float } } }
  kind: { type: enum, type_name: OtherKind, of: string, values: { a: , b: Bee, c: { name: Sea, doc: The third. } } }
  grades: { type: array, items: { type: enum, of: integer, values: { 1: , -2: Minus } } }
  nested: { type: array, items: { type: array, items: json } }
  action: { type: const, value: go }
  who: { required: false, type_name: OtherWho, one_of: { x: string, y: { type: boolean } } }
response:
  photo: binary
errcodes:
  -1:
  85004: { name: AlreadyBound, msg: user already bind, advice: Nothing to do., class: other }
examples:
  - { doc: The usual., request: { needed: 1, plain: a }, response: { errcode: 0, photo: aGk= } }
sources:
  - { page: A page, generation: 2, captured: 2026-11-21, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 }
notes: [Nothing.]
";

#[test]
fn good_files_validate() {
    for files in [base(), changed(EVERYTHING)] {
        assert_eq!(super::support::shown(&load(&files)), "");
        for (path, text) in files {
            let value = value(&text).expect("good YAML");
            for kind in ["", kind_of(&path)] {
                let validator = validator(kind);
                let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
                assert_eq!(errors, Vec::<String>::new(), "{path} as {kind:?}");
            }
        }
    }
}

/// What the parser refuses for its shape, the schema refuses too; what is wrong in meaning only, it takes.
#[test]
fn schema_judges_shape_as_the_parser_does() {
    // Of a wrong word or type the schema knows as much as the parser, but not that a URL has to open or a file is empty.
    for (name, files) in fixtures() {
        let loaded = load(&files);
        for (file, source) in loaded.sources.iter() {
            let Some(value) = value(&source.text).filter(|_| !source.path.starts_with("permision")) else { continue };
            let said: BTreeSet<_> =
                loaded.diagnostics.iter().filter(|d| d.file() == Some(file)).map(|d| d.code).collect();
            if said.iter().any(|code| code.starts_with("WX01")) {
                continue;
            }
            let bad_shape = said.iter().any(|code| code.starts_with("WX02"));
            let valid = validator(kind_of(&source.path)).is_valid(&value);
            // A set that stands twice in a list is a matter of shape for the schema.
            let strict = name.starts_with("WX0317");
            assert!(valid != bad_shape || strict, "{name}: {} is {valid} for the schema, and {said:?}", source.path);
        }
    }
}

#[test]
fn schema_and_parser_know_the_same_keys() {
    let schema = json_schema();
    let of = |definition: &Value| -> BTreeSet<String> {
        let long = definition["anyOf"].as_array().and_then(|forms| forms.last()).unwrap_or(definition);
        long["properties"].as_object().expect("a mapping").keys().cloned().collect()
    };
    for (name, keys) in TABLES {
        let known: BTreeSet<_> = keys.iter().map(|key| key.name.to_owned()).collect();
        assert_eq!(of(&schema["$defs"][name]), known, "{name}");
    }
    let items: BTreeSet<_> = ITEM_KEYS.iter().map(|key| (*key).to_owned()).collect();
    assert_eq!(of(&schema["$defs"]["item"]), items);
    assert!(ITEM_KEYS.iter().all(|item| FIELD.iter().any(|key| key.name == *item)));
}

/// Every key of the tables is one that the parser reads: the spec that uses them all was taken without a word.
#[test]
fn the_parser_reads_every_key_of_the_tables() {
    let files = changed(EVERYTHING);
    let text: String = files.values().cloned().collect();
    for (name, keys) in TABLES {
        for key in *keys {
            assert!(text.contains(&format!("{}:", key.name)), "nothing tests {} of {name}", key.name);
        }
    }
}
