//! Examples fit the spec they stand in.

use super::Check;
use crate::model::EnumBase;
use crate::parse::{EndpointSpec, ExampleKind, ExampleValue, FieldSpec, TypeSpec};
use crate::read::Span;
use crate::report::{Diagnostic, codes};

/// Example requests have every required field, no unknown one, and values that fit.
pub(super) fn requests(check: &mut Check<'_>) {
    each(check, |endpoint, found| {
        for value in endpoint.examples.iter().filter_map(|example| example.request.as_ref()) {
            object(value, &endpoint.request, Side::Request, &[], found);
        }
    });
}

/// Example replies have every field that is always there, no unknown one, and values that fit.
pub(super) fn responses(check: &mut Check<'_>) {
    each(check, |endpoint, found| {
        for value in endpoint.examples.iter().filter_map(|example| example.response.as_ref()) {
            // A reply that tells of an error has nothing else in it.
            let failed = entry(value, "errcode").is_some_and(|(_, code)| match &code.kind {
                ExampleKind::Scalar(code) => code.as_i64().is_some_and(|code| code != 0),
                _ => false,
            });
            if failed {
                continue;
            }
            object(value, &endpoint.response, Side::Reply, &["errcode", "errmsg"], found);
        }
    });
}

fn each(check: &mut Check<'_>, rule: fn(&EndpointSpec, &mut Vec<Diagnostic>)) {
    for endpoint in &check.spec.endpoints {
        rule(endpoint, &mut check.diagnostics);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Reply,
}

fn entry<'a>(value: &'a ExampleValue, key: &str) -> Option<&'a (Span, ExampleValue)> {
    match &value.kind {
        ExampleKind::Object(entries) => entries.get(key),
        _ => None,
    }
}

/// `implied`: keys that may stand there without being fields.
fn object(value: &ExampleValue, fields: &[FieldSpec], side: Side, implied: &[&str], found: &mut Vec<Diagnostic>) {
    let ExampleKind::Object(entries) = &value.kind else {
        return found.push(misfit(value.span, "a mapping", None));
    };
    let mut known = Vec::new();
    for field in fields {
        match &field.ty.value {
            TypeSpec::OneOf { alternatives, .. } => {
                choice(value, field, alternatives, side, found);
                known.extend(alternatives.iter().map(|alternative| alternative.wire.value.as_str()));
            }
            _ => {
                given(value, field, side, found);
                known.push(field.wire.value.as_str());
            }
        }
    }
    for (key, (span, _)) in entries {
        if !known.contains(&key.as_str()) && !implied.contains(&key.as_str()) {
            let what = if side == Side::Request { "the request" } else { "the reply" };
            found.push(
                Diagnostic::error(codes::EXAMPLE_UNKNOWN, format!("{key:?} is no field of {what}"))
                    .at(*span, "")
                    .did_you_mean(key, known.iter().copied())
                    .help("what only an example shows is a note, not a field"),
            );
        }
    }
}

fn given(value: &ExampleValue, field: &FieldSpec, side: Side, found: &mut Vec<Diagnostic>) {
    match entry(value, &field.wire.value) {
        Some((_, value)) => fits(value, &field.ty.value, field.ty.span, side, found),
        None if field.required.as_ref().is_some_and(|flag| flag.value) => found.push(
            Diagnostic::error(codes::EXAMPLE_MISSING, format!("the example lacks {:?}", field.wire.value))
                .at(value.span, "")
                .also(field.wire.span, "it is required"),
        ),
        None => {}
    }
}

fn choice(
    value: &ExampleValue,
    field: &FieldSpec,
    alternatives: &[FieldSpec],
    side: Side,
    found: &mut Vec<Diagnostic>,
) {
    let chosen: Vec<_> = alternatives
        .iter()
        .filter_map(|alternative| Some((alternative, entry(value, &alternative.wire.value)?)))
        .collect();
    for (alternative, (_, value)) in &chosen {
        fits(value, &alternative.ty.value, alternative.ty.span, side, found);
    }
    let required = field.required.as_ref().is_none_or(|flag| flag.value);
    let names: Vec<_> = alternatives.iter().map(|alternative| alternative.wire.value.as_str()).collect();
    match chosen.as_slice() {
        [] if required => found.push(
            Diagnostic::error(codes::EXAMPLE_CHOICE, format!("the example gives none of {}", names.join(", ")))
                .at(value.span, "")
                .also(field.wire.span, "one of them is required"),
        ),
        [(_, (first, _)), (_, (second, _)), ..] => found.push(
            Diagnostic::error(codes::EXAMPLE_CHOICE, format!("the example gives several of {}", names.join(", ")))
                .at(*second, "this one")
                .also(*first, "and this one")
                .help("only one of them is sent"),
        ),
        _ => {}
    }
}

fn misfit(span: Span, wanted: &str, ty: Option<Span>) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(codes::EXAMPLE_TYPE, format!("the example's value is not {wanted}")).at(span, "");
    match ty {
        Some(ty) => diagnostic.also(ty, "the type"),
        None => diagnostic,
    }
}

fn fits(value: &ExampleValue, ty: &TypeSpec, ty_span: Span, side: Side, found: &mut Vec<Diagnostic>) {
    let plain = match &value.kind {
        ExampleKind::Scalar(plain) => Some(plain),
        _ => None,
    };
    let wanted = match ty {
        TypeSpec::Invalid | TypeSpec::Json | TypeSpec::OneOf { .. } => return,
        // A reply may say null for what is not there.
        _ if side == Side::Reply && plain.is_some_and(serde_json::Value::is_null) => return,
        TypeSpec::Const(fixed) => return is_fixed(value, fixed.as_ref().map(|fixed| &fixed.value), ty_span, found),
        TypeSpec::Object { fields, .. } => return object(value, fields, side, &[], found),
        TypeSpec::Array(items) => match &value.kind {
            ExampleKind::Array(values) => {
                return values.iter().for_each(|value| fits(value, &items.ty.value, items.ty.span, side, found));
            }
            _ => Some("a list"),
        },
        TypeSpec::Map(items) => match &value.kind {
            ExampleKind::Object(entries) => {
                return entries
                    .values()
                    .for_each(|(_, value)| fits(value, &items.ty.value, items.ty.span, side, found));
            }
            _ => Some("a mapping"),
        },
        TypeSpec::String | TypeSpec::File => {
            (!plain.is_some_and(serde_json::Value::is_string)).then_some("a text (quote it if it looks like a number)")
        }
        TypeSpec::Integer => (!plain.is_some_and(serde_json::Value::is_i64)).then_some("a whole number"),
        TypeSpec::Float => (!plain.is_some_and(serde_json::Value::is_number)).then_some("a number"),
        TypeSpec::Boolean => (!plain.is_some_and(serde_json::Value::is_boolean)).then_some("true or false"),
        TypeSpec::Binary => (!plain.and_then(|plain| plain.as_str()).is_some_and(is_base64)).then_some("Base64 text"),
        TypeSpec::Enum { base: EnumBase::String, .. } => {
            (!plain.is_some_and(serde_json::Value::is_string)).then_some("a text (quote it if it looks like a number)")
        }
        TypeSpec::Enum { base: EnumBase::Integer, .. } => {
            (!plain.is_some_and(serde_json::Value::is_i64)).then_some("a whole number")
        }
    };
    if let Some(wanted) = wanted {
        found.push(misfit(value.span, wanted, Some(ty_span)));
    }
}

fn is_fixed(value: &ExampleValue, fixed: Option<&serde_json::Value>, ty: Span, found: &mut Vec<Diagnostic>) {
    let (ExampleKind::Scalar(given), Some(fixed)) = (&value.kind, fixed) else {
        return found.push(misfit(value.span, "the fixed value", Some(ty)));
    };
    if given != fixed {
        found.push(
            Diagnostic::error(codes::EXAMPLE_CONST, format!("the value is always {fixed}"))
                .at(value.span, "the example says otherwise")
                .also(ty, "it is fixed here"),
        );
    }
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}
