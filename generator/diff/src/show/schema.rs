//! The JSON Schema of what [`Review::json`](crate::Review::json) gives.

use serde_json::{Map, Value, json};

const EFFECTS: &[&str] = &["none", "compatible", "risky", "breaking"];
const SEVERITIES: &[&str] = &["docs", "compatible", "risky", "breaking"];
const BUMPS: &[&str] = &["patch", "minor", "major"];

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
            "review": review(),
            "side": object("One of the two versions.", &[
                ("label", text("How it was named: main, spec, `.`.")),
                ("version", text("The version that its api.yaml declares.")),
            ]),
            "change": change(),
            "place": object("Where it stands.", &[
                ("file", text("Path from the folder of the repository, behind `REV:` if read from a revision, or as given.")),
                ("line", number(1, "From 1.")),
                ("column", number(1, "In characters, from 1.")),
            ]),
            "left_out": object("A file that could not be understood.", &[
                ("side", word(&["old", "new"], "Of which version.")),
                ("file", text("Path.")),
                ("line", number(1, "Line of the first error.")),
                ("endpoint", or_null(text("Its endpoint, where that much was understood."))),
                ("code", text("Code of the first error, for `wxgen explain`.")),
                ("why", text("The first error.")),
                ("errors", number(1, "How many errors there are.")),
            ]),
            "ignore": object("An entry of the ignore file.", &[
                ("fingerprint", fingerprint()),
                ("reason", text("Why the change is accepted.")),
                ("expires", date()),
                ("file", text("The ignore file.")),
                ("line", number(1, "Line of the entry.")),
            ]),
        },
    })
}

fn review() -> Value {
    let ignores = object(
        "Entries of the ignore file that do nothing.",
        &[
            ("expired", list("ignore", "Entries for changes that are here, whose last day is over.")),
            ("unused", list("ignore", "Entries that no change needs. None while a part is left out.")),
        ],
    );
    object(
        "What changed between two versions, and what it amounts to.",
        &[
            ("old", reference("side")),
            ("new", reference("side")),
            ("verdict", verdict()),
            ("counts", counts()),
            ("changes", list("change", "By endpoint, the worst of each first.")),
            ("left_out", list("left_out", "What could not be compared.")),
            ("ignores", ignores),
        ],
    )
}

fn verdict() -> Value {
    object(
        "What all changes amount to.",
        &[
            ("severity", word(&with_none(SEVERITIES), "The worst of what is not accepted; `--deny` goes by it.")),
            ("wire", word(EFFECTS, "The worst effect on the wire, accepted or not.")),
            ("rust", word(EFFECTS, "The worst effect on code that uses the crate, accepted or not.")),
            ("bump", word(&with_none(BUMPS), "What a release has to raise from 1.0.0 on, accepted or not.")),
            ("declared", text("The version that the new api.yaml declares.")),
            ("needed", text("The first version after the old one that may hold the changes, before 1.0.0 too.")),
            ("enough", json!({ "type": "boolean", "description": "Is the declared version at least the needed one?" })),
        ],
    )
}

fn counts() -> Value {
    let of = |word: &'static str| (word, number(0, "That are not accepted."));
    object(
        "How many changes there are.",
        &[of("breaking"), of("risky"), of("compatible"), of("docs"), ("accepted", number(0, "Of whatever severity."))],
    )
}

fn change() -> Value {
    let accepted = object("Why it is accepted.", &[("reason", text("Why.")), ("expires", date())]);
    object(
        "A change.",
        &[
            (
                "rule",
                json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "description": "Kind of change, for good." }),
            ),
            ("severity", word(SEVERITIES, "The worse of its effects.")),
            ("wire", word(EFFECTS, "What it does to callers of WeChat.")),
            ("rust", word(EFFECTS, "What it does to code that uses the crate.")),
            ("bump", word(BUMPS, "What a release has to raise for it alone.")),
            ("area", or_null(text("The area; null for what all areas share."))),
            ("endpoint", or_null(text("The endpoint, by its old name; null for what all endpoints share."))),
            ("part", text("The part, `request.tester.wechatid`; empty for the whole endpoint.")),
            ("before", or_null(text("What it was."))),
            ("after", or_null(text("What it is."))),
            ("old", or_null(reference("place"))),
            ("new", or_null(reference("place"))),
            ("what", text("What changed, in a few words.")),
            ("for_rust", text("What it means for a user of the crate.")),
            ("on_wire", text("What it means on the wire.")),
            ("fingerprint", fingerprint()),
            ("accepted", or_null(accepted)),
        ],
    )
}

/// An object with these entries and no others.
fn object(doc: &str, entries: &[(&str, Value)]) -> Value {
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

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn list(of: &str, doc: &str) -> Value {
    json!({ "type": "array", "items": reference(of), "description": doc })
}

fn text(doc: &str) -> Value {
    json!({ "type": "string", "description": doc })
}

fn number(least: u32, doc: &str) -> Value {
    json!({ "type": "integer", "minimum": least, "description": doc })
}

fn word(words: &[&str], doc: &str) -> Value {
    json!({ "enum": words, "description": doc })
}

fn with_none<'w>(words: &[&'w str]) -> Vec<&'w str> {
    std::iter::once("none").chain(words.iter().copied()).collect()
}

fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn fingerprint() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{16}$", "description": "Stays the same when other things change." })
}

fn date() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "The last day, YYYY-MM-DD." })
}
