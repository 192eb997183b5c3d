//! The table of rules.

use std::fmt::Write;

use serde_json::{Value, json};

use super::WORST_FIRST;
use crate::RULES;
use wxgen::markdown::{code, text_in_cell};

/// For people: rules by severity, each with what it means.
pub fn rules_text() -> String {
    let mut out = String::new();
    for severity in WORST_FIRST {
        for rule in RULES.iter().filter(|rule| rule.severity() == severity) {
            let _ = writeln!(out, "{}  {}", rule.id, severity.word());
            let _ = writeln!(out, "    {}", rule.what);
            let _ = writeln!(out, "    Rust ({}): {}", rule.rust.word(), rule.for_rust);
            let _ = writeln!(out, "    wire ({}): {}", rule.wire.word(), rule.on_wire);
            if !rule.seen_by_semver_checks {
                out.push_str("    cargo semver-checks cannot see it\n");
            }
            out.push('\n');
        }
    }
    let _ = writeln!(out, "{} rules", RULES.len());
    out
}

/// For programs: `{"rules": [{rule, severity, wire, rust, bump, seen_by_semver_checks, what, for_rust, on_wire}]}`.
pub fn rules_json() -> Value {
    let all: Vec<_> = RULES
        .iter()
        .map(|rule| {
            json!({
                "rule": rule.id,
                "severity": rule.severity().word(),
                "wire": rule.wire.word(),
                "rust": rule.rust.word(),
                "bump": rule.bump().word(),
                "seen_by_semver_checks": rule.seen_by_semver_checks,
                "what": rule.what,
                "for_rust": rule.for_rust,
                "on_wire": rule.on_wire,
            })
        })
        .collect();
    json!({ "rules": all })
}

/// What stands above the table.
const INTRODUCTION: &str = "\
# Rules of `wxgen diff`

<!-- Written by `wxgen diff --rules --format markdown`. Edit the table in generator/diff/src, not this file. -->

Each change between two versions of a spec is of one of these kinds. A rule says what the change does to callers of
WeChat (wire) and what it does to code that uses the generated crate (Rust); its severity is the worse of the two, and the
version goes by Rust alone. Where *seen* says no, `cargo semver-checks` cannot see the change in the generated crates.

";

/// For the docs: a page with a table for each severity.
pub fn rules_markdown() -> String {
    let mut out = INTRODUCTION.to_owned();
    let _ = writeln!(out, "{} rules.", RULES.len());
    for severity in WORST_FIRST {
        let mut of_it = RULES.iter().filter(|rule| rule.severity() == severity).peekable();
        if of_it.peek().is_none() {
            continue;
        }
        let word = severity.word();
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        let _ = writeln!(out, "\n## {}{rest}\n", first.to_uppercase());
        out.push_str("| rule | what changed | Rust | wire | version | seen |\n");
        out.push_str("| --- | --- | --- | --- | --- | --- |\n");
        for rule in of_it {
            let effect = |word: &str, text: &str| format!("{word}: {}", text_in_cell(text));
            let cells = [
                code(rule.id),
                text_in_cell(rule.what),
                effect(rule.rust.word(), rule.for_rust),
                effect(rule.wire.word(), rule.on_wire),
                rule.bump().word().to_owned(),
                if rule.seen_by_semver_checks { "yes" } else { "no" }.to_owned(),
            ];
            let _ = writeln!(out, "| {} |", cells.join(" | "));
        }
    }
    out
}
