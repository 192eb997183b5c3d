//! A level of fields: which half of a call it is in, and the names around it.

use super::changes::Both;
use super::rule_tables::{ALTERNATIVE, CHOICE, CONST, FIELD, NameRules, PARAM, RuleTable};
use wxgen::model::{Field, Type};

/// A level of fields that are compared with each other.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    /// Request or reply.
    pub(super) table: &'static RuleTable,
    /// Are they the alternatives of a choice?
    pub(super) in_choice: bool,
    /// The part that holds them, `request.options`, in the words of the old version.
    pub(super) path: &'s str,
    /// The Rust types that hold them, which names of nested types start with.
    pub(super) parents: Both<&'s str>,
}

impl Scope<'_> {
    /// The rules of the name of a field.
    pub(super) fn names(&self, field: &Field) -> &'static NameRules {
        match (&field.ty, self.in_choice, self.table.is_request) {
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
