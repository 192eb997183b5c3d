//! Fields and the types they bring along.

use super::scope::Scope;
use super::{flag, text};
use crate::model::{Enum, EnumValue, Field, Object, OneOf, Place, Type};
use crate::names;
use crate::parse::{EnumValueSpec, FieldSpec, TypeSpec};
use crate::source::Spanned;

/// Which half of a call a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// What is sent.
    Request,
    /// What comes back.
    Reply,
}

/// The fields of one object. `parent` is its Rust type, from which nested types take the first half of their names.
pub(super) fn lower_fields(specs: &[FieldSpec], parent: &str, side: Side, types: &mut Scope) -> Vec<Field> {
    let mut idents = Scope::default();
    let mut fields = Vec::with_capacity(specs.len());
    for spec in specs {
        fields.extend(lower_field(spec, parent, side, types, &mut idents));
    }
    for field in &mut fields {
        if let Type::OneOf(choice) = &mut field.ty {
            keep_constructors_apart(choice, &mut idents);
        }
    }
    fields
}

/// A one-of alternative gives a constructor `by_x`, which must not clash with the setter of a field `by_x`.
fn keep_constructors_apart(choice: &mut OneOf, idents: &mut Scope) {
    for alternative in &mut choice.alternatives {
        alternative.ident = names::unique(&alternative.ident, |ident| idents.has(&format!("by_{ident}")));
        idents.take(&format!("by_{}", alternative.ident));
    }
}

fn lower_field(spec: &FieldSpec, parent: &str, side: Side, types: &mut Scope, idents: &mut Scope) -> Option<Field> {
    let words = spec.name.as_ref().map_or(&spec.wire.value, |name| &name.value);
    let ty = lower_type(spec, words, parent, side, types)?;
    Some(Field {
        wire: spec.wire.value.clone(),
        ident: idents.take(&names::field(words)),
        variant: String::new(),
        doc: text(&spec.doc).unwrap_or_default(),
        place: spec.place.as_ref().map_or(Place::Body, |place| place.value),
        required: flag(&spec.required, matches!(ty, Type::OneOf(_))),
        default: spec.default.as_ref().map(|value| value.value.clone()),
        deprecated: text(&spec.deprecated),
        since: text(&spec.since),
        secret: flag(&spec.secret, false),
        ty,
    })
}

/// `words` name the field that holds the value: its own, or for the items of an array or map that of the list.
fn lower_type(spec: &FieldSpec, words: &str, parent: &str, side: Side, types: &mut Scope) -> Option<Type> {
    Some(match &spec.ty.value {
        TypeSpec::String => Type::String,
        TypeSpec::Integer => Type::Integer,
        TypeSpec::Float => Type::Float,
        TypeSpec::Boolean => Type::Boolean,
        TypeSpec::Json => Type::Json,
        TypeSpec::Binary => Type::Binary,
        TypeSpec::File => Type::File,
        TypeSpec::Const(value) => Type::Const(value.as_ref()?.value.clone()),
        TypeSpec::Array(items) => Type::Array(Box::new(lower_type(items, words, parent, side, types)?)),
        TypeSpec::Map(items) => Type::Map(Box::new(lower_type(items, words, parent, side, types)?)),
        TypeSpec::Object { type_name, fields } => {
            let type_name = nested_type(type_name, parent, words, types);
            let fields = lower_fields(fields, &type_name, side, types);
            Type::Object(Object { type_name, doc: text(&spec.doc).unwrap_or_default(), fields })
        }
        TypeSpec::Enum { type_name, base, values } => Type::Enum(Enum {
            type_name: nested_type(type_name, parent, words, types),
            doc: text(&spec.doc).unwrap_or_default(),
            base: *base,
            values: lower_values(values),
        }),
        TypeSpec::OneOf { type_name, alternatives } => {
            let type_name = nested_type(type_name, parent, words, types);
            Type::OneOf(lower_one_of(type_name, alternatives, side, types))
        }
        TypeSpec::Invalid => return None,
    })
}

fn lower_one_of(type_name: String, alternatives: &[FieldSpec], side: Side, types: &mut Scope) -> OneOf {
    let mut idents = Scope::default();
    let mut variants = Scope::default();
    let alternatives = alternatives
        .iter()
        .filter_map(|spec| {
            let mut field = lower_field(spec, &type_name, side, types, &mut idents)?;
            let words = spec.name.as_ref().map_or(&spec.wire.value, |name| &name.value);
            field.variant = variants.take(&names::variant(words));
            Some(field)
        })
        .collect();
    OneOf { type_name, alternatives }
}

fn lower_values(values: &[EnumValueSpec]) -> Vec<EnumValue> {
    let mut variants = Scope::default();
    values
        .iter()
        .map(|value| EnumValue {
            wire: value.wire.value.clone(),
            variant: variants.take(&names::variant(text(&value.name).as_ref().unwrap_or(&value.wire.value))),
            doc: text(&value.doc).unwrap_or_default(),
        })
        .collect()
}

/// The Rust type of something nested: the name the spec gives, else its parent's and its own words.
fn nested_type(given: &Option<Spanned<String>>, parent: &str, words: &str, types: &mut Scope) -> String {
    let name = match given {
        Some(given) => names::type_name(&given.value),
        None => format!("{parent}{}", names::part(words)),
    };
    types.take(&name)
}
