//! What each code means, with an example and how to mend it. The texts stand in `explain/<code>.md`.

pub use crate::report::codes::CODES;

/// A code told at length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// What it means, how it looks and what to do, in Markdown.
    pub explanation: &'static str,
}

/// All codes, in order: those of specs, and those of captured pages.
pub fn all() -> impl Iterator<Item = Entry> {
    let mut all: Vec<_> = CODES.iter().copied().chain(crate::capture::explanations()).collect();
    all.sort_by_key(|entry| entry.code);
    all.into_iter()
}

/// The entry of a code, in either case.
pub fn explain(code: &str) -> Option<Entry> {
    all().find(|entry| entry.code.eq_ignore_ascii_case(code))
}
