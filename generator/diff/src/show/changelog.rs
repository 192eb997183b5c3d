//! The section of a release in `CHANGELOG.md`, in the format of Keep a Changelog.
//!
//! What is written stands between two markers and is replaced by the next run; all else in the file stays as it is, the
//! text by hand in the same section too. The section is that of the version that the new `api.yaml` declares, or of the
//! needed one where that is not enough. It is looked for in this order: below `Unreleased`, if the markers were put there;
//! the section of that version; the topmost section that has the markers and names a lower version without a date,
//! whose version is corrected, for a release that has no date is not out yet; else a new section above all versions. No
//! date is written, so that the same input gives the same text; one that was added by hand stays.

use std::fmt::{self, Write};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::shorten;
use crate::review::{Review, Reviewed};
use crate::rule::{Effect, Severity};
use wxgen::markdown::{code, text};
use wxgen::persist;
use wxgen::persist::PersistError;

/// Before what is written.
pub const BEGIN: &str = "<!-- wxgen diff: begin -->";
/// After what is written.
pub const END: &str = "<!-- wxgen diff: end -->";

/// What a changelog begins with that did not exist.
const PREAMBLE: &str = "\
# Changelog

All notable changes. The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), and versions follow
[SemVer](https://semver.org/): before 1.0 a breaking change raises the minor version.
";

/// Longer values are cut, in characters.
const LONGEST_VALUE: usize = 80;

/// Why nothing was written.
#[derive(Debug)]
pub enum ChangelogError {
    /// The markers of the file do not pair: what is wrong, and the line.
    BrokenMarkers(usize, &'static str),
    /// Reading failed.
    Io(PathBuf, io::Error),
    /// Writing failed, or was refused.
    Write(PersistError),
}

impl fmt::Display for ChangelogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BrokenMarkers(line, what) => {
                write!(f, "the changelog is left alone: {what} in line {line}; mend the markers, then run again")
            }
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ChangelogError {}

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

/// Writes the section into a changelog file, all or nothing. Tells whether the file has changed.
///
/// # Errors
///
/// When the markers in the file are broken, or it cannot be read or written; it is as it was then.
pub fn write(path: &Path, review: &Review) -> Result<bool, ChangelogError> {
    let failed = |error| ChangelogError::Io(path.to_owned(), error);
    let old = match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let new = super::changelog_file::with_section(old.as_deref().unwrap_or(PREAMBLE), review)?;
    if old.as_ref() == Some(&new) || (old.is_none() && new == PREAMBLE) {
        return Ok(false);
    }
    persist::put(path, new.as_bytes()).map_err(ChangelogError::Write)?;
    Ok(true)
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
        let _ = writeln!(
            out,
            "- Texts only: {} in {}.",
            super::count(docs.len(), "change"),
            super::count(endpoints, "place")
        );
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
