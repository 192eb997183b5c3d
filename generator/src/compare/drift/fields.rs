//! Parameters and fields of pages against those of a spec.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::change::{Kind, Side};
use super::endpoint::{About, Comparison};
use crate::capture::shape::{self, Field, Kind as Said};
use crate::capture::{Place, Type};
use crate::model;
use crate::parse::{FieldSpec, TypeSpec};
use crate::read::Span;

/// Where fields stand.
struct Level<'p> {
    side: Side,
    /// Dotted path with its last dot; empty at the top.
    path: &'p str,
    /// The object in the spec.
    span: Span,
}

/// A field of the spec, with those of its choices beside the others.
#[derive(Clone, Copy)]
struct Known<'a> {
    field: &'a FieldSpec,
    /// The choice it is in, by number.
    choice: Option<usize>,
}

/// Notes what both disagree on.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let spec = comparison.spec;
    let shape = shape::of(&comparison.endpoint.draft);
    let binary = comparison.endpoint.draft.binary || spec.returns_binary.as_ref().is_some_and(|flag| flag.value);
    let sides = [(Side::Request, &shape.request, &spec.request), (Side::Reply, &shape.response, &spec.response)];
    for (side, said, known) in sides {
        // A page that lost its tables has nothing to say of what is gone.
        let lost = said.is_empty() && comparison.endpoint.lossy;
        if !(lost || binary && side == Side::Reply) {
            level(comparison, known, said, &Level { side, path: "", span: spec.name.span });
        }
    }
}

/// Fields side by side. The depth of `said` is bounded.
fn level(comparison: &mut Comparison<'_>, spec: &[FieldSpec], said: &[Field], level: &Level<'_>) {
    let known = known(spec);
    let mut seen: HashSet<&str> = HashSet::new();
    for field in said {
        match &field.ty {
            Said::Choice(parts) => {
                choice(comparison, field, parts, &known, level);
                for part in parts {
                    seen.insert(&part.name);
                    one(comparison, &Field { required: None, ..part.clone() }, &known, level);
                }
            }
            _ => {
                seen.insert(&field.name);
                one(comparison, field, &known, level);
            }
        }
    }
    for gone in known.values().filter(|known| !seen.contains(known.field.wire.value.as_str())) {
        // Values that pages do not list are often fixed ones.
        if matches!(gone.field.ty.value, TypeSpec::Const(_)) {
            continue;
        }
        let wire = &gone.field.wire;
        let about = About {
            kind: Kind::ParamRemoved,
            side: Some(level.side),
            name: &format!("{}{}", level.path, wire.value),
            line: comparison.endpoint.draft.line,
            span: wire.span,
        };
        comparison.note(about, None, Some(word(&gone.field.ty.value).to_owned()));
    }
}

/// Fields side by side, by name.
type KnownFields<'a> = IndexMap<&'a str, Known<'a>>;

/// The fields of an object, with those of its choices; of two with one name the first.
fn known<'a>(spec: &'a [FieldSpec]) -> KnownFields<'a> {
    let mut known = KnownFields::new();
    let mut add = |field: &'a FieldSpec, choice| {
        known.entry(field.wire.value.as_str()).or_insert(Known { field, choice });
    };
    for (number, field) in spec.iter().enumerate() {
        match &field.ty.value {
            TypeSpec::OneOf { alternatives, .. } => alternatives.iter().for_each(|field| add(field, Some(number))),
            _ => add(field, None),
        }
    }
    known
}

/// Fields of which the page says that exactly one is sent.
fn choice(comparison: &mut Comparison<'_>, said: &Field, parts: &[Field], known: &KnownFields<'_>, level: &Level<'_>) {
    let of_spec = |part: &Field| known.get(part.name.as_str());
    let choices: Vec<Option<usize>> = parts.iter().map(|part| of_spec(part).and_then(|known| known.choice)).collect();
    let is_one = choices.first().is_some_and(|first| first.is_some() && choices.iter().all(|choice| choice == first));
    if is_one {
        return;
    }
    let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
    let about = About {
        kind: Kind::OneOfChanged,
        side: Some(level.side),
        name: &format!("{}{}", level.path, names.join(", ")),
        line: said.line,
        span: parts.iter().find_map(of_spec).map_or(level.span, |known| known.field.wire.span),
    };
    comparison.note(about, Some("exactly one is sent".to_owned()), None);
}

fn one(comparison: &mut Comparison<'_>, said: &Field, known: &KnownFields<'_>, level: &Level<'_>) {
    let name = format!("{}{}", level.path, said.name);
    let about = |kind, span| About { kind, side: Some(level.side), name: &name, line: said.line, span };
    let Some(known) = known.get(said.name.as_str()) else {
        comparison.note(about(Kind::ParamAdded, level.span), Some(said_in_full(said, level.side)), None);
        return;
    };
    let field = known.field;
    if let TypeSpec::Const(value) = &field.ty.value {
        let fixed =
            value.as_ref().map(|value| value.value.as_str().map_or_else(|| value.value.to_string(), str::to_owned));
        if let (Said::Fixed(said), Some(fixed)) = (&said.ty, fixed)
            && *said != fixed
        {
            comparison.note(about(Kind::TypeChanged, field.ty.span), Some(said.clone()), Some(fixed));
        }
        return;
    }
    let words = (said_word(&said.ty), word(&field.ty.value));
    if let (Some(page), spec) = words
        && !agree(&said.ty, &field.ty.value)
    {
        comparison.note(about(Kind::TypeChanged, field.ty.span), Some(page.to_owned()), Some(spec.to_owned()));
    } else {
        inner(comparison, said, field, &name, level.side);
    }
    if level.side == Side::Reply {
        return;
    }
    let now = field.required.as_ref().is_some_and(|required| required.value);
    if let Some(required) = said.required.filter(|required| *required != now && known.choice.is_none()) {
        let span = field.required.as_ref().map_or(field.wire.span, |required| required.span);
        let words = |required: bool| Some(if required { "required" } else { "not required" }.to_owned());
        comparison.note(about(Kind::RequiredChanged, span), words(required), words(now));
    }
    let in_query = field.place.as_ref().is_some_and(|place| place.value == model::Place::Query);
    if level.path.is_empty() && (said.place == Place::Query) != in_query {
        let span = field.place.as_ref().map_or(field.wire.span, |place| place.span);
        let spec = if in_query { Place::Query } else { Place::Body };
        let words = |place: Place| Some(place.word().to_owned());
        comparison.note(about(Kind::PlaceChanged, span), words(said.place), words(spec));
    }
}

/// The fields within a field, where both have some.
fn inner(comparison: &mut Comparison<'_>, said: &Field, spec: &FieldSpec, name: &str, side: Side) {
    let (parts, fields, mark) = match (&said.ty, &spec.ty.value) {
        (Said::Object(parts), TypeSpec::Object { fields, .. }) => (parts, fields, ""),
        (Said::Objects(parts), TypeSpec::Array(items)) => match &items.ty.value {
            TypeSpec::Object { fields, .. } => (parts, fields, "[]"),
            _ => return,
        },
        _ => return,
    };
    // An object whose fields the spec leaves open has none to compare.
    if !fields.is_empty() {
        level(comparison, fields, parts, &Level { side, path: &format!("{name}{mark}."), span: spec.wire.span });
    }
}

/// Can both be true?
fn agree(said: &Said, spec: &TypeSpec) -> bool {
    match (said, spec) {
        (_, TypeSpec::OneOf { .. } | TypeSpec::Invalid | TypeSpec::Const(_)) => true,
        (Said::Plain(ty), spec) => match (ty, spec) {
            (Type::Number, TypeSpec::Integer | TypeSpec::Float) | (Type::Integer, TypeSpec::Float) => true,
            // Bytes and text look alike on many pages; what an enum is on the wire is for its values to say.
            (Type::Binary | Type::String, TypeSpec::Binary | TypeSpec::File) => true,
            (Type::String | Type::Integer | Type::Number, TypeSpec::Enum { .. }) => true,
            (ty, spec) => ty.word() == word(spec),
        },
        (Said::Object(_), TypeSpec::Object { .. } | TypeSpec::Map(_)) => true,
        (Said::Objects(_), TypeSpec::Array(items)) => {
            matches!(items.ty.value, TypeSpec::Object { .. } | TypeSpec::Json)
        }
        (Said::List(_), TypeSpec::Array(_)) => true,
        _ => false,
    }
}

/// The type a page says; nothing where it says none that a spec could contradict.
fn said_word(said: &Said) -> Option<&'static str> {
    match said {
        Said::Plain(Type::Unsaid | Type::Json | Type::Object | Type::Array) => None,
        Said::Plain(ty) => Some(ty.word()),
        Said::Object(_) => Some("object"),
        Said::Objects(_) => Some("array of objects"),
        Said::List(_) => Some("array"),
        Said::Fixed(_) | Said::Choice(_) => None,
    }
}

/// A new field: type, required or not, and where it goes.
fn said_in_full(said: &Field, side: Side) -> String {
    let mut words: Vec<&str> = said_word(&said.ty).into_iter().collect();
    if let Said::Fixed(value) = &said.ty {
        words.push(value);
    }
    if side == Side::Request {
        words.extend(said.required.map(|required| if required { "required" } else { "not required" }));
        words.extend((said.place == Place::Query).then_some("in the URL"));
    }
    words.join(", ")
}

/// The word of a spec for a type.
fn word(ty: &TypeSpec) -> &'static str {
    match ty {
        TypeSpec::String => "string",
        TypeSpec::Integer => "integer",
        TypeSpec::Float => "float",
        TypeSpec::Boolean => "boolean",
        TypeSpec::Json => "json",
        TypeSpec::Binary => "binary",
        TypeSpec::File => "file",
        TypeSpec::Const(_) => "const",
        TypeSpec::Array(_) => "array",
        TypeSpec::Map(_) => "map",
        TypeSpec::Object { .. } => "object",
        TypeSpec::Enum { .. } => "enum",
        TypeSpec::OneOf { .. } => "one_of",
        TypeSpec::Invalid => "",
    }
}
