//! Diagnostics for people, as rustc shows them.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::visible::is_hidden;
use super::{Diagnostic, Label, Severity, visible};
use crate::source::{FileId, SourceFile, Sources, floor};

/// How wide a rendering may get.
const WIDTH: usize = 140;

/// Lines with more bytes are named, not shown: no person wrote them, and laying them out takes long.
const LONGEST_SHOWN: usize = 4_000;

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
            group = match labels
                .iter()
                .find(|(_, label)| source.line_range(label.span.start as usize).len() > LONGEST_SHOWN)
            {
                Some((_, label)) => group.element(origin(source, label)),
                None => group.element(snippet(source, &labels)),
            };
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

/// Where a label is, without the text.
fn origin<'a>(source: &'a SourceFile, label: &Label) -> Origin<'a> {
    let position = source.position(label.span.start);
    Origin::path(visible(&source.shown)).line(position.line).char_column(position.column)
}

/// The lines that the labels are on, and what is between them.
fn snippet<'a>(source: &'a SourceFile, labels: &[(AnnotationKind, &'a Label)]) -> Snippet<'a, Annotation<'a>> {
    let text = &source.text;
    let ranges: Vec<_> = labels.iter().map(|(_, label)| first_line(text, label)).collect();
    let first = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let last = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let (from, to) = (source.line_range(first).start, source.line_range(last).end);
    let line = labels.iter().map(|(_, label)| source.position(label.span.start).line).min().unwrap_or(1);
    let mut snippet = Snippet::source(showable(text.get(from..to).unwrap_or_default()))
        .line_start(line)
        .path(visible(&source.shown))
        .fold(true);
    for ((kind, label), range) in labels.iter().zip(ranges) {
        let annotation = kind.span(range.start - from..range.end - from);
        snippet = snippet.annotation(match label.text.is_empty() {
            true => annotation,
            false => annotation.label(visible(&label.text)),
        });
    }
    snippet
}

/// What a label is on. A span of several lines is shown by its first.
fn first_line(text: &str, label: &Label) -> Range<usize> {
    let end = floor(text, label.span.end as usize);
    let start = floor(text, label.span.start as usize).min(end);
    let end = text.get(start..end).and_then(|text| text.find(['\r', '\n'])).map_or(end, |at| start + at);
    start..end
}

/// Source text with hidden characters replaced by as many bytes that show.
fn showable(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let ends_line = c == '\n' || (c == '\r' && chars.peek() == Some(&'\n'));
        if is_hidden(c) && !ends_line && c != '\t' {
            out.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}
