//! Names that people chose stay apart after Rust casing. (Names of nested types are derived, and numbered by `lower`.)

use std::collections::HashMap;

use super::Check;
use super::fields::walk;
use crate::names;
use crate::parse::{ErrcodeSpec, FieldSpec, Spanned, TypeSpec};
use crate::read::Span;
use crate::report::{Diagnostic, codes};

/// A name as written, what Rust makes of it, where it stands.
type Name<'a> = (&'a str, String, Span);

/// Finds names that become the same.
fn clashes<'a>(what: &str, all: impl Iterator<Item = Name<'a>>, help: &str) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, (&str, Span)> = HashMap::new();
    let mut found = Vec::new();
    for (written, rust, span) in all {
        match seen.get(&rust) {
            None => {
                seen.insert(rust, (written, span));
            }
            Some((first, first_span)) => found.push(
                Diagnostic::error(
                    codes::NAME_CLASH,
                    format!("{what} {written:?} and {first:?} are both `{rust}` in Rust"),
                )
                .at(span, "this one")
                .also(*first_span, "and this one")
                .help(help),
            ),
        }
    }
    found
}

/// Endpoints of one area.
pub(super) fn endpoints_of_an_area(check: &mut Check<'_>) {
    let mut areas: Vec<(&str, Vec<Name<'_>>)> = Vec::new();
    for endpoint in &check.spec.endpoints {
        let name = &endpoint.name;
        let entry = (name.value.as_str(), names::type_name(&name.value), name.span);
        match areas.iter_mut().find(|(area, _)| *area == endpoint.area.value) {
            Some((_, entries)) => entries.push(entry),
            None => areas.push((&endpoint.area.value, vec![entry])),
        }
    }
    for (_, entries) in areas {
        check.diagnostics.extend(clashes(
            "the endpoints",
            entries.into_iter(),
            "give one of them another `name`, or put it in another area",
        ));
    }
}

/// Fields of one object, and alternatives of one choice.
pub(super) fn fields_of_objects(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        for fields in [&endpoint.request, &endpoint.response] {
            found.extend(field_clashes(fields));
            walk(fields, &mut |field| match &field.ty.value {
                TypeSpec::Object { fields, .. } | TypeSpec::OneOf { alternatives: fields, .. } => {
                    found.extend(field_clashes(fields));
                }
                TypeSpec::Array(items) | TypeSpec::Map(items) => {
                    if let TypeSpec::Object { fields, .. } = &items.ty.value {
                        found.extend(field_clashes(fields));
                    }
                }
                _ => {}
            });
        }
    }
    found.dedup();
    check.diagnostics.extend(found);
}

fn field_clashes(fields: &[FieldSpec]) -> Vec<Diagnostic> {
    let all = fields.iter().map(|field| {
        let words = chosen(&field.name, &field.wire);
        (words.0, names::field(words.0), words.1)
    });
    clashes("the fields", all, "set `name:` on one of them")
}

/// Values of one enum.
pub(super) fn variants(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        for fields in [&endpoint.request, &endpoint.response] {
            walk(fields, &mut |field| {
                let mut ty = &field.ty.value;
                while let TypeSpec::Array(items) | TypeSpec::Map(items) = ty {
                    ty = &items.ty.value;
                }
                if let TypeSpec::Enum { values, .. } = ty {
                    let all = values.iter().map(|value| {
                        let words = chosen(&value.name, &value.wire);
                        (words.0, names::variant(words.0), words.1)
                    });
                    found.extend(clashes("the values", all, "give one of them another name"));
                }
            });
        }
    }
    found.dedup();
    check.diagnostics.extend(found);
}

/// Error variants of one endpoint.
pub(super) fn error_variants(check: &mut Check<'_>) {
    let shared = &check.spec.errcodes;
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        let all = endpoint.errcodes.iter().filter_map(|code| {
            let base = shared.iter().find(|base| base.code.value == code.code.value);
            variant(code).or_else(|| variant(base?)).map(|name| (name, names::variant(name), code.code.span))
        });
        found.extend(clashes("the codes", all, "give one of them another `name`"));
    }
    check.diagnostics.extend(found);
}

/// Variants of the shared codes.
pub(super) fn shared_variants(check: &mut Check<'_>) {
    let all = check
        .spec
        .errcodes
        .iter()
        .filter_map(|code| variant(code).map(|name| (name, names::variant(name), code.code.span)));
    let found = clashes("the codes", all, "give one of them another `name`");
    check.diagnostics.extend(found);
}

fn variant(code: &ErrcodeSpec) -> Option<&str> {
    code.name.as_ref().map(|name| name.value.as_str())
}

/// The name a person gave, else the wire's.
fn chosen<'a>(name: &'a Option<Spanned<String>>, wire: &'a Spanned<String>) -> (&'a str, Span) {
    match name {
        Some(name) => (&name.value, name.span),
        None => (&wire.value, wire.span),
    }
}
