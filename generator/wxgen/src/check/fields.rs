//! Rules about where fields travel and which types they can have there.

use std::collections::HashMap;

use super::Check;
use super::walk::{field_lists, nested, top, walk};
use crate::model::{Method, Place};
use crate::parse::{EndpointSpec, FieldSpec, TypeSpec};
use crate::report::{Diagnostic, codes};

/// What a GET sends travels in the URL; `in` is said at the top of requests only.
pub(super) fn places(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        found.extend(top(&endpoint.request).into_iter().filter_map(|field| misplaced(endpoint, field)));
        for field in nested(&endpoint.request) {
            found.extend(place_means_nothing(field, "it travels with what it is a part of"));
        }
        walk(&endpoint.response, &mut |field| {
            found.extend(place_means_nothing(field, "replies have no place to choose"));
        });
    }
    check.diagnostics.extend(found);
}

/// What is wrong with the place of a field at the top of a request.
fn misplaced(endpoint: &EndpointSpec, field: &FieldSpec) -> Option<Diagnostic> {
    let place = field.place.as_ref().map_or(Place::Body, |place| place.value);
    match (&field.ty.value, place) {
        (TypeSpec::Invalid, _) => None,
        (TypeSpec::OneOf { .. }, _) => {
            let place = field.place.as_ref()?;
            let diagnostic = Diagnostic::error(codes::BAD_PLACE, "a choice does not travel itself");
            Some(diagnostic.at(place.span, "").help("say `in` on its alternatives"))
        }
        (_, Place::Body) if endpoint.method.value == Method::Get => Some(
            Diagnostic::error(codes::BAD_PLACE, format!("a GET has no body for {:?}", field.wire.value))
                .at(field.wire.span, "")
                .also(endpoint.method.span, "the method")
                .help("add `in: query`, or make it a POST"),
        ),
        (ty, Place::Query) if is_structured(ty) => Some(
            Diagnostic::error(codes::BAD_PLACE, format!("{:?} has no form in a URL", field.wire.value))
                .at(field.ty.span, "only plain values travel in the query"),
        ),
        _ => None,
    }
}

fn place_means_nothing(field: &FieldSpec, why: &str) -> Option<Diagnostic> {
    let place = field.place.as_ref()?;
    Some(Diagnostic::error(codes::BAD_PLACE, "`in` has no meaning here").at(place.span, why))
}

fn is_structured(ty: &TypeSpec) -> bool {
    matches!(ty, TypeSpec::Object { .. } | TypeSpec::Map(_) | TypeSpec::Array(_) | TypeSpec::File)
}

fn misplaced_type(field: &FieldSpec, what: &str, help: &str) -> Diagnostic {
    Diagnostic::error(codes::MISPLACED_TYPE, what).at(field.ty.span, "").help(help)
}

/// Files are parts of the form, not of its parts.
pub(super) fn files_at_the_top(check: &mut Check<'_>) {
    let help = "move it to the top of the request";
    for endpoint in &check.spec.endpoints {
        let files = nested(&endpoint.request).into_iter().filter(|field| matches!(field.ty.value, TypeSpec::File));
        let found = files.map(|field| misplaced_type(field, "a file is a part of a form, not of an object", help));
        check.diagnostics.extend(found);
    }
}

/// An alternative of a choice is a value to give.
pub(super) fn alternatives_are_values(check: &mut Check<'_>) {
    let help = "make it a boolean or an enum, or write the choice out flat";
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        walk(&endpoint.request, &mut |field| {
            let TypeSpec::OneOf { alternatives, .. } = &field.ty.value else { return };
            let wrong = alternatives
                .iter()
                .filter(|alternative| matches!(alternative.ty.value, TypeSpec::Const(_) | TypeSpec::OneOf { .. }));
            found.extend(
                wrong.map(|field| misplaced_type(field, "an alternative of a choice must be a value to give", help)),
            );
        });
    }
    check.diagnostics.extend(found);
}

/// Files, choices and fixed values are sent, and do not come back.
pub(super) fn replies_are_values(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        walk(&endpoint.response, &mut |field| {
            let (what, help) = match field.ty.value {
                TypeSpec::File => ("a reply holds no files", "a reply of bytes is `returns: binary`"),
                TypeSpec::OneOf { .. } => {
                    ("a reply makes no choice to state", "list the fields one by one, not required")
                }
                TypeSpec::Const(_) => ("a reply has no fixed values", "give it its type, such as string"),
                _ => return,
            };
            found.push(misplaced_type(field, what, help));
        });
    }
    check.diagnostics.extend(found);
}

/// Items of arrays and maps are plain or objects.
pub(super) fn items_are_values(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        for fields in [&endpoint.request, &endpoint.response] {
            walk(fields, &mut |field| {
                let mut ty = &field.ty.value;
                while let TypeSpec::Array(items) | TypeSpec::Map(items) = ty {
                    if matches!(items.ty.value, TypeSpec::File | TypeSpec::Const(_) | TypeSpec::OneOf { .. }) {
                        let what = "items cannot be a file, a fixed value or a choice";
                        found.push(misplaced_type(items, what, "make them an object"));
                    }
                    ty = &items.ty.value;
                }
            });
        }
    }
    check.diagnostics.extend(found);
}

/// `errcode`, `errmsg` and the token are there by themselves.
pub(super) fn implied_fields(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        for field in &endpoint.response {
            if matches!(field.wire.value.as_str(), "errcode" | "errmsg") {
                found.push(
                    Diagnostic::error(codes::IMPLIED_FIELD, format!("{} is in every reply", field.wire.value))
                        .at(field.wire.span, "leave it out"),
                );
            }
        }
        let Some(param) = token_param(check, endpoint) else { continue };
        for field in top(&endpoint.request).into_iter().filter(|field| field.wire.value == param) {
            // The name of a choice does not travel.
            if !matches!(field.ty.value, TypeSpec::OneOf { .. }) {
                found.push(
                    Diagnostic::error(codes::IMPLIED_FIELD, format!("{param} is sent by itself"))
                        .at(field.wire.span, "leave it out")
                        .also(endpoint.token.span, "this says it all"),
                );
            }
        }
    }
    check.diagnostics.extend(found);
}

fn token_param<'a>(check: &Check<'a>, endpoint: &'a EndpointSpec) -> Option<&'a str> {
    if let Some(param) = &endpoint.token_param {
        return Some(&param.value);
    }
    let kind = check.spec.api.as_ref()?.tokens.iter().find(|kind| kind.name.value == endpoint.token.value)?;
    Some(kind.param.as_ref().map_or("access_token", |param| &param.value))
}

/// A parameter stands once: not both by itself and in a choice, nor in two choices.
pub(super) fn params_stand_once(check: &mut Check<'_>) {
    for endpoint in &check.spec.endpoints {
        for fields in field_lists(&endpoint.request) {
            check.diagnostics.extend(twice_on_the_wire(fields));
        }
    }
}

fn twice_on_the_wire(fields: &[FieldSpec]) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, (usize, &FieldSpec)> = HashMap::new();
    let mut found = Vec::new();
    for (group, field) in fields.iter().enumerate() {
        let own = std::slice::from_ref(field);
        let travelling = match &field.ty.value {
            TypeSpec::OneOf { alternatives, .. } => alternatives.as_slice(),
            _ => own,
        };
        for field in travelling {
            // Within one mapping the parser sees to it.
            let (first_group, first) = *seen.entry(&field.wire.value).or_insert((group, field));
            if first_group != group {
                found.push(
                    Diagnostic::error(codes::DUPLICATE, format!("{:?} is sent twice", field.wire.value))
                        .at(field.wire.span, "the second one")
                        .also(first.wire.span, "the first one"),
                );
            }
        }
    }
    found
}
