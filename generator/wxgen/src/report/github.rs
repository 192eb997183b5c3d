//! Diagnostics as annotations of a GitHub workflow.

use super::{Diagnostic, visible};
use crate::source::Sources;

/// One workflow command per diagnostic.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| one(diagnostic, sources) + "\n").collect()
}

fn one(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let severity = diagnostic.severity.name();
    let lines = std::iter::once(&diagnostic.message).chain(&diagnostic.help);
    let message = lines.map(|line| visible(line)).collect::<Vec<_>>().join("\n");
    let file = diagnostic.primary.as_ref().and_then(|label| Some((label, sources.file(label.span.file)?)));
    match file {
        Some((label, file)) => {
            let at = file.position(label.span.start);
            github_line(severity, &file.shown, at.line, at.column, diagnostic.code, &message)
        }
        None => github_note(severity, diagnostic.code, &message),
    }
}

/// A workflow command. Nothing in it can end it early or start another.
pub fn github_line(severity: &str, file: &str, line: usize, column: usize, title: &str, message: &str) -> String {
    let (file, title, message) = (property(file), property(title), escape(message));
    format!("::{severity} file={file},line={line},col={column},title={title}::{message}")
}

/// A workflow command about no file.
pub fn github_note(severity: &str, title: &str, message: &str) -> String {
    format!("::{severity} title={}::{}", property(title), escape(message))
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}
