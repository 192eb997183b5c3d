//! Parameters that became a choice, and choices that became parameters: one change each.

use std::collections::HashMap;

use super::changes::{Both, Recorder, both};
use super::field;
use super::locations::WithSpec;
use super::matching::Matching;
use super::rules::{request_choices as rules, request_params};
use super::scope::Scope;
use wxgen::model::{Field, OneOf, Type};

/// What turned from one into the other.
#[derive(Default)]
pub(super) struct Turned {
    /// New choices, and the old parameters among their alternatives.
    gathered: Vec<Group>,
    /// Old choices, and the new parameters that were among their alternatives.
    dissolved: Vec<Group>,
}

/// A choice, and parameters of the other version that are among its alternatives; both as indices.
struct Group {
    choice: usize,
    params: Vec<usize>,
}

/// A choice is the same choice when its alternatives are, whatever it is called.
pub(super) fn by_alternatives(field: &Field) -> Option<Vec<&str>> {
    let mut names: Vec<_> = choice_of(field)?.alternatives.iter().map(|field| field.wire.as_str()).collect();
    names.sort_unstable();
    Some(names)
}

fn choice_of(field: &Field) -> Option<&OneOf> {
    match &field.ty {
        Type::OneOf(choice) => Some(choice),
        _ => None,
    }
}

/// Finds what turned, among what has no partner, and sets it aside.
pub(super) fn turned(matching: &mut Matching, fields: Both<&[WithSpec<'_>]>, scope: Scope<'_>) -> Turned {
    if !scope.table.is_request || scope.in_choice {
        return Turned::default();
    }
    let left = both(matching.left_old().collect::<Vec<_>>(), matching.left_new().collect::<Vec<_>>());
    if left.old.is_empty() || left.new.is_empty() {
        return Turned::default();
    }
    // A choice that is still there under another name has not come from anywhere.
    matching.join_by(fields.old, fields.new, |field| by_alternatives(field.field));
    let left = both(matching.left_old().collect::<Vec<_>>(), matching.left_new().collect::<Vec<_>>());
    let gathered = groups(fields.new, &left.new, fields.old, &left.old);
    let dissolved = groups(fields.old, &left.old, fields.new, &left.new);
    for group in &gathered {
        matching.set_new_aside(group.choice);
        group.params.iter().for_each(|param| matching.set_old_aside(*param));
    }
    for group in &dissolved {
        matching.set_old_aside(group.choice);
        group.params.iter().for_each(|param| matching.set_new_aside(*param));
    }
    Turned { gathered, dissolved }
}

fn groups(choices: &[WithSpec<'_>], left: &[usize], params: &[WithSpec<'_>], left_params: &[usize]) -> Vec<Group> {
    let params: HashMap<_, _> = left_params
        .iter()
        .filter_map(|index| Some((*index, params.get(*index)?.field)))
        .filter(|(_, field)| !matches!(field.ty, Type::Const(_) | Type::OneOf(_)))
        .map(|(index, field)| (field.wire.as_str(), index))
        .collect();
    let group = |index: &usize| {
        let choice = choice_of(choices.get(*index)?.field)?;
        let alternatives = choice.alternatives.iter();
        let params: Vec<_> = alternatives.filter_map(|field| params.get(field.wire.as_str()).copied()).collect();
        (!params.is_empty()).then_some(Group { choice: *index, params })
    };
    left.iter().filter_map(group).collect()
}

impl Turned {
    /// Records what turned.
    pub(super) fn record(&self, recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, fields: Both<&[WithSpec<'_>]>) {
        for group in &self.gathered {
            record_gathered(recorder, scope, fields, group);
        }
        for group in &self.dissolved {
            record_dissolved(recorder, scope, fields, group);
        }
    }
}

fn one_of(choice: &OneOf) -> Option<String> {
    Some(format!("one of {}", listed(choice.alternatives.iter())))
}

fn listed<'a>(fields: impl Iterator<Item = &'a Field>) -> String {
    fields.map(|field| field.wire.as_str()).collect::<Vec<_>>().join(", ")
}

fn record_gathered(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, fields: Both<&[WithSpec<'_>]>, group: &Group) {
    let Some(new) = fields.new.get(group.choice) else { return };
    let Some(choice) = choice_of(new.field) else { return };
    let params: Vec<_> = group.params.iter().filter_map(|index| fields.old.get(*index)).collect();
    let Some(first) = params.first() else { return };
    // Whoever gave the one parameter still can, and whoever left it out still may.
    let harmless = params.len() == 1 && (first.field.required || !new.field.required);
    let (rule, part) = match harmless {
        true => (rules::PARAM_BECAME_CHOICE, scope.part(first.field)),
        false => (rules::PARAMS_BECAME_CHOICE, scope.part(new.field)),
    };
    let words = both(Some(listed(params.iter().map(|field| field.field))), one_of(choice));
    recorder.record(rule, &part, words, both(first.span(), new.span()));
    let alternatives = field::alternatives(*new, choice);
    for old in params {
        if let Some(new) = alternatives.iter().find(|new| new.field.wire == old.field.wire) {
            field::compare_turned(recorder, scope, &scope.part(old.field), both(*old, *new));
        }
    }
}

fn record_dissolved(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, fields: Both<&[WithSpec<'_>]>, group: &Group) {
    let Some(old) = fields.old.get(group.choice) else { return };
    let Some(choice) = choice_of(old.field) else { return };
    let params: Vec<_> = group.params.iter().filter_map(|index| fields.new.get(*index)).collect();
    let Some(first) = params.first() else { return };
    let path = scope.part(old.field);
    let words = both(one_of(choice), Some(listed(params.iter().map(|field| field.field))));
    recorder.record(rules::CHOICE_BECAME_PARAMS, &path, words, both(old.span(), first.span()));
    let inner = Scope { path: &path, in_choice: true, ..scope };
    for old in field::alternatives(*old, choice) {
        let part = inner.part(old.field);
        let Some(new) = params.iter().find(|new| new.field.wire == old.field.wire) else {
            recorder.removed(rules::ALTERNATIVE_REMOVED, &part, super::types::text(&old.field.ty), old.span());
            continue;
        };
        if new.field.required {
            let words = both("alternative", "required").map(|word| Some(word.to_owned()));
            recorder.record(request_params::BECAME_REQUIRED, &part, words, both(old.span(), new.span()));
        }
        field::compare_turned(recorder, scope, &part, both(old, **new));
    }
}
