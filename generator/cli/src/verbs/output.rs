//! Printing: results on stdout, troubles on stderr, colour only where a person looks.

use std::io::{self, IsTerminal, Write};

use serde_json::{Value, json};
use wxgen::persist::Written;
use wxgen::pipeline::Loaded;
use wxgen::report;
pub(super) use wxgen::text::count;

use super::Format;

/// Prints lines of the result. A closed pipe is not an error.
pub(super) fn line(text: &str) {
    let _ = io::stdout().write_all(format!("{text}\n").as_bytes());
}

/// Prints what a person should look at.
pub(super) fn trouble(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Prints JSON with a stable layout.
pub(super) fn json(value: &Value) {
    line(&report::visible_json(&serde_json::to_string_pretty(value).unwrap_or_default()));
}

/// What became of files on disk, with the diagnostics of the spec they come from.
pub(super) fn written(loaded: &Loaded, outcome: &Written) -> Value {
    let Written { written, overwritten, unchanged, removed, left } = outcome;
    let mut result = report::json(&loaded.diagnostics, &loaded.sources);
    if let Value::Object(entries) = &mut result {
        entries.insert("written".to_owned(), json!(written));
        entries.insert("overwritten".to_owned(), json!(overwritten));
        entries.insert("unchanged".to_owned(), json!(unchanged));
        entries.insert("removed".to_owned(), json!(removed));
        entries.insert("left".to_owned(), json!(left));
    }
    result
}

/// Files that were left where they are, a line each, and why.
pub(super) fn left(paths: &[String]) -> String {
    let line = |path| format!("left     {path} (no longer part of the output, and not as wxgen wrote it)\n");
    paths.iter().map(line).collect()
}

/// Prints why a verb could not run.
pub(super) fn error(format: Format, message: &str) {
    match format {
        Format::Json => json(&json!({ "error": message })),
        Format::Text | Format::Github => {
            let _ = writeln!(io::stderr(), "error: {message}");
        }
    }
}

/// Prints diagnostics for people or for GitHub; in JSON they are part of the result.
pub(super) fn diagnostics(format: Format, loaded: &Loaded) {
    let text = match format {
        Format::Text => report::text(&loaded.diagnostics, &loaded.sources, io::stderr().is_terminal()),
        Format::Github => report::github(&loaded.diagnostics, &loaded.sources),
        Format::Json => return,
    };
    let _ = match format {
        Format::Github => io::stdout().write_all(text.as_bytes()),
        _ => io::stderr().write_all(text.as_bytes()),
    };
}
