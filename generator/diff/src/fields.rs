//! Fields that stand side by side: which is which, which are gone or new, and what became of each.

use super::choices::{self};
use super::field;
use super::found::{Both, Teller, both};
use super::pairs::Pairs;
use super::places::Placed;
use super::rules::requests;
use super::shape;
use super::sides::{ALTERNATIVE, CHOICE, CONST, FIELD, NameRules, PARAM, Side};
use super::types;
use wxgen::model::{Field, Type};

/// Where fields stand.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    /// Request or reply.
    pub(super) side: &'static Side,
    /// Are they the alternatives of a choice?
    pub(super) in_choice: bool,
    /// The part that holds them, `request.options`, in the words of the old version.
    pub(super) path: &'s str,
    /// The Rust types that hold them, which names of nested types start with.
    pub(super) parents: Both<&'s str>,
}

impl Scope<'_> {
    /// What is told of the name of a field.
    pub(super) fn names(&self, field: &Field) -> &'static NameRules {
        match (&field.ty, self.in_choice, self.side.is_request) {
            (_, _, false) => &FIELD,
            (_, true, _) => &ALTERNATIVE,
            (Type::OneOf(_), ..) => &CHOICE,
            (Type::Const(_), ..) => &CONST,
            _ => &PARAM,
        }
    }

    /// The part that a field is.
    pub(super) fn part(&self, field: &Field) -> String {
        format!("{}.{}", self.path, field.wire)
    }
}

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

/// Compares fields that stand side by side.
pub(super) fn compare(teller: &mut Teller<'_, '_>, scope: Scope<'_>, fields: Both<&[Placed<'_>]>) {
    let Both { old, new } = fields;
    let mut pairs = Pairs::none(old.len(), new.len());
    // A name is the same thing still, unless what travels became a choice, which does not, or the reverse.
    pairs.join_by(old, new, |placed| Some((placed.field.wire.as_str(), sort(placed.field) == Sort::Choice)));
    let turned = choices::turned(&mut pairs, fields, scope);
    pairs.join_by(old, new, |placed| match sort(placed.field) {
        Sort::Fixed => None,
        sort => Some((placed.field.ident.as_str(), sort)),
    });
    pairs.join_by(old, new, |placed| match sort(placed.field) {
        Sort::Value => Some(shape::of_field(placed.field)),
        _ => None,
    });
    for placed in pairs.left_old().filter_map(|index| old.get(index)) {
        let rules = scope.names(placed.field);
        let [optional, required] = rules.removed;
        let rule = if placed.field.required { required } else { optional };
        teller.removed(rule, &scope.part(placed.field), types::text(&placed.field.ty), placed.span());
    }
    for (old, new) in pairs.joined() {
        if let (Some(old), Some(new)) = (fields.old.get(old), fields.new.get(new)) {
            field::compare(teller, scope, both(*old, *new));
        }
    }
    turned.tell(teller, scope, fields);
    for placed in pairs.left_new().filter_map(|index| new.get(index)) {
        let rules = scope.names(placed.field);
        let [optional, required] = rules.added;
        let rule = if placed.field.required { required } else { optional };
        teller.added(rule, &scope.part(placed.field), types::text(&placed.field.ty), placed.span());
    }
    if scope.side.is_request && !scope.in_choice {
        arguments(teller, scope, fields, &pairs);
    }
}

/// The required parameters are the arguments of `new`, in their order. Should there be others now, that is told already.
fn arguments(teller: &mut Teller<'_, '_>, scope: Scope<'_>, fields: Both<&[Placed<'_>]>, pairs: &Pairs) {
    let is_argument = |placed: &Placed<'_>| placed.field.required && sort(placed.field) != Sort::Fixed;
    let arguments = fields.map(|fields| {
        let arguments = (0..).zip(fields).filter(|(_, placed)| is_argument(placed));
        arguments.map(|(index, _)| index).collect::<Vec<usize>>()
    });
    let followed: Vec<_> = arguments.old.iter().filter_map(|old| pairs.of_old.get(*old).copied().flatten()).collect();
    let mut ordered = followed.clone();
    ordered.sort_unstable();
    if followed == ordered || ordered != arguments.new || followed.len() != arguments.old.len() {
        return;
    }
    let listed = |fields: &[Placed<'_>], indices: &[usize]| {
        let names = indices.iter().filter_map(|index| fields.get(*index)).map(|placed| placed.field.ident.as_str());
        Some(names.collect::<Vec<_>>().join(", "))
    };
    let words = both(listed(fields.old, &arguments.old), listed(fields.new, &arguments.new));
    let first = followed.iter().zip(&ordered).position(|(was, is)| was != is).unwrap_or_default();
    let span = |fields: &[Placed<'_>], indices: &[usize]| fields.get(*indices.get(first)?)?.span();
    let spans = both(span(fields.old, &arguments.old), span(fields.new, &arguments.new));
    teller.tell(requests::ARGUMENTS, scope.path, words, spans);
}
