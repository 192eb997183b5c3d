//! Diagnostics: what is wrong with a spec, where, and what to do.

use crate::read::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Generation goes on.
    Warning,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, `WX0012`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where, with a short word on it; `None`: the folder as a whole.
    pub primary: Option<Label>,
    /// Other places it has to do with.
    pub secondary: Vec<Label>,
    /// What to do.
    pub help: Vec<String>,
}

/// A place and a word on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The word; may be empty.
    pub text: String,
}
