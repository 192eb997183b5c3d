//! Diagnostics: what is wrong with a spec, where, and what to do; and how to show them.

pub mod codes;
mod explain;
mod github;
mod json;
mod text;
mod visible;

pub use codes::Code;
pub use explain::explain;
pub use github::{github, github_line, github_note};
pub use json::json;
pub use text::text;
pub use visible::{is_hidden, visible, visible_json};

use crate::source::{FileId, Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Generation goes on.
    Warning,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, `WX0012`.
    pub code: Code,
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

impl Diagnostic {
    /// An error, so far without a place.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            help: Vec::new(),
        }
    }

    /// A warning, so far without a place.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// The file it is about.
    pub fn file(&self) -> Option<FileId> {
        self.primary.as_ref().map(|label| label.span.file)
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { span, text: text.into() });
        self
    }

    /// Names another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Says what was probably meant, if anything known comes near.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(known) => self.help(format!("did you mean {known:?}?")),
            None => self,
        }
    }
}

/// How many problems of one file are listed.
const MOST_OF_A_FILE: usize = 200;

/// Sorts by place, then code, and drops what is said twice. Of a file with very many problems the first are kept, and
/// one more says how many there were.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| order(a).cmp(&order(b)));
    diagnostics.dedup();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for of_a_file in diagnostics.chunk_by(|a, b| a.file() == b.file()) {
        let (listed, rest) = of_a_file.split_at(of_a_file.len().min(MOST_OF_A_FILE));
        kept.extend_from_slice(listed);
        if let Some(first) = rest.first().and_then(|first| first.primary.as_ref()) {
            let error = rest.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
            let message = format!("{} more problems in this file", rest.len());
            let severity = if error { Severity::Error } else { Severity::Warning };
            let more = Diagnostic { severity, ..Diagnostic::error(codes::TOO_MANY, message) };
            kept.push(more.at(first.span, "the next one").help("mend those above first"));
        }
    }
    *diagnostics = kept;
}

fn order(diagnostic: &Diagnostic) -> (Option<Span>, Code, &str) {
    (diagnostic.primary.as_ref().map(|label| label.span), diagnostic.code, &diagnostic.message)
}

/// How many known words are looked at for one that comes near.
const MOST_COMPARED: usize = 500;

/// The known word nearest to what was written, if it is near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Comparing is quadratic, and no word of the format is that long.
    if written.len() > 64 {
        return None;
    }
    let folded = written.to_lowercase();
    known
        .into_iter()
        .take(MOST_COMPARED)
        .map(|word| (strsim::damerau_levenshtein(&folded, &word.to_lowercase()), word))
        .filter(|(distance, word)| *distance <= word.chars().count().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}
