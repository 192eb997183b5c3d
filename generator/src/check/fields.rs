//! Rules about fields: where they travel, what they can be.

use serde_json::Value;

use super::Check;
use crate::model::{EnumBase, Method, Place};
use crate::parse::{EndpointSpec, FieldSpec, TypeSpec};
use crate::report::{Diagnostic, codes};

/// Visits every field that has a name, alternatives of choices and fields of nested objects included. The depth of the
/// tree is bounded by the parser.
pub(super) fn walk<'a>(fields: &'a [FieldSpec], visit: &mut dyn FnMut(&'a FieldSpec)) {
    for field in fields {
        visit(field);
        let mut ty = &field.ty.value;
        while let TypeSpec::Array(items) | TypeSpec::Map(items) = ty {
            ty = &items.ty.value;
        }
        if let TypeSpec::Object { fields, .. } | TypeSpec::OneOf { alternatives: fields, .. } = ty {
            walk(fields, visit);
        }
    }
}

/// The fields nested in others, at any depth.
fn nested(fields: &[FieldSpec]) -> Vec<&FieldSpec> {
    let mut all = Vec::new();
    walk(fields, &mut |field| all.push(field));
    all.retain(|field| !is_top(fields, field));
    all
}

/// Is the field at the top of a request, or an alternative of a choice that is?
fn is_top(fields: &[FieldSpec], field: &FieldSpec) -> bool {
    fields.iter().any(|top| {
        std::ptr::eq(top, field)
            || matches!(&top.ty.value, TypeSpec::OneOf { alternatives, .. }
                if alternatives.iter().any(|alternative| std::ptr::eq(alternative, field)))
    })
}

/// What a GET sends travels in the URL; `in` is said at the top of requests only.
pub(super) fn places(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        let mut top = Vec::new();
        walk(&endpoint.request, &mut |field| top.push(field));
        top.retain(|field| is_top(&endpoint.request, field));
        for field in top {
            let place = field.place.as_ref().map_or(Place::Body, |place| place.value);
            if let (TypeSpec::OneOf { .. }, Some(place)) = (&field.ty.value, &field.place) {
                found.push(
                    Diagnostic::error(codes::BAD_PLACE, "a choice does not travel itself")
                        .at(place.span, "")
                        .help("say `in` on its alternatives"),
                );
            } else if endpoint.method.value == Method::Get && place == Place::Body && !is_choice(field) {
                let name = &field.wire.value;
                found.push(
                    Diagnostic::error(codes::BAD_PLACE, format!("a GET has no body for {name:?}"))
                        .at(field.wire.span, "")
                        .also(endpoint.method.span, "the method")
                        .help("add `in: query`, or make it a POST"),
                );
            } else if place == Place::Query && is_structured(&field.ty.value) {
                found.push(
                    Diagnostic::error(codes::BAD_PLACE, format!("{:?} has no form in a URL", field.wire.value))
                        .at(field.ty.span, "only plain values travel in the query"),
                );
            }
        }
        for field in nested(&endpoint.request) {
            found.extend(place_means_nothing(field, "it travels with what it is a part of"));
        }
        walk(&endpoint.response, &mut |field| {
            found.extend(place_means_nothing(field, "replies have no place to choose"));
        });
    }
    check.diagnostics.extend(found);
}

fn place_means_nothing(field: &FieldSpec, why: &str) -> Option<Diagnostic> {
    let place = field.place.as_ref()?;
    Some(Diagnostic::error(codes::BAD_PLACE, "`in` has no meaning here").at(place.span, why))
}

fn is_choice(field: &FieldSpec) -> bool {
    matches!(field.ty.value, TypeSpec::OneOf { .. } | TypeSpec::Invalid)
}

fn is_structured(ty: &TypeSpec) -> bool {
    matches!(ty, TypeSpec::Object { .. } | TypeSpec::Map(_) | TypeSpec::File)
}

/// Files, choices and fixed values stand where they mean something.
pub(super) fn misplaced_types(check: &mut Check<'_>) {
    let mut found = Vec::new();
    let mut report = |field: &FieldSpec, what: &str, help: &str| {
        found.push(Diagnostic::error(codes::MISPLACED_TYPE, what).at(field.ty.span, "").help(help));
    };
    for endpoint in &check.spec.endpoints {
        for field in nested(&endpoint.request) {
            if matches!(field.ty.value, TypeSpec::File) {
                report(field, "a file is a part of a form, not of an object", "move it to the top of the request");
            }
        }
        walk(&endpoint.request, &mut |field| {
            if let TypeSpec::OneOf { alternatives, .. } = &field.ty.value {
                for alternative in alternatives {
                    if matches!(alternative.ty.value, TypeSpec::Const(_) | TypeSpec::OneOf { .. }) {
                        report(
                            alternative,
                            "an alternative of a choice must be a value to give",
                            "make it a boolean or an enum, or write the choice out flat",
                        );
                    }
                }
            }
        });
        walk(&endpoint.response, &mut |field| match field.ty.value {
            TypeSpec::File => report(field, "a reply holds no files", "a reply of bytes is `returns: binary`"),
            TypeSpec::OneOf { .. } => {
                report(field, "a reply makes no choice to state", "list the fields one by one, not required");
            }
            TypeSpec::Const(_) => report(field, "a reply has no fixed values", "give it its type, such as string"),
            _ => {}
        });
        for fields in [&endpoint.request, &endpoint.response] {
            walk(fields, &mut |field| {
                let mut ty = &field.ty.value;
                while let TypeSpec::Array(items) | TypeSpec::Map(items) = ty {
                    if matches!(items.ty.value, TypeSpec::File | TypeSpec::Const(_) | TypeSpec::OneOf { .. }) {
                        report(items, "items cannot be a file, a fixed value or a choice", "make them an object");
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
        for field in endpoint.request.iter().filter(|field| field.wire.value == param) {
            found.push(
                Diagnostic::error(codes::IMPLIED_FIELD, format!("{param} is sent by itself"))
                    .at(field.wire.span, "leave it out")
                    .also(endpoint.token.span, "this says it all"),
            );
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
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        found.extend(twice_on_the_wire(&endpoint.request));
        for field in nested(&endpoint.request) {
            if let TypeSpec::Object { fields, .. } = &field.ty.value {
                found.extend(twice_on_the_wire(fields));
            }
        }
    }
    check.diagnostics.extend(found);
}

fn twice_on_the_wire(fields: &[FieldSpec]) -> Vec<Diagnostic> {
    let mut seen: Vec<&FieldSpec> = Vec::new();
    let mut found = Vec::new();
    for field in fields {
        let own = std::slice::from_ref(field);
        let travelling = match &field.ty.value {
            TypeSpec::OneOf { alternatives, .. } => alternatives.as_slice(),
            _ => own,
        };
        for field in travelling {
            if let Some(first) = seen.iter().find(|first| first.wire.value == field.wire.value) {
                found.push(
                    Diagnostic::error(codes::DUPLICATE, format!("{:?} is sent twice", field.wire.value))
                        .at(field.wire.span, "the second one")
                        .also(first.wire.span, "the first one"),
                );
            }
        }
        seen.extend(travelling);
    }
    found
}

/// Defaults fit their type, and required fields have none.
pub(super) fn defaults(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        for fields in [&endpoint.request, &endpoint.response] {
            walk(fields, &mut |field| {
                let Some(default) = &field.default else { return };
                if let Some(required) = field.required.as_ref().filter(|flag| flag.value) {
                    found.push(
                        Diagnostic::error(codes::BAD_DEFAULT, "a required field has no use for a default")
                            .at(default.span, "the default")
                            .also(required.span, "required"),
                    );
                }
                if let Some(wanted) = misfit(&field.ty.value, &default.value) {
                    found.push(
                        Diagnostic::error(codes::BAD_DEFAULT, format!("this default is not {wanted}"))
                            .at(default.span, "")
                            .also(field.ty.span, "the type"),
                    );
                }
            });
        }
    }
    check.diagnostics.extend(found);
}

/// What a plain type wants, where the value is not that.
fn misfit(ty: &TypeSpec, value: &Value) -> Option<&'static str> {
    let (fits, wanted) = match ty {
        TypeSpec::String => (value.is_string(), "a text (quote it if it looks like a number)"),
        TypeSpec::Integer => (value.is_i64(), "a whole number"),
        TypeSpec::Float => (value.is_number(), "a number"),
        TypeSpec::Boolean => (value.is_boolean(), "true or false"),
        TypeSpec::Array(_) => (value.is_array(), "a list"),
        TypeSpec::Enum { base, values, .. } => {
            let text = match (base, value) {
                (EnumBase::String, Value::String(text)) => Some(text.clone()),
                (EnumBase::Integer, Value::Number(number)) => Some(number.to_string()),
                _ => None,
            };
            (text.is_some_and(|text| values.iter().any(|known| known.wire.value == text)), "a value of the enum")
        }
        TypeSpec::Json | TypeSpec::Invalid => (true, ""),
        TypeSpec::Object { .. } | TypeSpec::Map(_) => (value.is_object(), "a mapping"),
        TypeSpec::Binary | TypeSpec::File | TypeSpec::Const(_) | TypeSpec::OneOf { .. } => {
            (false, "possible for this type")
        }
    };
    (!fits).then_some(wanted)
}

/// Only texts are secrets.
pub(super) fn secrets(check: &mut Check<'_>) {
    let mut found = Vec::new();
    for endpoint in &check.spec.endpoints {
        for fields in [&endpoint.request, &endpoint.response] {
            walk(fields, &mut |field| {
                let Some(secret) = field.secret.as_ref().filter(|flag| flag.value) else { return };
                if !matches!(field.ty.value, TypeSpec::String | TypeSpec::Invalid) {
                    found.push(
                        Diagnostic::error(codes::BAD_FLAG, "only a string can be secret")
                            .at(secret.span, "")
                            .also(field.ty.span, "the type"),
                    );
                }
            });
        }
    }
    check.diagnostics.extend(found);
}
