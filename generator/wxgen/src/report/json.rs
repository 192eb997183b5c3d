//! Diagnostics for programs.

use serde_json::{Map, Value, json};

use super::{Diagnostic, Label, visible};
use crate::source::Sources;

/// `{"diagnostics": [{code, severity, message, file, line, column, end_line, end_column, label, related, help}]}`.
/// Texts are as [`visible`] makes them. `file` and what follows it up to `label` are null where a diagnostic is about the folder as a whole.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    let all: Vec<_> = diagnostics.iter().map(|diagnostic| one(diagnostic, sources)).collect();
    json!({ "diagnostics": all })
}

fn one(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let mut entry = Map::new();
    entry.insert("code".to_owned(), json!(diagnostic.code));
    entry.insert("severity".to_owned(), json!(diagnostic.severity.name()));
    entry.insert("message".to_owned(), json!(visible(&diagnostic.message)));
    entry.extend(place(diagnostic.primary.as_ref(), sources));
    let related: Vec<_> = diagnostic.secondary.iter().map(|label| Value::Object(place(Some(label), sources))).collect();
    entry.insert("related".to_owned(), json!(related));
    entry.insert("help".to_owned(), json!(diagnostic.help.iter().map(|help| visible(help)).collect::<Vec<_>>()));
    Value::Object(entry)
}

fn place(label: Option<&Label>, sources: &Sources) -> Map<String, Value> {
    let found = label.and_then(|label| Some((label, sources.file(label.span.file)?)));
    let (start, end) = match found {
        Some((label, file)) => {
            let position = |byte| Some(file.position(byte));
            (position(label.span.start), position(label.span.end))
        }
        None => (None, None),
    };
    let entries = [
        ("file", json!(found.map(|(_, file)| &file.shown))),
        ("line", json!(start.map(|at| at.line))),
        ("column", json!(start.map(|at| at.column))),
        ("end_line", json!(end.map(|at| at.line))),
        ("end_column", json!(end.map(|at| at.column))),
        ("label", json!(label.map(|label| visible(&label.text)))),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
