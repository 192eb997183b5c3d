//! Ways through the fields of a call. The depth of the tree is bounded by the parser.

use crate::parse::{FieldSpec, TypeSpec};

/// What an array or map holds, through any number of them; anything else itself.
pub(super) fn innermost(field: &FieldSpec) -> &TypeSpec {
    let mut ty = &field.ty.value;
    while let TypeSpec::Array(items) | TypeSpec::Map(items) = ty {
        ty = &items.ty.value;
    }
    ty
}

/// The fields of an object, or the alternatives of a choice, also where they are the items of an array or map.
fn children(field: &FieldSpec) -> &[FieldSpec] {
    match innermost(field) {
        TypeSpec::Object { fields, .. } | TypeSpec::OneOf { alternatives: fields, .. } => fields,
        _ => &[],
    }
}

/// Visits every field that has a name, alternatives of choices and fields of nested objects included.
pub(super) fn walk<'a>(fields: &'a [FieldSpec], visit: &mut dyn FnMut(&'a FieldSpec)) {
    for field in fields {
        visit(field);
        walk(children(field), visit);
    }
}

/// Every list of fields that live side by side: the given one, those of nested objects, those of choices.
pub(super) fn field_lists(fields: &[FieldSpec]) -> Vec<&[FieldSpec]> {
    let mut lists = vec![fields];
    walk(fields, &mut |field| lists.push(children(field)));
    lists.retain(|list| !list.is_empty());
    lists
}

/// The fields at the top of a request, and the alternatives of choices that stand there.
pub(super) fn top(fields: &[FieldSpec]) -> Vec<&FieldSpec> {
    let alternatives = |field: &'_ FieldSpec| matches!(field.ty.value, TypeSpec::OneOf { .. });
    fields
        .iter()
        .flat_map(|field| {
            let with = if alternatives(field) { children(field) } else { &[] };
            std::iter::once(field).chain(with)
        })
        .collect()
}

/// The fields of a request that are not at its top, at any depth.
pub(super) fn nested(fields: &[FieldSpec]) -> Vec<&FieldSpec> {
    let mut all = Vec::new();
    for field in top(fields) {
        if !matches!(field.ty.value, TypeSpec::OneOf { .. }) {
            walk(children(field), &mut |field| all.push(field));
        }
    }
    all
}
