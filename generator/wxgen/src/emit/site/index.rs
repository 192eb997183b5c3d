//! The index of a site's search: a script that sets one object, so that it can be read from a folder as well as from a
//! server. One line for each thing, to be read in a diff.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::words::WORDS;
use crate::meanings;
use crate::model::{Api, Endpoint, Field, Object, Permissions, Reply, Type};

/// Its name.
pub const INDEX: &str = "search-index.js";

/// The script.
///
/// `areas`: id, title, Chinese title. `sets`: id, name, account. `endpoints`: name, page, method, path, summary, number
/// of the area, ids of permission sets, parameters, fields of the reply. `codes`: number, then for each meaning its name,
/// message, class, advice, whether it is shared, and numbers of endpoints. `words`: Chinese words with what they are in
/// names and summaries.
pub fn search_index(api: &Api) -> String {
    let areas: Vec<_> = api.areas.iter().map(|area| json!([area.id, area.title, area.title_zh])).collect();
    let sets: Vec<_> = api.permission_sets.iter().map(|set| json!([set.id, set.name, set.account_kind])).collect();
    let mut endpoints = Vec::new();
    let mut numbers = BTreeMap::new();
    for (at, area) in api.areas.iter().enumerate() {
        for endpoint in &area.endpoints {
            numbers.insert((area.id.as_str(), endpoint.module.as_str()), endpoints.len());
            endpoints.push(entry(at, &format!("{}/{}", area.id, endpoint.module), endpoint));
        }
    }
    let number = |area: &str, module: &str| numbers.get(&(area, module)).copied();
    let codes: Vec<_> = meanings::index(api)
        .into_iter()
        .map(|(code, meanings)| {
            let meanings = meanings.iter().map(|meaning| {
                let known = meaning.code;
                let places = meaning.endpoints.iter().filter_map(|(area, endpoint)| number(&area.id, &endpoint.module));
                let places: Vec<_> = places.collect();
                let shared = u8::from(meaning.shared);
                json!([known.variant, known.msg, known.class.name(), known.advice, shared, places])
            });
            json!([code, meanings.collect::<Vec<_>>()])
        })
        .collect();
    let words: Vec<_> = WORDS.iter().map(|(chinese, english)| json!([chinese, english])).collect();
    let mut script = String::from("window.searchIndex = {\n");
    for (name, lines) in
        [("areas", areas), ("sets", sets), ("endpoints", endpoints), ("codes", codes), ("words", words)]
    {
        script.push_str(&format!("{name}: [\n"));
        for line in lines {
            script.push_str(&format!("{line},\n"));
        }
        script.push_str("],\n");
    }
    script.push_str("};\n");
    script
}

fn entry(area: usize, page: &str, endpoint: &Endpoint) -> Value {
    let sets = match &endpoint.permissions {
        Permissions::OneOf(ids) => ids.clone(),
        _ => Vec::new(),
    };
    let reply = match &endpoint.reply {
        Reply::Json(object) => names(object),
        Reply::Binary { .. } => Vec::new(),
    };
    let Endpoint { name, method, path, summary, request, .. } = endpoint;
    json!([name, page, method.name(), path, summary, area, sets, names(request), reply])
}

/// The names of all fields, at any depth, each once.
fn names(object: &Object) -> Vec<&str> {
    let mut names = Vec::new();
    add(&object.fields, &mut names);
    names
}

fn add<'a>(fields: &'a [Field], names: &mut Vec<&'a str>) {
    for field in fields {
        if let Type::OneOf(choice) = &field.ty {
            add(&choice.alternatives, names);
            continue;
        }
        if !names.contains(&field.wire.as_str()) {
            names.push(&field.wire);
        }
        if let Some(inner) = inner(&field.ty) {
            add(&inner.fields, names);
        }
    }
}

fn inner(ty: &Type) -> Option<&Object> {
    match ty {
        Type::Array(items) | Type::Map(items) => inner(items),
        Type::Object(object) => Some(object),
        _ => None,
    }
}
