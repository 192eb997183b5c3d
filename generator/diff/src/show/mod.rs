//! How a [`Review`] looks to people, to programs, to GitHub and in a changelog; and the table of rules.
//!
//! Texts of a spec are shown, never obeyed: each format escapes what could mean something in it.

pub mod changelog;
mod github;
mod json;
mod markdown;
mod rules;
mod schema;
mod text;
mod view;

pub use markdown::{LONGEST_COMMENT, MARKER};
pub use rules::{rules_json, rules_markdown, rules_text};
pub use schema::json_schema;

use super::change::Place;
use super::review::{Counts, Review};
use super::rule::Severity;
use wxgen::report::visible;

/// All severities, the worst first.
const WORST_FIRST: [Severity; 4] = [Severity::Breaking, Severity::Risky, Severity::Compatible, Severity::Docs];

/// `1 change`, `2 changes`.
fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// What there is of each kind, and the word for it.
fn counted(counts: &Counts) -> Vec<(usize, &'static str)> {
    let all = [
        (counts.breaking, "breaking"),
        (counts.risky, "risky"),
        (counts.compatible, "compatible"),
        (counts.docs, "docs"),
        (counts.accepted, "accepted"),
    ];
    all.into_iter().filter(|(n, _)| *n > 0).collect()
}

/// `spec/member/bind.yaml:12`.
fn at(place: &Place) -> String {
    format!("{}:{}", place.shown, place.line)
}

/// The first `longest` characters on one line, those that do not show written out; a mark says that there are more.
fn shorten(text: &str, longest: usize) -> String {
    let mut one_line = String::new();
    for word in text.split_whitespace() {
        if !one_line.is_empty() {
            one_line.push(' ');
        }
        one_line.push_str(word);
    }
    let shown = visible(&one_line);
    match shown.char_indices().nth(longest) {
        Some((end, _)) => shown.get(..end).unwrap_or_default().to_owned() + "…",
        None => shown,
    }
}

/// What a release has to be, in one sentence.
fn release(review: &Review) -> String {
    let verdict = &review.verdict;
    let (needed, declared) = (&verdict.needed, &verdict.declared);
    let known = match (verdict.bump, verdict.enough) {
        (None, true) => format!("nothing to release after {}", review.old.version),
        (None, false) => format!("{declared} is declared, which is before {}", review.old.version),
        (Some(bump), true) => format!("a {} change: {declared} is declared and is enough", bump.word()),
        (Some(bump), false) => format!("a {} change: {needed} is needed, but {declared} is declared", bump.word()),
    };
    match review.skipped().next() {
        Some(_) => known + ", as far as could be compared",
        None => known,
    }
}
