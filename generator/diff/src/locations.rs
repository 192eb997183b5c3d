//! Where things are in one version.

use std::collections::HashMap;

use super::change::Place;
use super::version::Version;
use wxgen::model::Field;
use wxgen::parse::{EndpointSpec, FieldSpec};
use wxgen::source::Span;

/// Finds locations in one version.
pub(super) struct Locations<'a> {
    version: &'a Version,
    endpoints: HashMap<&'a str, &'a EndpointSpec>,
}

impl<'a> Locations<'a> {
    /// Those of a version.
    pub(super) fn of(version: &'a Version) -> Self {
        let specs = version.spec.endpoints.iter();
        let endpoints = specs.map(|spec| (version.sources.path(spec.file), spec)).collect();
        Self { version, endpoints }
    }

    /// The endpoint of a file, as written.
    pub(super) fn endpoint(&self, file: &str) -> Option<&'a EndpointSpec> {
        self.endpoints.get(file).copied()
    }

    /// Line and column of a span.
    pub(super) fn locate(&self, span: Span) -> Option<Place> {
        let file = self.version.sources.file(span.file)?;
        let at = file.position(span.start);
        Some(Place { file: file.path.clone(), shown: file.shown.clone(), line: at.line, column: at.column })
    }
}

/// A field, and the field as written.
#[derive(Clone, Copy)]
pub(super) struct WithSpec<'a> {
    pub(super) field: &'a Field,
    pub(super) spec: Option<&'a FieldSpec>,
}

impl WithSpec<'_> {
    /// Where its name is.
    pub(super) fn span(&self) -> Option<Span> {
        self.spec.map(|spec| spec.wire.span)
    }

    /// Where one of its keys is, or else its name.
    pub(super) fn span_of(&self, key: impl Fn(&FieldSpec) -> Option<Span>) -> Option<Span> {
        self.spec.and_then(key).or(self.span())
    }
}

/// Fields with the fields as written. Both are in the same order; should one be missing, they are found by name.
pub(super) fn with_specs<'a>(fields: &'a [Field], specs: &'a [FieldSpec]) -> Vec<WithSpec<'a>> {
    let same = |(field, spec): (&Field, &FieldSpec)| field.wire == spec.wire.value;
    if fields.len() == specs.len() && fields.iter().zip(specs).all(same) {
        return fields.iter().zip(specs).map(|(field, spec)| WithSpec { field, spec: Some(spec) }).collect();
    }
    let by_name: HashMap<_, _> = specs.iter().map(|spec| (spec.wire.value.as_str(), spec)).collect();
    fields.iter().map(|field| WithSpec { field, spec: by_name.get(field.wire.as_str()).copied() }).collect()
}
