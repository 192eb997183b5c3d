//! Versions in memory: a small good spec, and texts that change it.
//!
//! A text of sections says what two versions have: `--- old member/find.yaml` and `--- new member/find.yaml`, each with
//! the keys that this version of the file has instead of those of the good spec, or beside them. A file that the good spec
//! has not is given whole. What is under `--- changes` is what is told, one change a line.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use wxgen::report::Severity;
use wxgen::source::Sources;
use wxgen::{check, lower, parse, report};
use wxgen_diff::{Change, Diff, Place, Version, diff};

/// Paths and texts of a spec.
pub(crate) type Files = BTreeMap<String, String>;

/// Two versions, and what is told of them.
pub(crate) struct Pair {
    pub(crate) old: Files,
    pub(crate) new: Files,
    pub(crate) told: String,
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff")
}

/// The good spec.
pub(crate) fn base() -> Files {
    let sections = sections(include_str!("base.spec"));
    sections.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

/// The two versions of a text.
pub(crate) fn pair(text: &str) -> Pair {
    let mut pair = Pair { old: base(), new: base(), told: String::new() };
    for (header, text) in sections(text) {
        match header.split_once(' ') {
            Some(("old", path)) => change(&mut pair.old, path, &text),
            Some(("new", path)) => change(&mut pair.new, path, &text),
            _ => pair.told = text,
        }
    }
    pair
}

/// The good spec with other keys in one file.
pub(crate) fn with(path: &str, text: &str) -> Files {
    let mut files = base();
    change(&mut files, path, text);
    files
}

fn sections(text: &str) -> Vec<(&str, String)> {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("--- ") {
            Some(header) => sections.push((header.trim(), String::new())),
            None => sections.last_mut().expect("a text starts with a section").1.push_str(line),
        }
    }
    sections
}

fn change(files: &mut Files, path: &str, text: &str) {
    let mut keys = keys_of(files.get(path).map_or("", String::as_str));
    for (key, text) in keys_of(text) {
        match keys.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = text,
            None => keys.push((key, text)),
        }
    }
    files.insert(path.to_owned(), keys.into_iter().map(|(_, text)| text).collect());
}

/// The keys at the top of a file, each with its text.
pub(crate) fn keys_of(text: &str) -> Vec<(String, String)> {
    let mut keys: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let key = line.split_once(':').map(|(key, _)| key).filter(|key| !key.starts_with(' '));
        match (key, keys.last_mut()) {
            (Some(key), _) => keys.push((key.to_owned(), line.to_owned())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    keys
}

/// What files mean. They have no errors.
pub(crate) fn version(label: &str, files: &Files) -> Version {
    let sources = Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let mut diagnostics = Vec::new();
    let spec = parse::parse(&sources, &mut diagnostics);
    diagnostics.extend(check::check(&spec, &sources));
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    assert!(diagnostics.is_empty(), "{}", report::text(&diagnostics, &sources, false));
    let api = lower::lower(&spec, &sources);
    Version { label: label.to_owned(), sources, spec, api, skipped: Vec::new() }
}

pub(crate) fn diff_of(old: &Files, new: &Files) -> Diff {
    diff(&version("old", old), &version("new", new))
}

/// Changes, one a line.
pub(crate) fn shown(changes: &[Change]) -> String {
    changes.iter().fold(String::new(), |mut shown, change| {
        let subject = &change.subject;
        let of = [subject.area.as_deref(), subject.endpoint.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "-".to_owned());
        let at = |place: &Option<Place>| match place {
            Some(Place { file, line, column, .. }) => format!("{file}:{line}:{column}"),
            None => "-".to_owned(),
        };
        let (rule, part) = (change.rule.id, &subject.part);
        let _ = writeln!(shown, "{rule} | {} {part}", of.join("/"));
        let _ = writeln!(shown, "  {} → {}", word(&change.before), word(&change.after));
        let _ = writeln!(shown, "  {} → {}", at(&change.old), at(&change.new));
        shown
    })
}
