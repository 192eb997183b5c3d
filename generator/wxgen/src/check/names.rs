//! Names that people chose stay apart after Rust casing. (Names of nested types are derived, and numbered by `lower`.)

use std::collections::{BTreeMap, HashMap, HashSet};

use heck::ToUpperCamelCase;

use super::Check;
use super::walk::{field_lists, innermost, walk};
use crate::names;
use crate::parse::{EndpointSpec, ErrcodeSpec, FieldSpec, TypeSpec};
use crate::report::{Diagnostic, codes};
use crate::source::Span;
use crate::source::Spanned;

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

/// The endpoints of each area that have a name.
fn areas<'a>(check: &Check<'a>) -> BTreeMap<&'a str, Vec<&'a EndpointSpec>> {
    let mut areas: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for endpoint in check.spec.endpoints.iter().filter(|endpoint| !endpoint.name.value.is_empty()) {
        areas.entry(&endpoint.area.value).or_default().push(endpoint);
    }
    areas
}

/// Endpoints of one area.
pub(super) fn endpoints_of_an_area(check: &mut Check<'_>) {
    for endpoints in areas(check).values() {
        let all = endpoints.iter().map(|endpoint| &endpoint.name);
        let all = all.map(|name| (name.value.as_str(), names::type_name(&name.value), name.span));
        let help = "give one of them another `name`, or put it in another area";
        check.diagnostics.extend(clashes("the endpoints", all, help));
    }
}

/// Types of one area that have a name of their own, beside the request, reply and errors of its endpoints.
pub(super) fn types_of_an_area(check: &mut Check<'_>) {
    for endpoints in areas(check).values() {
        let mut requests = HashSet::new();
        // Endpoints that clash themselves are reported already.
        let apart: Vec<_> = endpoints.iter().filter(|e| requests.insert(names::type_name(&e.name.value))).collect();
        let made: Vec<_> = ["", "Reply", "Error"]
            .iter()
            .flat_map(|part| apart.iter().map(move |endpoint| (*part, &endpoint.name)))
            .map(|(part, name)| (format!("{}{part}", name.value), names::type_name(&name.value) + part, name.span))
            .collect();
        let mut given = Vec::new();
        for endpoint in endpoints {
            for fields in [&endpoint.request, &endpoint.response] {
                walk(fields, &mut |field| given.extend(type_name(field)));
            }
        }
        let given = given.iter().map(|name| (name.value.as_str(), names::type_name(&name.value), name.span));
        let all = made.iter().map(|(written, rust, span)| (written.as_str(), rust.clone(), *span)).chain(given);
        check.diagnostics.extend(clashes("the types", all, "give one of them another name"));
    }
}

fn type_name(field: &FieldSpec) -> Option<&Spanned<String>> {
    match innermost(field) {
        TypeSpec::Object { type_name, .. } | TypeSpec::Enum { type_name, .. } | TypeSpec::OneOf { type_name, .. } => {
            type_name.as_ref()
        }
        _ => None,
    }
}

/// Fields of one object, and alternatives of one choice.
pub(super) fn fields_of_objects(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        for list in field_lists(&endpoint.request).into_iter().chain(field_lists(&endpoint.response)) {
            let all = list.iter().map(|field| {
                let (words, span) = chosen(&field.name, &field.wire);
                (words, names::field(words), span)
            });
            check.diagnostics.extend(clashes("the fields", all, "set `name:` on one of them"));
        }
    }
}

/// Values of one enum.
pub(super) fn variants(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        for fields in [&endpoint.request, &endpoint.response] {
            walk(fields, &mut |field| {
                let TypeSpec::Enum { values, .. } = innermost(field) else { return };
                let all = values.iter().map(|value| {
                    let (words, span) = chosen(&value.name, &value.wire);
                    (words, names::variant(words), span)
                });
                check.diagnostics.extend(clashes("the values", all, "set `name:` on one of them"));
            });
        }
    }
}

/// Error variants of one endpoint.
pub(super) fn error_variants(check: &mut Check<'_>) {
    let spec = check.spec;
    let mut of_areas: HashMap<&str, HashMap<i64, &ErrcodeSpec>> = HashMap::new();
    let mut found = Vec::new();
    for endpoint in &spec.endpoints {
        let area = endpoint.area.value.as_str();
        let shared = of_areas.entry(area).or_insert_with(|| {
            // The area's own come first, and count.
            let mut known = HashMap::new();
            for code in spec.codes_for(area) {
                known.entry(code.code.value).or_insert(code);
            }
            known
        });
        let all = endpoint.errcodes.iter().filter_map(|code| {
            let base = shared.get(&code.code.value).copied();
            let (words, span) = variant(code).or_else(|| Some((variant(base?)?.0, code.code.span)))?;
            Some((words, names::variant(words), span))
        });
        found.extend(clashes("the codes", all, "give one of them another `name`"));
        found.extend(endpoint.errcodes.iter().filter_map(reserved));
    }
    check.diagnostics.extend(found);
}

/// Variants of the shared codes, each table for itself.
pub(super) fn shared_variants(check: &mut Check<'_>) {
    let of_areas = check.spec.area_errcodes.iter().map(|of| &of.codes);
    for codes in [&check.spec.errcodes].into_iter().chain(of_areas) {
        let all = codes.iter().filter_map(variant).map(|(words, span)| (words, names::variant(words), span));
        check.diagnostics.extend(clashes("the codes", all, "give one of them another `name`"));
        check.diagnostics.extend(codes.iter().filter_map(reserved));
    }
}

fn variant(code: &ErrcodeSpec) -> Option<(&str, Span)> {
    code.name.as_ref().map(|name| (name.value.as_str(), name.span))
}

/// Every error enum has variants `Common` and `Unknown` of its own.
fn reserved(code: &ErrcodeSpec) -> Option<Diagnostic> {
    let (words, span) = variant(code)?;
    let rust = words.to_upper_camel_case();
    let taken = matches!(rust.as_str(), "Common" | "Unknown");
    taken.then(|| {
        Diagnostic::error(codes::NAME_CLASH, format!("every error enum has a variant `{rust}` already"))
            .at(span, "")
            .help("say in the name what went wrong")
    })
}

/// The name a person gave, else the wire's.
fn chosen<'a>(name: &'a Option<Spanned<String>>, wire: &'a Spanned<String>) -> (&'a str, Span) {
    match name {
        Some(name) => (&name.value, name.span),
        None => (&wire.value, wire.span),
    }
}
