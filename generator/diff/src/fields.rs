//! Fields of one level: which is which, which are gone or new, and what became of each.

use super::changes::{Both, Recorder, both};
use super::choices::{self};
use super::field;
use super::locations::WithSpec;
use super::matching::Matching;
use super::rules::requests;
use super::scope::Scope;
use super::structural_key;
use super::types;
use wxgen::model::{Field, Type};

/// What cannot become something else by another name.
#[derive(PartialEq, Eq, Hash)]
enum Sort {
    Choice,
    Fixed,
    Value,
}

fn sort(field: &Field) -> Sort {
    match field.ty {
        Type::OneOf(_) => Sort::Choice,
        Type::Const(_) => Sort::Fixed,
        _ => Sort::Value,
    }
}

/// Compares the fields of one level.
pub(super) fn compare(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, fields: Both<&[WithSpec<'_>]>) {
    let Both { old, new } = fields;
    let mut matching = Matching::none(old.len(), new.len());
    // A name is the same thing still, unless what travels became a choice, which does not, or the reverse.
    matching.join_by(old, new, |field| Some((field.field.wire.as_str(), sort(field.field) == Sort::Choice)));
    let turned = choices::turned(&mut matching, fields, scope);
    matching.join_by(old, new, |field| match sort(field.field) {
        Sort::Fixed => None,
        sort => Some((field.field.ident.as_str(), sort)),
    });
    matching.join_by(old, new, |field| match sort(field.field) {
        Sort::Value => Some(structural_key::of_field(field.field)),
        _ => None,
    });
    for field in matching.left_old().filter_map(|index| old.get(index)) {
        let rules = scope.names(field.field);
        let [optional, required] = rules.removed;
        let rule = if field.field.required { required } else { optional };
        recorder.removed(rule, &scope.part(field.field), types::text(&field.field.ty), field.span());
    }
    for (old, new) in matching.joined() {
        if let (Some(old), Some(new)) = (fields.old.get(old), fields.new.get(new)) {
            field::compare(recorder, scope, both(*old, *new));
        }
    }
    turned.record(recorder, scope, fields);
    for field in matching.left_new().filter_map(|index| new.get(index)) {
        let rules = scope.names(field.field);
        let [optional, required] = rules.added;
        let rule = if field.field.required { required } else { optional };
        recorder.added(rule, &scope.part(field.field), types::text(&field.field.ty), field.span());
    }
    if scope.table.is_request && !scope.in_choice {
        arguments(recorder, scope, fields, &matching);
    }
}

/// The required parameters are the arguments of `new`, in their order. Should there be others now, that is recorded already.
fn arguments(recorder: &mut Recorder<'_, '_>, scope: Scope<'_>, fields: Both<&[WithSpec<'_>]>, matching: &Matching) {
    let is_argument = |field: &WithSpec<'_>| field.field.required && sort(field.field) != Sort::Fixed;
    let arguments = fields.map(|fields| {
        let arguments = (0..).zip(fields).filter(|(_, field)| is_argument(field));
        arguments.map(|(index, _)| index).collect::<Vec<usize>>()
    });
    let followed: Vec<_> =
        arguments.old.iter().filter_map(|old| matching.of_old.get(*old).copied().flatten()).collect();
    let mut ordered = followed.clone();
    ordered.sort_unstable();
    if followed == ordered || ordered != arguments.new || followed.len() != arguments.old.len() {
        return;
    }
    let listed = |fields: &[WithSpec<'_>], indices: &[usize]| {
        let names = indices.iter().filter_map(|index| fields.get(*index)).map(|field| field.field.ident.as_str());
        Some(names.collect::<Vec<_>>().join(", "))
    };
    let words = both(listed(fields.old, &arguments.old), listed(fields.new, &arguments.new));
    let first = followed.iter().zip(&ordered).position(|(was, is)| was != is).unwrap_or_default();
    let span = |fields: &[WithSpec<'_>], indices: &[usize]| fields.get(*indices.get(first)?)?.span();
    let spans = both(span(fields.old, &arguments.old), span(fields.new, &arguments.new));
    recorder.record(requests::ARGUMENTS, scope.path, words, spans);
}
