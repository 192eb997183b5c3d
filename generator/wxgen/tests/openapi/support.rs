//! The specs that are exported, and ways into the documents.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use wxgen::emit::openapi;
use wxgen::emit::openapi::Version;
use wxgen::model::{Api, Endpoint};

fn load(folder: &str) -> Api {
    let loaded = wxgen::pipeline::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let shown = wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
    loaded.api.unwrap_or_else(|| panic!("{shown}"))
}

/// A small spec with a bit of everything.
pub(crate) fn sample() -> &'static Api {
    static SAMPLE: LazyLock<Api> = LazyLock::new(|| load("tests/openapi/spec"));
    &SAMPLE
}

/// The spec with one of everything that the format can say.
pub(crate) fn golden() -> &'static Api {
    static GOLDEN: LazyLock<Api> = LazyLock::new(|| load("../../tests/golden/spec"));
    &GOLDEN
}

/// The spec of this repository.
pub(crate) fn repository() -> &'static Api {
    static REPOSITORY: LazyLock<Api> = LazyLock::new(|| load("../../spec"));
    &REPOSITORY
}

/// All of them.
pub(crate) fn all() -> [(&'static str, &'static Api); 3] {
    [("sample", sample()), ("golden", golden()), ("repository", repository())]
}

/// The document of a spec.
pub(crate) fn document(api: &Api, version: Version) -> Value {
    openapi::emit(api, version)
}

/// Every endpoint of a spec.
pub(crate) fn endpoints(api: &Api) -> impl Iterator<Item = &Endpoint> {
    api.areas.iter().flat_map(|area| &area.endpoints)
}

/// Path, method and operation of all operations.
pub(crate) fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        item.as_object().expect("operations").iter().map(move |(method, operation)| (&**path, &**method, operation))
    });
    operations.collect()
}

/// The operation of that name.
pub(crate) fn operation<'a>(document: &'a Value, id: &str) -> &'a Value {
    let all = operations(document);
    let found = all.iter().find(|(_, _, operation)| operation["operationId"] == id);
    found.unwrap_or_else(|| panic!("{id} is an operation")).2
}

/// Everything in a value that a function takes.
pub(crate) fn each<'a>(value: &'a Value, take: &mut impl FnMut(&'a Map<String, Value>)) {
    match value {
        Value::Object(entries) => {
            take(entries);
            entries.values().for_each(|value| each(value, take));
        }
        Value::Array(items) => items.iter().for_each(|value| each(value, take)),
        _ => {}
    }
}

/// Is the value one that the schema allows? The schema may refer to those of the document.
pub(crate) fn fits(document: &Value, schema: &Value, value: &Value) -> bool {
    let mut needed = Map::new();
    gather(document, schema, &mut needed);
    let schema = json!({ "allOf": [schema], "components": { "schemas": needed } });
    jsonschema::draft202012::new(&schema).expect("a schema").is_valid(value)
}

/// The schemas that a schema refers to, directly or not.
fn gather(document: &Value, schema: &Value, needed: &mut Map<String, Value>) {
    let mut names = Vec::new();
    each(schema, &mut |entries| {
        let name = entries.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/components/schemas/"));
        names.extend(name.map(str::to_owned));
    });
    for name in names {
        let schema = &document["components"]["schemas"][&name];
        if needed.insert(name, schema.clone()).is_none() {
            gather(document, schema, needed);
        }
    }
}
