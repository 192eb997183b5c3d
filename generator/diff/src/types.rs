//! Types in both versions: another type, or the same with other parts.

use super::changes::{Both, Recorder, both, span_of};
use super::fields;
use super::locations::with_specs;
use super::matching::Matching;
use super::rule::Rule;
use super::rules::request_choices;
use super::scope::Scope;
use wxgen::model::{Enum, EnumBase, EnumValue, Field, Type};
use wxgen::parse::{EnumValueSpec, FieldSpec, TypeSpec};
use wxgen::source::Span;
use wxgen::source::Spanned;

/// A type, and the field or items it was written for.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) ty: &'a Type,
    pub(super) spec: Option<&'a FieldSpec>,
}

impl<'a> Typed<'a> {
    fn span(&self) -> Option<Span> {
        self.spec.map(|spec| spec.ty.span)
    }

    /// The items of an array or map.
    fn items(&self, ty: &'a Type) -> Typed<'a> {
        let spec = self.spec.and_then(|spec| match &spec.ty.value {
            TypeSpec::Array(items) | TypeSpec::Map(items) => Some(&**items),
            _ => None,
        });
        Typed { ty, spec }
    }

    /// Where the name of the Rust type stands, or else the type.
    fn name_span(&self) -> Option<Span> {
        let name = self.spec.and_then(|spec| match &spec.ty.value {
            TypeSpec::Object { type_name, .. }
            | TypeSpec::Enum { type_name, .. }
            | TypeSpec::OneOf { type_name, .. } => span_of(type_name),
            _ => None,
        });
        name.or(self.span())
    }

    fn doc_span(&self) -> Option<Span> {
        self.spec.and_then(|spec| span_of(&spec.doc)).or(self.span())
    }
}

/// A type for people.
pub(super) fn text(ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Float => "float".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Json => "json".to_owned(),
        Type::Binary => "binary".to_owned(),
        Type::File => "file".to_owned(),
        Type::Const(value) => format!("const {value}"),
        Type::Array(items) => format!("array of {}", text(items)),
        Type::Map(items) => format!("map of {}", text(items)),
        Type::Object(_) => "object".to_owned(),
        Type::Enum(of) => format!("enum of {}", base(of.base)),
        Type::OneOf(choice) => {
            let names: Vec<_> = choice.alternatives.iter().map(|field| field.wire.as_str()).collect();
            format!("one of {}", names.join(", "))
        }
    }
}

fn base(base: EnumBase) -> &'static str {
    match base {
        EnumBase::String => "string",
        EnumBase::Integer => "integer",
    }
}

/// Compares types, and returns whether one is another now. `renamed`: the field they belong to has another name in Rust, and
/// types that are called after it have too. What is below a type that changed is not looked at.
pub(super) fn compare(
    recorder: &mut Recorder<'_, '_>,
    scope: Scope<'_>,
    part: &str,
    typed: Both<Typed<'_>>,
    renamed: bool,
) -> bool {
    let rules = &scope.table.types;
    match (typed.old.ty, typed.new.ty) {
        (Type::Array(old), Type::Array(new)) => {
            let items = both(typed.old.items(old), typed.new.items(new));
            let part = format!("{part}[]");
            return compare_items(recorder, scope, &part, items, renamed);
        }
        (Type::Map(old), Type::Map(new)) => {
            let items = both(typed.old.items(old), typed.new.items(new));
            let part = format!("{part}{{}}");
            return compare_items(recorder, scope, &part, items, renamed);
        }
        (Type::Object(old), Type::Object(new)) => {
            let objects = both(old, new);
            let names = objects.map(|object| object.type_name.as_str());
            type_name(recorder, rules.object_renamed, scope, part, (names, typed), renamed);
            let scope = Scope { in_choice: false, ..scope };
            let fields = objects.map(|object| object.fields.as_slice());
            compare_fields(recorder, scope, part, names, fields, typed);
        }
        (Type::Enum(old), Type::Enum(new)) => {
            let enums = both(old, new);
            type_name(
                recorder,
                rules.enum_renamed,
                scope,
                part,
                (enums.map(|of| of.type_name.as_str()), typed),
                renamed,
            );
            compare_enums(recorder, scope, part, enums, typed);
        }
        (Type::OneOf(old), Type::OneOf(new)) => {
            let choices = both(old, new);
            let names = choices.map(|choice| choice.type_name.as_str());
            type_name(recorder, request_choices::TYPE_RENAMED, scope, part, (names, typed), renamed);
            let scope = Scope { in_choice: true, ..scope };
            let fields = choices.map(|choice| choice.alternatives.as_slice());
            compare_fields(recorder, scope, part, names, fields, typed);
        }
        (old, new) if old == new => {}
        _ => {
            let rule = changed(rules, typed.map(|typed| typed.ty));
            recorder.record(rule, part, typed.map(|typed| Some(text(typed.ty))), typed.map(|typed| typed.span()));
            return true;
        }
    }
    false
}

/// Items say on their own what they are.
fn compare_items(
    recorder: &mut Recorder<'_, '_>,
    scope: Scope<'_>,
    part: &str,
    typed: Both<Typed<'_>>,
    renamed: bool,
) -> bool {
    let rules = &scope.table.types;
    let spans = typed.map(|typed| typed.doc_span());
    match (typed.old.ty, typed.new.ty) {
        (Type::Object(old), Type::Object(new)) => {
            recorder.text(rules.object_doc, part, both(&*old.doc, &*new.doc), spans);
        }
        (Type::Enum(old), Type::Enum(new)) => {
            recorder.text(rules.enum_doc, part, both(&*old.doc, &*new.doc), spans);
        }
        _ => {}
    }
    compare(recorder, scope, part, typed, renamed)
}

fn changed(rules: &super::rule_tables::TypeRules, types: Both<&Type>) -> &'static Rule {
    match (types.old, types.new) {
        (Type::Integer, Type::Float) => rules.integer_to_float,
        (Type::Float, Type::Integer) => rules.float_to_integer,
        (plain, Type::Enum(of)) if is_base(plain, of.base) => rules.became_enum,
        (Type::Enum(of), plain) if is_base(plain, of.base) => rules.no_longer_enum,
        _ => rules.changed,
    }
}

fn is_base(plain: &Type, base: EnumBase) -> bool {
    matches!((plain, base), (Type::String, EnumBase::String) | (Type::Integer, EnumBase::Integer))
}

/// Records another name of a type, unless it only follows the type or the field that it is called after.
fn type_name(
    recorder: &mut Recorder<'_, '_>,
    rule: &'static Rule,
    scope: Scope<'_>,
    part: &str,
    (names, typed): (Both<&str>, Both<Typed<'_>>),
    renamed: bool,
) {
    let ends = both(names.old.strip_prefix(scope.parents.old), names.new.strip_prefix(scope.parents.new));
    let follows = match (ends.old, ends.new) {
        (Some(old), Some(new)) => renamed || old == new,
        _ => false,
    };
    if !follows {
        recorder.text(rule, part, names, typed.map(|typed| typed.name_span()));
    }
}

/// The fields of an object, or the alternatives of a choice, each with the name of their Rust type.
fn compare_fields(
    recorder: &mut Recorder<'_, '_>,
    scope: Scope<'_>,
    part: &str,
    parents: Both<&str>,
    all: Both<&[Field]>,
    typed: Both<Typed<'_>>,
) {
    let specs = typed.map(|typed| match typed.spec.map(|spec| &spec.ty.value) {
        Some(TypeSpec::Object { fields, .. }) => fields.as_slice(),
        Some(TypeSpec::OneOf { alternatives, .. }) => alternatives.as_slice(),
        _ => &[],
    });
    let fields = both(with_specs(all.old, specs.old), with_specs(all.new, specs.new));
    fields::compare(recorder, Scope { path: part, parents, ..scope }, both(&fields.old, &fields.new));
}

fn compare_enums(
    recorder: &mut Recorder<'_, '_>,
    scope: Scope<'_>,
    part: &str,
    enums: Both<&Enum>,
    typed: Both<Typed<'_>>,
) {
    let rules = &scope.table.types;
    let bases = enums.map(|of| of.base);
    if bases.differ() {
        let words = bases.map(|of| Some(base(of).to_owned()));
        return recorder.record(rules.enum_base, part, words, typed.map(|typed| typed.span()));
    }
    let Both { old, new } = enums.map(|of| of.values.as_slice());
    let mut matching = Matching::none(old.len(), new.len());
    matching.join_by(old, new, |value| Some(&value.wire)).join_by(old, new, |value| Some(&value.variant));
    let specs = typed.map(|typed| values(typed.spec));
    let at = |specs: &[EnumValueSpec], index: usize| specs.get(index).map(|spec| spec.wire.span);
    let part = |value: &EnumValue| format!("{part}={}", value.wire);
    for index in matching.left_old() {
        if let Some(value) = old.get(index) {
            recorder.removed(rules.value_removed, &part(value), &value.variant, at(specs.old, index));
        }
    }
    for (was, is) in matching.joined() {
        let (Some(before), Some(after)) = (old.get(was), new.get(is)) else { continue };
        let value = both(before, after);
        let spec = both(specs.old.get(was), specs.new.get(is));
        let key = |of: fn(&EnumValueSpec) -> &Option<Spanned<String>>| {
            spec.map(|spec| spec.and_then(|spec| span_of(of(spec)).or(Some(spec.wire.span))))
        };
        let wire = spec.map(|spec| spec.map(|spec| spec.wire.span));
        recorder.text(rules.value_wire, &part(before), value.map(|value| &*value.wire), wire);
        recorder.text(rules.value_renamed, &part(before), value.map(|value| &*value.variant), key(|spec| &spec.name));
        recorder.text(rules.value_doc, &part(before), value.map(|value| &*value.doc), key(|spec| &spec.doc));
    }
    for index in matching.left_new() {
        if let Some(value) = new.get(index) {
            recorder.added(rules.value_added, &part(value), &value.variant, at(specs.new, index));
        }
    }
}

/// The values of an enum as written; they stand in the order of the model.
fn values(spec: Option<&FieldSpec>) -> &[EnumValueSpec] {
    match spec.map(|spec| &spec.ty.value) {
        Some(TypeSpec::Enum { values, .. }) => values,
        _ => &[],
    }
}
