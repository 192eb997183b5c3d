//! What can come next: from the spec where it is an endpoint or a parameter, else from the command line's definition.

use std::ffi::OsString;
use std::path::Path;

use clap::CommandFactory;

use super::super::Cli;

/// Something that can be typed.
pub(super) struct Word {
    pub(super) text: String,
    /// What it is, in a few words.
    pub(super) about: String,
}

/// The candidates for a word, after these words. What cannot be read has none.
pub(super) fn candidates(before: &[String], typed: &str) -> Vec<Word> {
    let mut command = Cli::command();
    #[cfg(feature = "call")]
    if let Some(known) = super::spec_words::of_the_spec(&mut command, before, typed) {
        return known;
    }
    let mut words: Vec<OsString> = before.iter().map(OsString::from).collect();
    words.push(typed.into());
    let at = before.len();
    let found = clap_complete::engine::complete(&mut command, words, at, Some(Path::new("."))).unwrap_or_default();
    found
        .iter()
        .filter(|candidate| !candidate.is_hide_set())
        .map(|candidate| Word {
            text: candidate.get_value().to_string_lossy().into_owned(),
            about: candidate.get_help().map(ToString::to_string).unwrap_or_default(),
        })
        .collect()
}
