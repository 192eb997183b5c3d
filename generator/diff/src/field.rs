//! One field in both versions.

use serde_json::Value;

use super::changes::{Both, FlagRules, Recorder, Words, plain, span_of};
use super::locations::{WithSpec, with_specs};
use super::rule::Rule;
use super::rules::{reply_fields, request_choices, request_params};
use super::scope::Scope;
use super::types::{self, Typed};
use wxgen::model::{Field, OneOf, Place, Type};
use wxgen::parse::{FieldSpec, TypeSpec};
use wxgen::source::Span;

/// The alternatives of a choice, as written.
pub(super) fn alternatives<'a>(of: WithSpec<'a>, choice: &'a OneOf) -> Vec<WithSpec<'a>> {
    let specs = match of.spec.map(|spec| &spec.ty.value) {
        Some(TypeSpec::OneOf { alternatives, .. }) => alternatives.as_slice(),
        _ => &[],
    };
    with_specs(&choice.alternatives, specs)
}

/// Compares a field with what became of it.
pub(super) fn compare(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, field: Both<WithSpec<'_>>) {
    let part = scope.part(field.old.field);
    match field.map(|field| as_const(field.field)) {
        Both { old: None, new: None } => {
            let renamed = names(recorder, scope, &part, field);
            let changed = !scope.in_choice && required(recorder, scope, &part, field);
            compare_rest(recorder, scope, &part, field, renamed, changed);
        }
        consts => {
            fixed(recorder, &part, field, consts);
            facts(recorder, scope, &part, field);
        }
    }
}

/// Compares a parameter with the alternative it became, or the reverse. That it did is recorded already.
pub(super) fn compare_turned(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, part: &str, field: Both<WithSpec<'_>>) {
    compare_rest(recorder, scope, part, field, true, true);
}

fn compare_rest(
    recorder: &mut Recorder<'_, '_>,
    scope: Scope<'_>,
    part: &str,
    field: Both<WithSpec<'_>>,
    renamed: bool,
    required_changed: bool,
) {
    let typed = field.map(|field| Typed { ty: &field.field.ty, spec: field.spec });
    let same_type = !types::compare(recorder, scope, part, typed, renamed);
    let secrets = field.map(|field| field.field.secret);
    if same_type {
        let spans = keys(field, |spec| span_of(&spec.secret));
        recorder.flag(scope.table.fields.secret, part, secrets, ["not secret", "secret"], spans);
        if !secrets.differ() && !required_changed {
            defaults(recorder, scope, part, field);
        }
    }
    place(recorder, part, field);
    facts(recorder, scope, part, field);
}

fn as_const(field: &Field) -> Option<&Value> {
    match &field.ty {
        Type::Const(value) => Some(value),
        _ => None,
    }
}

fn keys(field: Both<WithSpec<'_>>, key: fn(&FieldSpec) -> Option<Span>) -> Both<Option<Span>> {
    field.map(|field| field.span_of(key))
}

/// Records another name, and whether there is one in Rust.
fn names(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, part: &str, field: Both<WithSpec<'_>>) -> bool {
    let wire = field.map(|field| field.field.wire.as_str());
    let ident = field.map(|field| field.field.ident.as_str());
    let variant = field.map(|field| field.field.variant.as_str());
    let in_rust = ident.differ() || (scope.in_choice && variant.differ());
    let [whole, on_wire, rust] = scope.names(field.new.field).renamed;
    let (rule, words) = match (wire.differ(), in_rust) {
        (true, true) => (whole, wire),
        (true, false) => (on_wire, wire),
        (false, true) if ident.differ() => (rust, ident),
        (false, true) => (rust, variant),
        (false, false) => (None, wire),
    };
    if let Some(rule) = rule {
        let name = |spec: &FieldSpec| span_of(&spec.name);
        let spans = if wire.differ() { field.map(|field| field.span()) } else { keys(field, name) };
        recorder.record(rule, part, words.map(|word| Some(word.to_owned())), spans);
    }
    in_rust
}

/// Records a change of whether a field has to be there, if it is one.
fn required(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, part: &str, field: Both<WithSpec<'_>>) -> bool {
    const PARAM: FlagRules =
        FlagRules { set: request_params::BECAME_REQUIRED, cleared: request_params::BECAME_OPTIONAL };
    const CHOICE: FlagRules =
        FlagRules { set: request_choices::BECAME_REQUIRED, cleared: request_choices::BECAME_OPTIONAL };
    const FIELD: FlagRules = FlagRules { set: reply_fields::BECAME_REQUIRED, cleared: reply_fields::BECAME_OPTIONAL };
    const VALUED: FlagRules =
        FlagRules { set: reply_fields::VALUED_BECAME_REQUIRED, cleared: reply_fields::VALUED_BECAME_OPTIONAL };
    let flags = field.map(|field| field.field.required);
    let absent = field.map(|field| field.field.may_be_absent());
    let rules = match (scope.table.is_request, &field.new.field.ty) {
        (true, Type::OneOf(_)) => CHOICE,
        (true, _) => PARAM,
        (false, _) if absent.differ() => FIELD,
        (false, _) => VALUED,
    };
    recorder.flag(rules, part, flags, ["optional", "required"], keys(field, |spec| span_of(&spec.required)));
    flags.differ()
}

/// A fixed value changed, or is not fixed any more, or is now.
fn fixed(recorder: &mut Recorder<'_, '_>, part: &str, field: Both<WithSpec<'_>>, consts: Both<Option<&Value>>) {
    let rule = match (consts.old, consts.new) {
        (Some(old), Some(new)) if old == new => return,
        (Some(_), Some(_)) => request_params::CONST_VALUE,
        (None, _) => request_params::BECAME_CONST,
        (_, None) if field.new.field.required => request_params::CONST_TO_REQUIRED,
        (_, None) => request_params::CONST_TO_PARAM,
    };
    let word = |field: WithSpec<'_>| Some(types::text(&field.field.ty));
    let spans = keys(field, |spec| match &spec.ty.value {
        TypeSpec::Const(value) => span_of(value),
        _ => Some(spec.ty.span),
    });
    recorder.record(rule, part, field.map(word), spans);
}

/// What a missing value means. In replies it also decides on the Rust type.
fn defaults(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, part: &str, field: Both<WithSpec<'_>>) {
    let values = field.map(|field| field.field.default.as_ref());
    if !values.differ() {
        return;
    }
    let rule = match scope.table.is_request {
        true => match (values.old, values.new) {
            (None, _) => request_params::DEFAULT_STATED,
            (_, None) => request_params::DEFAULT_UNSTATED,
            _ => request_params::DEFAULT,
        },
        false => reply_default(field.map(|field| field.field)),
    };
    let words = values.map(|value| value.map(Value::to_string));
    recorder.record(rule, part, words, keys(field, |spec| span_of(&spec.default)));
}

fn reply_default(field: Both<&Field>) -> &'static Rule {
    let absent = field.map(Field::may_be_absent);
    match (absent.old, absent.new) {
        (true, false) => reply_fields::DEFAULT_ADDED,
        (false, true) => reply_fields::DEFAULT_REMOVED,
        (true, true) => reply_fields::DEFAULT_NOTE,
        (false, false) if matches!(field.new.ty, Type::Array(_) | Type::Map(_)) => reply_fields::DEFAULT_NOTE,
        (false, false) => reply_fields::DEFAULT,
    }
}

fn place(recorder: &mut Recorder<'_, '_>, part: &str, field: Both<WithSpec<'_>>) {
    const RULES: FlagRules = FlagRules { set: request_params::TO_QUERY, cleared: request_params::TO_BODY };
    let in_query = field.map(|field| field.field.place == Place::Query);
    recorder.flag(RULES, part, in_query, ["body", "query"], keys(field, |spec| span_of(&spec.place)));
}

/// What a field says of itself for people, and whether it is still to be used.
fn facts(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, part: &str, field: Both<WithSpec<'_>>) {
    let rules = &scope.table.fields;
    let notes = field.map(|field| &field.field.deprecated);
    if notes.differ() {
        // A required parameter has no setter that could warn.
        let silent = scope.table.is_request && !scope.in_choice && field.new.field.required;
        let rule = match (notes.old, notes.new) {
            (None, _) if silent => request_params::REQUIRED_DEPRECATED,
            (None, _) => rules.deprecated,
            (_, None) => rules.undeprecated,
            _ => rules.deprecation_note,
        };
        recorder.record(rule, part, notes.map(Words::clone), keys(field, |spec| span_of(&spec.deprecated)));
    }
    let since = field.map(|field| plain(&field.field.since));
    recorder.text(rules.since, part, since, keys(field, |spec| span_of(&spec.since)));
    let doc = field.map(|field| field.field.doc.as_str());
    recorder.text(rules.doc, part, doc, keys(field, |spec| span_of(&spec.doc)));
}
