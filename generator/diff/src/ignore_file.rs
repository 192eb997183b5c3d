//! The ignore file of `wxgen diff`: a list of accepted changes.

use wxgen::report::Diagnostic;
use wxgen::source::FileId;
use wxgen::source::Spanned;
use wxgen::yaml::tree::read_tree;
use wxgen::yaml::{Key, Shape, Table, list};

/// An entry of the ignore file of `wxgen diff`.
pub(crate) const IGNORE: &[Key] = &[
    Key::required("fingerprint", Shape::Words, "The change, by the fingerprint that `wxgen diff` shows."),
    Key::required("reason", Shape::Words, "Why it is accepted."),
    Key::required("expires", Shape::Words, "Last day on which it is, YYYY-MM-DD."),
];

/// An entry as written, with all its parts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IgnoreSpec {
    /// Fingerprint of a change.
    pub(crate) fingerprint: Spanned<String>,
    /// Why the change is accepted.
    pub(crate) reason: Spanned<String>,
    /// Last day on which it is.
    pub(crate) expires: Spanned<String>,
}

/// Reads the entries; those that lack a part are reported and passed over.
pub(crate) fn ignores(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<IgnoreSpec> {
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
