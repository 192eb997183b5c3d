//! The ignore file of `wxgen diff`: a list of accepted changes.

use super::keys::IGNORE;
use super::spec::Spanned;
use super::table::{Table, list};
use super::tree::read_tree;
use crate::read::FileId;
use crate::report::Diagnostic;

/// An entry as written, with all its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct IgnoreSpec {
    /// Fingerprint of a change.
    pub fingerprint: Spanned<String>,
    /// Why the change is accepted.
    pub reason: Spanned<String>,
    /// Last day on which it is.
    pub expires: Spanned<String>,
}

/// Reads the entries; those that lack a part are reported and passed over.
pub fn ignores(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<IgnoreSpec> {
    let Ok(Some(root)) = read_tree(file, text, diagnostics) else { return Vec::new() };
    let mut entries = Vec::new();
    for node in list(&root, "the ignore file", diagnostics) {
        let Some(mut table) = Table::open(node, "an accepted change", IGNORE, diagnostics) else { continue };
        table.require(diagnostics);
        let fingerprint = table.text("fingerprint", diagnostics);
        let reason = table.text("reason", diagnostics);
        let expires = table.text("expires", diagnostics);
        table.close(diagnostics);
        if let (Some(fingerprint), Some(reason), Some(expires)) = (fingerprint, reason, expires) {
            entries.push(IgnoreSpec { fingerprint, reason, expires });
        }
    }
    entries
}
