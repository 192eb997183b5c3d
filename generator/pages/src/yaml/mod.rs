//! Endpoint → the text of its spec file.
//!
//! No sentence of a page gets into it: names, types, codes, paths, wire texts, ids and examples are facts; a summary is
//! for a person to write, and until then says so.

mod codes;
mod fields;
mod header;
mod text;
mod verify;

use std::collections::BTreeMap;

use serde_json::Value;

pub(super) use codes::{Shared, SharedTables, code as errcode};
pub(super) use fields::{field, fields, plain};
pub(super) use header::permission_sets;
pub(super) use text::{Yaml, entry, flow, item, scalar};
pub(super) use verify::problems;

use super::draft::{Draft, Example, Side};
use super::fields::{self as page_fields, Fields};
use super::reconcile::{Endpoint, Source};

/// The most that examples of one endpoint take, in bytes.
const MOST_OF_EXAMPLES: usize = 16 << 10;

/// The spec file of an endpoint under that name. `method` and `path` are those of the draft.
pub(super) fn spec(endpoint: &Endpoint, name: &str, made_up: bool, shared: &Shared) -> String {
    let draft = &endpoint.draft;
    let said = page_fields::of(draft);
    let mut head = header::header(endpoint, name);
    let fields = [("request", &said.request, Side::Request), ("response", &said.response, Side::Reply)];
    for (key, fields, side) in fields.iter().filter(|(_, fields, _)| !fields.is_empty()) {
        head.push('\n');
        head.push_str(&entry(&Value::from(*key), &self::fields(fields, *side), 0));
    }
    if let Some(codes) = codes::codes(&draft.errcodes, shared) {
        head.push('\n');
        head.push_str(&entry(&Value::from("errcodes"), &codes, 0));
    }
    let mut tail = String::new();
    let sources: Vec<_> = endpoint.sources.iter().map(source).collect();
    tail.push_str("\nsources:\n");
    sources.iter().for_each(|source| tail.push_str(&item(source, 2)));
    let notes = notes(endpoint, &said, made_up);
    if !notes.is_empty() {
        tail.push_str("\nnotes:\n");
        notes.into_iter().for_each(|note| tail.push_str(&item(&Yaml::text(note), 2)));
    }
    let examples = examples(draft);
    let examples = verify::fitting(&head, &tail, examples, shared);
    format!("{head}{}{tail}", verify::block(&examples))
}

/// A source as an entry of `sources`.
pub(super) fn source(source: &Source) -> Yaml {
    let mut all = Yaml::map([("page", Yaml::text(&*source.page)), ("generation", Yaml::text(&*source.generation))]);
    if let Some(date) = &source.captured {
        all = all.with("captured", Yaml::text(date));
    }
    all.with("sha256", Yaml::text(&*source.sha256))
}

/// Requests and replies that are JSON objects and say something, in pairs.
fn examples(draft: &Draft) -> Vec<[Option<Value>; 2]> {
    let mut room = MOST_OF_EXAMPLES;
    let mut of = |side: Side| -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        let fits = |example: &&Example| example.side == side && example.text.len() <= MOST_OF_EXAMPLES;
        for example in draft.examples.iter().filter(fits) {
            let value =
                page_fields::value(example).filter(|value| value.as_object().is_some_and(|all| !all.is_empty()));
            if let Some(value) = value.filter(|value| example.text.len() <= room && !values.contains(value)) {
                room -= example.text.len();
                values.push(value);
            }
        }
        values
    };
    let (requests, replies) = (of(Side::Request), of(Side::Reply));
    let count = requests.len().max(replies.len());
    let (mut requests, mut replies) = (requests.into_iter(), replies.into_iter());
    (0..count).map(|_| [requests.next(), replies.next()]).collect()
}

fn notes(endpoint: &Endpoint, said: &Fields, made_up: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if made_up {
        notes.push("No page gives the endpoint this name; it is made from what the page says.".to_owned());
    }
    let numbers: Vec<_> = BTreeMap::from([("request", &said.request), ("reply", &said.response)])
        .into_iter()
        .map(|(side, all)| (side, fields::numbers(all)))
        .filter(|(_, names)| !names.is_empty())
        .collect();
    for (side, names) in numbers {
        let names = names.join(", ");
        notes.push(format!("Numbers of the {side} that no page calls whole and that were taken for it: {names}."));
    }
    notes.extend(endpoint.notes.iter().cloned());
    notes
}
