//! Rules about what fields say of their values: names, defaults, secrets, what is required.

use serde_json::Value;

use super::Check;
use super::walk::walk;
use crate::model::EnumBase;
use crate::parse::{FieldSpec, TypeSpec};
use crate::report::{Diagnostic, codes};

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
        if let Some(wanted) = misfit(&field.ty.value, &default.value) {
            found.push(
                Diagnostic::error(codes::BAD_DEFAULT, format!("this default is not {wanted}"))
                    .at(default.span, "")
                    .also(field.ty.span, "the type"),
            );
        }
    });
}

/// What a type wants, where the value is not that.
fn misfit(ty: &TypeSpec, value: &Value) -> Option<&'static str> {
    let (fits, wanted) = match ty {
        TypeSpec::String => (value.is_string(), "a text (quote it if it looks like a number)"),
        TypeSpec::Integer => (value.is_i64(), "a whole number"),
        TypeSpec::Float => (value.is_number(), "a number"),
        TypeSpec::Boolean => (value.is_boolean(), "true or false"),
        TypeSpec::Enum { base, values, .. } => {
            let text = match (base, value) {
                (EnumBase::String, Value::String(text)) => Some(text.clone()),
                (EnumBase::Integer, Value::Number(number)) => Some(number.to_string()),
                _ => None,
            };
            (text.is_some_and(|text| values.iter().any(|known| known.wire.value == text)), "a value of the enum")
        }
        TypeSpec::Array(items) => {
            return match value {
                Value::Array(values) => values.iter().find_map(|value| misfit(&items.ty.value, value)),
                _ => Some("a list"),
            };
        }
        TypeSpec::Map(items) => {
            return match value {
                Value::Object(values) => values.values().find_map(|value| misfit(&items.ty.value, value)),
                _ => Some("a mapping"),
            };
        }
        TypeSpec::Json | TypeSpec::Invalid => (true, ""),
        TypeSpec::Object { .. } | TypeSpec::Binary | TypeSpec::File | TypeSpec::Const(_) | TypeSpec::OneOf { .. } => {
            (false, "possible for this type")
        }
    };
    (!fits).then_some(wanted)
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
