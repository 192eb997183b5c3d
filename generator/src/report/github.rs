//! Diagnostics as annotations of a GitHub workflow.

use super::Diagnostic;
use crate::read::{Position, Sources};

/// One workflow command per diagnostic.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| one(diagnostic, sources) + "\n").collect()
}

fn one(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic.primary.as_ref().and_then(|label| {
        let file = sources.file(label.span.file)?;
        Some((file.shown.as_str(), Position::of(&file.text, label.span.start)))
    });
    let (file, at) = place.unwrap_or(("", Position { line: 1, column: 1 }));
    let message = std::iter::once(&diagnostic.message).chain(&diagnostic.help).cloned().collect::<Vec<_>>().join("\n");
    github_line(diagnostic.severity.name(), file, at.line, at.column, diagnostic.code, &message)
}

/// A workflow command. Nothing in it can end it early or start another.
pub fn github_line(severity: &str, file: &str, line: usize, column: usize, title: &str, message: &str) -> String {
    let (file, title, message) = (property(file), property(title), escape(message));
    format!("::{severity} file={file},line={line},col={column},title={title}::{message}")
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}
