//! Rules about what fields say of their values: names, defaults, secrets, what is required.

use serde_json::Value;

use super::Check;
use super::walk::walk;
use super::wanted::wanted;
use crate::model::fit::{self, Budget, Rules};
use crate::parse::{FieldSpec, TypeSpec};
use crate::report::{Diagnostic, codes};
use crate::source::Spanned;

fn each_field(check: &mut Check<'_>, rule: fn(&FieldSpec, &mut Vec<Diagnostic>)) {
    for endpoint in &check.spec.endpoints {
        for fields in [&endpoint.request, &endpoint.response] {
            walk(fields, &mut |field| rule(field, &mut check.diagnostics));
        }
    }
}

/// A field has a name.
pub(super) fn fields_have_names(check: &mut Check<'_>) {
    each_field(check, |field, found| {
        if field.wire.value.trim().is_empty() {
            found.push(Diagnostic::error(codes::EMPTY_TEXT, "a field has no name").at(field.wire.span, ""));
        }
    });
}

/// Defaults fit their type, and required fields have none.
pub(super) fn defaults(check: &mut Check<'_>) {
    each_field(check, |field, found| {
        let Some(default) = &field.default else { return };
        if let Some(required) = field.required.as_ref().filter(|flag| flag.value) {
            found.push(
                Diagnostic::error(codes::BAD_DEFAULT, "a required field has no use for a default")
                    .at(default.span, "the default")
                    .also(required.span, "required"),
            );
        }
        if let Some(wanted) = misfit(&field.ty, &default.value) {
            found.push(
                Diagnostic::error(codes::BAD_DEFAULT, format!("this default is not {wanted}"))
                    .at(default.span, "")
                    .also(field.ty.span, "the type"),
            );
        }
    });
}

/// What a type wants, where the default is not that.
fn misfit(ty: &Spanned<TypeSpec>, value: &Value) -> Option<&'static str> {
    match (&ty.value, value) {
        (TypeSpec::Array(items), Value::Array(values)) => values.iter().find_map(|value| misfit(&items.ty, value)),
        (TypeSpec::Map(items), Value::Object(values)) => values.values().find_map(|value| misfit(&items.ty, value)),
        (
            TypeSpec::Object { .. } | TypeSpec::Binary | TypeSpec::File | TypeSpec::Const(_) | TypeSpec::OneOf { .. },
            _,
        ) => Some("possible for this type"),
        _ => {
            let rules = Rules { constants: false, null_is_absent: false };
            let mut budget = Budget { compared: usize::MAX, found: 1 };
            (!fit::value(ty, value, rules, &mut budget).is_empty()).then(|| wanted(&ty.value))
        }
    }
}

/// Only texts are secrets.
pub(super) fn secrets(check: &mut Check<'_>) {
    each_field(check, |field, found| {
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

/// `required` is not said where it has no meaning.
pub(super) fn required(check: &mut Check<'_>) {
    each_field(check, |field, found| match &field.ty.value {
        TypeSpec::OneOf { alternatives, .. } => {
            for flag in alternatives.iter().filter_map(|alternative| alternative.required.as_ref()) {
                found.push(
                    Diagnostic::error(codes::BAD_FLAG, "an alternative is neither required nor not")
                        .at(flag.span, "")
                        .also(field.ty.span, "the choice")
                        .help("say `required` on the choice; without it the choice is required"),
                );
            }
        }
        TypeSpec::Const(_) => {
            for flag in field.required.iter().filter(|flag| !flag.value) {
                found.push(
                    Diagnostic::error(codes::BAD_FLAG, "a fixed value is always sent")
                        .at(flag.span, "")
                        .also(field.ty.span, "it is fixed here")
                        .help("where it can be left out, it is an enum with one value"),
                );
            }
        }
        _ => {}
    });
}

/// A value of an enum stands once, however it is spelled (`1`, `0x1`).
pub(super) fn enum_values_stand_once(check: &mut Check<'_>) {
    each_field(check, |field, found| {
        if let TypeSpec::Enum { values, .. } = super::walk::innermost(field) {
            let all = values.iter().map(|value| (value.wire.value.as_str(), value.wire.span));
            found.extend(super::api::twice("value", all));
        }
    });
}
