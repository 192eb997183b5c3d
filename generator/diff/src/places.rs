//! Where things stand in one version. Lines are counted for the files that changes are in, and for no others.

use std::collections::HashMap;

use super::change::Place;
use super::version::Version;
use wxgen::model::Field;
use wxgen::parse::{EndpointSpec, FieldSpec};
use wxgen::source::{FileId, Span};

/// Finds places of one version.
pub(super) struct Places<'a> {
    version: &'a Version,
    endpoints: HashMap<&'a str, &'a EndpointSpec>,
    lines: HashMap<FileId, Lines>,
}

/// A file's lines, and where we looked last: places are mostly asked for in order.
struct Lines {
    starts: Vec<usize>,
    last: Option<Seen>,
}

#[derive(Clone, Copy)]
struct Seen {
    line: usize,
    byte: usize,
    column: usize,
}

impl<'a> Places<'a> {
    /// Those of a version.
    pub(super) fn of(version: &'a Version) -> Self {
        let specs = version.spec.endpoints.iter();
        let endpoints = specs.map(|spec| (version.sources.path(spec.file), spec)).collect();
        Self { version, endpoints, lines: HashMap::new() }
    }

    /// The endpoint of a file, as written.
    pub(super) fn endpoint(&self, file: &str) -> Option<&'a EndpointSpec> {
        self.endpoints.get(file).copied()
    }

    /// Line and column of a span.
    pub(super) fn place(&mut self, span: Span) -> Option<Place> {
        let file = self.version.sources.file(span.file)?;
        let lines = self.lines.entry(span.file).or_insert_with(|| Lines::of(&file.text));
        let (line, column) = lines.position(&file.text, span.start as usize);
        Some(Place { file: file.path.clone(), shown: file.shown.clone(), line, column })
    }
}

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { starts: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect(), last: None }
    }

    /// Both from 1; columns count characters.
    fn position(&mut self, text: &str, byte: usize) -> (usize, usize) {
        let byte = byte.min(text.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        let line_start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let from = self.last.filter(|last| last.line == line && last.byte <= byte);
        let from = from.unwrap_or(Seen { line, byte: line_start, column: 1 });
        let between = text.get(from.byte..byte).unwrap_or_default();
        let column = from.column + between.chars().count();
        self.last = Some(Seen { line, byte, column });
        (line, column)
    }
}

/// A field, and the field as written.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) field: &'a Field,
    pub(super) spec: Option<&'a FieldSpec>,
}

impl Placed<'_> {
    /// Where its name stands.
    pub(super) fn span(&self) -> Option<Span> {
        self.spec.map(|spec| spec.wire.span)
    }

    /// Where one of its keys stands, or else its name.
    pub(super) fn span_of(&self, key: impl Fn(&FieldSpec) -> Option<Span>) -> Option<Span> {
        self.spec.and_then(key).or(self.span())
    }
}

/// Fields with the fields as written. Both stand in the same order; should one be missing, they are found by name.
pub(super) fn placed<'a>(fields: &'a [Field], specs: &'a [FieldSpec]) -> Vec<Placed<'a>> {
    let same = |(field, spec): (&Field, &FieldSpec)| field.wire == spec.wire.value;
    if fields.len() == specs.len() && fields.iter().zip(specs).all(same) {
        return fields.iter().zip(specs).map(|(field, spec)| Placed { field, spec: Some(spec) }).collect();
    }
    let by_name: HashMap<_, _> = specs.iter().map(|spec| (spec.wire.value.as_str(), spec)).collect();
    fields.iter().map(|field| Placed { field, spec: by_name.get(field.wire.as_str()).copied() }).collect()
}
