//! Diagnostics for people, as rustc shows them.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::visible::is_hidden;
use super::{Diagnostic, Label, Severity, visible};
use crate::read::{FileId, SourceFile, Sources};

/// How wide a rendering may get.
const WIDTH: usize = 140;

/// Shows all diagnostics, each followed by a blank line.
pub fn text(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&[group(diagnostic, sources)]));
        out.push_str("\n\n");
    }
    out
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(visible(&diagnostic.message)).id(diagnostic.code));
    for (file, labels) in by_file(diagnostic) {
        if let Some(source) = sources.file(file) {
            group = group.element(snippet(source, &labels));
        }
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    group
}

/// The places file by file, the primary one first.
fn by_file(diagnostic: &Diagnostic) -> Vec<(FileId, Vec<(AnnotationKind, &Label)>)> {
    let mut files: Vec<(FileId, Vec<_>)> = Vec::new();
    let primary = diagnostic.primary.iter().map(|label| (AnnotationKind::Primary, label));
    let secondary = diagnostic.secondary.iter().map(|label| (AnnotationKind::Context, label));
    for (kind, label) in primary.chain(secondary) {
        match files.iter_mut().find(|(file, _)| *file == label.span.file) {
            Some((_, labels)) => labels.push((kind, label)),
            None => files.push((label.span.file, vec![(kind, label)])),
        }
    }
    files
}

fn snippet<'a>(
    source: &'a SourceFile,
    labels: &[(AnnotationKind, &'a Label)],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut snippet = Snippet::source(showable(&source.text)).path(visible(&source.shown)).fold(true);
    for (kind, label) in labels {
        let end = floor(&source.text, label.span.end);
        let start = floor(&source.text, label.span.start).min(end);
        // A span of several lines is shown by its first.
        let line_end = source.text.get(start..end).and_then(|text| text.find('\n')).map_or(end, |at| start + at);
        let annotation = kind.span(start..line_end);
        snippet = snippet.annotation(match label.text.is_empty() {
            true => annotation,
            false => annotation.label(visible(&label.text)),
        });
    }
    snippet
}

fn floor(text: &str, byte: u32) -> usize {
    let mut byte = (byte as usize).min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// Source text with hidden characters replaced by as many bytes that show.
fn showable(text: &str) -> String {
    let hidden = |c: char| is_hidden(c) && c != '\n' && c != '\t' && c != '\r';
    if !text.contains(hidden) {
        return text.to_owned();
    }
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if hidden(c) {
            out.extend(std::iter::repeat_n('?', c.len_utf8()))
        } else {
            out.push(c)
        }
        out
    })
}
