//! The ignore file: changes that were looked at and accepted, each with a reason and a day on which that ends.

use std::collections::HashMap;

use crate::ignore_file::{IgnoreSpec, ignores};
use wxgen::check::is_date;
use wxgen::report;
use wxgen::report::{Diagnostic, codes};
use wxgen::source::{FileId, SourceFile, Sources};

/// Accepted changes, in the order of the file. None by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignores {
    /// The entries.
    pub entries: Vec<Ignore>,
}

/// An entry of the ignore file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// Fingerprint of the change.
    pub fingerprint: String,
    /// What was decided.
    pub accepted: Accepted,
    /// The ignore file as people see it.
    pub file: String,
    /// Line of the entry, from 1.
    pub line: usize,
}

/// Why a change is accepted, and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Why.
    pub reason: String,
    /// The last day, YYYY-MM-DD.
    pub expires: String,
}

/// An ignore file with mistakes.
#[derive(Debug)]
pub struct Refused {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The file, for showing them.
    pub sources: Sources,
}

impl Ignores {
    /// Reads the text of an ignore file, which people know as `shown`.
    ///
    /// # Errors
    ///
    /// Any mistake in it: an entry that is passed over would accept nothing, and one that is guessed too much.
    pub fn read(shown: &str, text: &str) -> Result<Self, Refused> {
        let file = SourceFile::new(shown, shown, text);
        let sources = Sources::of(vec![file]);
        let mut diagnostics = Vec::new();
        let written = ignores(FileId(0), text, &mut diagnostics);
        check(&written, &mut diagnostics);
        let line_ends: Vec<_> = text.match_indices('\n').map(|(at, _)| at).collect();
        let entry = |spec: IgnoreSpec| Ignore {
            line: line_ends.partition_point(|end| *end < spec.fingerprint.span.start as usize) + 1,
            fingerprint: spec.fingerprint.value,
            accepted: Accepted { reason: spec.reason.value, expires: spec.expires.value },
            file: shown.to_owned(),
        };
        let entries = written.into_iter().map(entry).collect();
        report::sort(&mut diagnostics);
        if diagnostics.is_empty() { Ok(Self { entries }) } else { Err(Refused { diagnostics, sources }) }
    }
}

impl Ignore {
    /// Is its last day over? Days are YYYY-MM-DD and so are in order as texts.
    pub fn has_expired(&self, today: &str) -> bool {
        self.accepted.expires.as_str() < today
    }
}

/// Fingerprints are such, and each stands once; dates are dates.
fn check(written: &[IgnoreSpec], diagnostics: &mut Vec<Diagnostic>) {
    let mut firsts = HashMap::new();
    for IgnoreSpec { fingerprint, expires, .. } in written {
        if !is_fingerprint(&fingerprint.value) {
            let message = format!("{:?} is not a fingerprint", fingerprint.value);
            diagnostics.push(
                Diagnostic::error(codes::BAD_FINGERPRINT, message)
                    .at(fingerprint.span, "16 digits of 0-9 and a-f are wanted")
                    .help("`wxgen diff` shows the fingerprint of each change"),
            );
        }
        match firsts.get(fingerprint.value.as_str()) {
            None => drop(firsts.insert(fingerprint.value.as_str(), fingerprint.span)),
            Some(first) => diagnostics.push(
                Diagnostic::error(codes::ACCEPTED_TWICE, "a change is accepted twice")
                    .at(fingerprint.span, "the second one")
                    .also(*first, "the first one")
                    .help("keep one of the two"),
            ),
        }
        if !is_date(&expires.value) {
            let message = format!("{:?} is not a date (YYYY-MM-DD)", expires.value);
            diagnostics.push(Diagnostic::error(codes::BAD_FACT, message).at(expires.span, ""));
        }
    }
}

fn is_fingerprint(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
