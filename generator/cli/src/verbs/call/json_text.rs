//! JSON for people: indented, coloured only where a person looks.

use anstyle::{AnsiColor, Style};
use serde_json::Value;
use wxgen::report::visible_json;

const KEY: Style = AnsiColor::Blue.on_default().bold();
const TEXT: Style = AnsiColor::Green.on_default();
const OTHER: Style = AnsiColor::Cyan.on_default();

/// Indented JSON in which nothing only looks like something else. On a terminal it has colours.
pub(super) fn json_text(value: &Value, terminal: bool) -> String {
    let plain = visible_json(&serde_json::to_string_pretty(value).unwrap_or_default());
    match terminal {
        true => plain.lines().map(coloured).collect::<Vec<_>>().join("\n"),
        false => plain,
    }
}

fn coloured(line: &str) -> String {
    let content = line.trim_start();
    let (indent, _) = line.split_at(line.len() - content.len());
    let (key, value) = match after_text(content).and_then(|end| content.split_at_checked(end)) {
        Some((key, rest)) if rest.starts_with(": ") => (format!("{KEY}{key}{KEY:#}: "), rest.trim_start_matches(": ")),
        _ => (String::new(), content),
    };
    let style = match value.as_bytes().first() {
        Some(b'"') => TEXT,
        Some(b'{' | b'}' | b'[' | b']') | None => return format!("{indent}{key}{value}"),
        _ => OTHER,
    };
    let (value, comma) = value.strip_suffix(',').map_or((value, ""), |value| (value, ","));
    format!("{indent}{key}{style}{value}{style:#}{comma}")
}

/// Where the text ends that a line begins with.
fn after_text(line: &str) -> Option<usize> {
    let mut escaped = false;
    let mut chars = line.strip_prefix('"')?.char_indices();
    chars.find_map(|(at, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at + 2)
    })
}
