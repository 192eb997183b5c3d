//! Fields and types.

use super::keys::{self, BASES, FIELD, ITEM_KEYS, PLACES, TYPE_PARTS, TYPES};
use super::spec::{EnumValueSpec, FieldSpec, TypeSpec};
use crate::model::{EnumBase, Place};
use crate::report::{Diagnostic, codes};
use crate::source::Span;
use crate::source::Spanned;
use crate::yaml::tree::{Kind, Node, integer};
use crate::yaml::{Table, entries, is_blank, text, to_json, word, wrong_type};

/// Reads a mapping from names to fields.
pub(super) fn parse_fields(node: Option<&Node>, what: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<FieldSpec> {
    let Some(node) = node.filter(|node| node.kind != Kind::Null) else { return Vec::new() };
    let all = entries(node, what, diagnostics).unwrap_or_default();
    all.into_iter()
        .map(|(key, node)| {
            let wire = Spanned { value: key.value.text.clone(), span: key.span };
            parse_field(wire, node, diagnostics)
        })
        .collect()
}

/// A field: a type word, or a mapping.
fn parse_field(wire: Spanned<String>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> FieldSpec {
    if let Kind::Scalar { .. } = node.kind {
        let ty = type_word(node, diagnostics);
        return bare(wire, ty);
    }
    let Some(mut table) = Table::open(node, "a field", FIELD, diagnostics) else {
        return bare(wire, Spanned { value: TypeSpec::Invalid, span: node.span });
    };
    let ty = parse_type(&mut table, wire.span, diagnostics);
    let place = table.word("in", PLACES, diagnostics);
    let field = FieldSpec {
        wire,
        ty,
        name: table.text("name", diagnostics),
        doc: table.text("doc", diagnostics),
        place: place.map(|word| Spanned {
            value: if word.value == "query" { Place::Query } else { Place::Body },
            span: word.span,
        }),
        required: table.flag("required", diagnostics),
        default: table.take("default").map(|node| Spanned { value: to_json(node), span: node.span }),
        deprecated: table.text("deprecated", diagnostics),
        since: table.text("since", diagnostics),
        secret: table.flag("secret", diagnostics),
    };
    table.close(diagnostics);
    field
}

fn bare(wire: Spanned<String>, ty: Spanned<TypeSpec>) -> FieldSpec {
    FieldSpec {
        wire,
        ty,
        name: None,
        doc: None,
        place: None,
        required: None,
        default: None,
        deprecated: None,
        since: None,
        secret: None,
    }
}

/// A type given as a word alone, `uid: string`.
fn type_word(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Spanned<TypeSpec> {
    let Some(word) = word(node, "type", TYPES, diagnostics) else {
        return Spanned { value: TypeSpec::Invalid, span: node.span };
    };
    let value = plain_type(word.value).unwrap_or_else(|| {
        let needs = TYPE_PARTS.iter().find(|parts| parts.word == word.value).map_or("items", |parts| parts.needs);
        let code = if word.value == "const" { codes::CONST_WITHOUT_VALUE } else { codes::MISSING_KEY };
        diagnostics.push(
            Diagnostic::error(code, format!("type {} lacks `{needs}`", word.value))
                .at(node.span, "")
                .help(format!("write a mapping: {{ type: {}, {}: … }}", word.value, needs)),
        );
        TypeSpec::Invalid
    });
    Spanned { value, span: node.span }
}

fn plain_type(word: &str) -> Option<TypeSpec> {
    Some(match word {
        "string" => TypeSpec::String,
        "integer" => TypeSpec::Integer,
        "float" => TypeSpec::Float,
        "boolean" => TypeSpec::Boolean,
        "json" => TypeSpec::Json,
        "binary" => TypeSpec::Binary,
        "file" => TypeSpec::File,
        _ => return None,
    })
}

/// The type of a field given as a mapping: `type` and what goes with it, or `one_of`.
fn parse_type(table: &mut Table<'_>, place: Span, diagnostics: &mut Vec<Diagnostic>) -> Spanned<TypeSpec> {
    if let Some(node) = table.take("one_of") {
        let span = table.key_span("one_of").unwrap_or(node.span);
        let type_name = table.text("type_name", diagnostics);
        let alternatives = parse_fields(Some(node), "`one_of`", diagnostics);
        if alternatives.len() < 2 {
            diagnostics.push(
                Diagnostic::error(codes::TOO_FEW, "`one_of` needs at least two fields to choose from")
                    .at(span, format!("it has {}", alternatives.len()))
                    .help("a single field needs no `one_of`"),
            );
        }
        return Spanned { value: TypeSpec::OneOf { type_name, alternatives }, span };
    }
    let Some(node) = table.take("type") else {
        diagnostics.push(
            Diagnostic::error(codes::MISSING_KEY, "a field lacks `type`")
                .at(place, "what can it be?")
                .help(format!("`type` is one of {}", TYPES.join(", "))),
        );
        pass_over_parts(table);
        return Spanned { value: TypeSpec::Invalid, span: place };
    };
    let Some(word) = word(node, "type", TYPES, diagnostics) else {
        pass_over_parts(table);
        return Spanned { value: TypeSpec::Invalid, span: node.span };
    };
    let value = match word.value {
        "object" => {
            missing(table, "fields", word.span, diagnostics);
            let type_name = table.text("type_name", diagnostics);
            let fields = parse_fields(table.take("fields"), "`fields`", diagnostics);
            TypeSpec::Object { type_name, fields }
        }
        "array" | "map" => {
            missing(table, "items", word.span, diagnostics);
            match table.take("items") {
                Some(node) if word.value == "array" => TypeSpec::Array(Box::new(parse_items(node, diagnostics))),
                Some(node) => TypeSpec::Map(Box::new(parse_items(node, diagnostics))),
                None => TypeSpec::Invalid,
            }
        }
        "enum" => parse_enum(table, word.span, diagnostics),
        "const" => parse_const(table, word.span, diagnostics),
        word => plain_type(word).unwrap_or(TypeSpec::Invalid),
    };
    Spanned { value, span: word.span }
}

/// What goes with a type cannot be judged when the type is not known.
fn pass_over_parts(table: &mut Table<'_>) {
    for parts in TYPE_PARTS {
        table.take(parts.needs);
        for key in parts.takes {
            table.take(key);
        }
    }
}

fn missing(table: &Table<'_>, key: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) {
    if table.key_span(key).is_none() {
        diagnostics.push(Diagnostic::error(codes::MISSING_KEY, format!("this type lacks `{key}`")).at(span, ""));
    }
}

/// The items of an array or map: a type without a name, so without what belongs to a name.
fn parse_items(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> FieldSpec {
    let nameless = Spanned { value: String::new(), span: node.span };
    if let Kind::Map(all) = &node.kind {
        for (key, _) in all {
            let name = key.value.text.as_str();
            if FIELD.iter().any(|known| known.name == name) && !ITEM_KEYS.contains(&name) {
                diagnostics.push(
                    Diagnostic::error(codes::UNKNOWN_KEY, format!("items have no `{name}`"))
                        .at(key.span, "")
                        .help("it belongs to the array or map itself"),
                );
            }
        }
    }
    parse_field(nameless, node, diagnostics)
}

fn parse_const(table: &mut Table<'_>, span: Span, diagnostics: &mut Vec<Diagnostic>) -> TypeSpec {
    let Some(node) = table.take("value") else {
        diagnostics.push(
            Diagnostic::error(codes::CONST_WITHOUT_VALUE, "a const lacks its `value`")
                .at(span, "")
                .help("write { type: const, value: … }"),
        );
        return TypeSpec::Invalid;
    };
    let value = to_json(node);
    let plain = value.is_string() || value.is_boolean() || value.is_i64();
    if !plain {
        wrong_type(node, "the value of a const", "a text, whole number or flag", diagnostics);
        return TypeSpec::Invalid;
    }
    TypeSpec::Const(Some(Spanned { value, span: node.span }))
}

fn parse_enum(table: &mut Table<'_>, span: Span, diagnostics: &mut Vec<Diagnostic>) -> TypeSpec {
    missing(table, "values", span, diagnostics);
    let type_name = table.text("type_name", diagnostics);
    let base = table.word("of", BASES, diagnostics);
    let Some(node) = table.take("values") else { return TypeSpec::Invalid };
    let all = match node.kind {
        Kind::Null => Vec::new(),
        _ => entries(node, "`values`", diagnostics).unwrap_or_default(),
    };
    if all.is_empty() {
        diagnostics.push(Diagnostic::error(codes::TOO_FEW, "an enum needs at least one value").at(node.span, ""));
        return TypeSpec::Invalid;
    }
    let whole = |key: &crate::yaml::tree::MapKey| !key.quoted && integer(&key.text).is_some();
    let base = match base.map(|word| word.value) {
        Some("integer") => EnumBase::Integer,
        Some(_) => EnumBase::String,
        None if all.iter().all(|(key, _)| whole(&key.value)) => EnumBase::Integer,
        None => EnumBase::String,
    };
    let mut values = Vec::with_capacity(all.len());
    for (key, node) in all {
        let wire = match (base, integer(&key.value.text)) {
            (EnumBase::String, _) => key.value.text.clone(),
            (EnumBase::Integer, Some(number)) => number.to_string(),
            (EnumBase::Integer, None) => {
                let message = format!("{:?} is not a value of an enum of integers", key.value.text);
                diagnostics.push(Diagnostic::error(codes::WRONG_TYPE, message).at(key.span, ""));
                continue;
            }
        };
        values.extend(enum_value(Spanned { value: wire, span: key.span }, node, diagnostics));
    }
    TypeSpec::Enum { type_name, base, values }
}

fn enum_value(wire: Spanned<String>, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<EnumValueSpec> {
    match &node.kind {
        Kind::Null => Some(EnumValueSpec { wire, name: None, doc: None }),
        Kind::Scalar { .. } => {
            let name = text(node, "the name of a value", diagnostics).filter(|name| !is_blank(name, diagnostics));
            Some(EnumValueSpec { wire, name, doc: None })
        }
        _ => {
            let mut table = Table::open(node, "a value of an enum", keys::ENUM_VALUE, diagnostics)?;
            let (name, doc) = (table.text("name", diagnostics), table.text("doc", diagnostics));
            table.close(diagnostics);
            Some(EnumValueSpec { wire, name, doc })
        }
    }
}
