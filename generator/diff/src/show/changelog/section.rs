//! The section of a release: what it contains.

use std::fmt::Write;

use crate::review::{Review, Reviewed};
use crate::rule::{Effect, Severity};
use crate::show::{count, shorten};
use wxgen::markdown::{code, text};

/// Longer values are cut, in characters.
const LONGEST_VALUE: usize = 80;

/// Before what is written.
pub const BEGIN: &str = "<!-- wxgen diff: begin -->";
/// After what is written.
pub const END: &str = "<!-- wxgen diff: end -->";

/// The version that the release has to have: the declared one if it is enough, else the needed one.
pub fn release(review: &Review) -> &str {
    let verdict = &review.verdict;
    if verdict.enough { &verdict.declared } else { &verdict.needed }
}

/// What the section says of the changes, with the markers around it.
pub fn section(review: &Review) -> String {
    let mut out = format!("{BEGIN}\n");
    for heading in HEADINGS {
        let items = items(review, heading);
        if !items.is_empty() {
            let _ = writeln!(out, "\n### {}\n\n{items}", heading.title());
        }
    }
    out.push_str(if review.changes.is_empty() { "" } else { "\n" });
    // One blank line between parts.
    let out = out.replace("\n\n\n", "\n\n");
    out + END + "\n"
}

/// A heading of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Breaking,
    Added,
    Changed,
    Deprecated,
    Removed,
}

/// In the order of Keep a Changelog, but what breaks first. `Fixed` is not among them: that a change mends something is
/// known to people only.
const HEADINGS: [Heading; 5] =
    [Heading::Breaking, Heading::Added, Heading::Changed, Heading::Deprecated, Heading::Removed];

impl Heading {
    fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
        }
    }

    /// The heading that a change of the API belongs to.
    fn of(reviewed: &Reviewed) -> Self {
        let id = reviewed.change.rule.id;
        match () {
            () if reviewed.severity() == Severity::Breaking => Self::Breaking,
            () if id.ends_with("-deprecated") => Self::Deprecated,
            () if id.ends_with("-added") => Self::Added,
            () if id.ends_with("-removed") => Self::Removed,
            () => Self::Changed,
        }
    }
}

/// The items below a heading: one for each endpoint and kind of change.
fn items(review: &Review, heading: Heading) -> String {
    let mut out = String::new();
    let of_api = |reviewed: &&Reviewed| reviewed.severity() != Severity::Docs && Heading::of(reviewed) == heading;
    let all: Vec<_> = review.changes.iter().filter(of_api).collect();
    for alike in all.chunk_by(|a, b| a.group() == b.group() && a.change.rule.id == b.change.rule.id) {
        let Some(first) = alike.first() else { continue };
        let _ = writeln!(out, "- {}", item(first, alike));
    }
    let docs: Vec<_> = review.changes.iter().filter(|reviewed| reviewed.severity() == Severity::Docs).collect();
    let endpoints = docs.chunk_by(|a, b| a.group() == b.group()).count();
    if heading == Heading::Changed && endpoints > 0 {
        let _ = writeln!(out, "- Texts only: {} in {}.", count(docs.len(), "change"), count(endpoints, "place"));
    }
    out
}

fn item(first: &Reviewed, alike: &[&Reviewed]) -> String {
    let rule = first.change.rule;
    let mut item = match first.group() {
        (_, Some(endpoint)) => format!("{}: ", code(&shorten(endpoint, LONGEST_VALUE))),
        (Some(area), None) => format!("area {}: ", code(&shorten(area, LONGEST_VALUE))),
        (None, None) => String::new(),
    };
    item.push_str(&text(rule.what));
    let parts: Vec<_> = alike.iter().map(|reviewed| part(reviewed)).filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        let _ = write!(item, ": {}", parts.join(", "));
    }
    item.push('.');
    for (effect, meaning) in [(rule.rust, rule.for_rust), (rule.wire, rule.on_wire)] {
        if effect == Effect::Breaking {
            let _ = write!(item, " {}", text(meaning));
        }
    }
    item
}

/// `` `request.id` (`string` → `integer`) ``
fn part(reviewed: &Reviewed) -> String {
    let change = &reviewed.change;
    let value = |value: &str| code(&shorten(value, LONGEST_VALUE));
    let values = match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("{} → {}", value(before), value(after)),
        _ => String::new(),
    };
    match (change.subject.part.is_empty(), values.is_empty()) {
        (true, _) => values,
        (false, true) => value(&change.subject.part),
        (false, false) => format!("{} ({values})", value(&change.subject.part)),
    }
}
