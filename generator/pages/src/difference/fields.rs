//! Parameters and fields of a page against those of a spec.

use std::borrow::Cow;
use std::collections::HashSet;

use indexmap::IndexMap;

use super::{Difference, Kind, Side, Subject};
use crate::draft::{Place, Type};
use crate::fields::{Field, Fields, Kind as Said};
use crate::reconcile::Endpoint;
use wxgen::model;
use wxgen::parse::{EndpointSpec, FieldSpec, TypeSpec};
use wxgen::source::Span;

/// Adds what both disagree on.
pub(super) fn compare<'a>(
    endpoint: &'a Endpoint,
    said: &'a Fields,
    spec: &'a EndpointSpec,
    differences: &mut Vec<Difference<'a>>,
) {
    let binary = endpoint.draft.binary || spec.returns_binary.as_ref().is_some_and(|flag| flag.value);
    let sides = [(Side::Request, &said.request, &spec.request), (Side::Reply, &said.response, &spec.response)];
    for (side, said, known) in sides {
        // A page that lost its tables has nothing to say of what is gone.
        let lost = said.is_empty() && endpoint.lossy;
        if !(lost || binary && side == Side::Reply) {
            let level = Level {
                side,
                path: String::new(),
                within: Vec::new(),
                span: spec.name.span,
                line: endpoint.draft.line,
            };
            level.compare(known, said, differences);
        }
    }
}

/// An object on both sides.
struct Level<'a> {
    side: Side,
    /// Dotted path with its last dot; empty at the top.
    path: String,
    /// The same as names, from the outermost.
    within: Vec<&'a str>,
    /// The object in the spec.
    span: Span,
    /// Line of the endpoint on the page.
    line: usize,
}

/// A field of the spec, with those of its choices beside the others.
#[derive(Clone, Copy)]
struct Known<'a> {
    field: &'a FieldSpec,
    /// The choice it is in, by number.
    choice: Option<usize>,
}

/// Fields side by side, by name.
type KnownFields<'a> = IndexMap<&'a str, Known<'a>>;

impl<'a> Level<'a> {
    /// Fields side by side. The depth of `said` is bounded.
    fn compare(&self, spec: &'a [FieldSpec], said: &'a [Field], differences: &mut Vec<Difference<'a>>) {
        let known = known(spec);
        let mut seen: HashSet<&str> = HashSet::new();
        for field in said {
            match &field.ty {
                Said::Choice(parts) => {
                    seen.extend(parts.iter().map(|part| part.name.as_str()));
                    self.choice(field, parts, &known, differences);
                }
                _ => {
                    seen.insert(&field.name);
                    self.field(field, &known, false, differences);
                }
            }
        }
        for gone in known.values().filter(|known| !seen.contains(known.field.wire.value.as_str())) {
            // Values that pages do not list are often fixed ones.
            if matches!(gone.field.ty.value, TypeSpec::Const(_)) {
                continue;
            }
            let wire = &gone.field.wire;
            differences.push(Difference {
                kind: Kind::ParamRemoved,
                side: Some(self.side),
                name: format!("{}{}", self.path, wire.value),
                page_says: None,
                spec_says: Some(word(&gone.field.ty.value).to_owned()),
                line: self.line,
                span: wire.span,
                subject: Subject::OfSpec,
            });
        }
    }

    /// Fields of which the page says that exactly one is sent.
    fn choice(
        &self,
        choice: &'a Field,
        parts: &'a [Field],
        known: &KnownFields<'a>,
        differences: &mut Vec<Difference<'a>>,
    ) {
        let of_spec = |part: &Field| known.get(part.name.as_str());
        let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
        let choices: Vec<Option<usize>> =
            parts.iter().map(|part| of_spec(part).and_then(|known| known.choice)).collect();
        let is_new = parts.iter().all(|part| of_spec(part).is_none());
        let is_one = choices.first().is_some_and(|first| first.is_some() && choices.iter().all(|it| it == first));
        if !is_one {
            differences.push(Difference {
                kind: if is_new { Kind::ParamAdded } else { Kind::OneOfChanged },
                side: Some(self.side),
                name: format!("{}{}", self.path, names.join(", ")),
                page_says: Some("exactly one is sent".to_owned()),
                spec_says: None,
                line: choice.line,
                span: parts.iter().find_map(of_spec).map_or(self.span, |known| known.field.wire.span),
                subject: Subject::Field(Cow::Borrowed(choice), self.within.clone()),
            });
        }
        if !is_new {
            parts.iter().for_each(|part| self.field(part, known, true, differences));
        }
    }

    /// A field of the page. That one of a choice is required, the choice says.
    fn field(&self, said: &'a Field, known: &KnownFields<'a>, in_choice: bool, differences: &mut Vec<Difference<'a>>) {
        let required = said.required.filter(|_| !in_choice);
        let name = format!("{}{}", self.path, said.name);
        let difference = |kind, span, page_says: Option<&str>, spec_says: Option<&str>| Difference {
            kind,
            side: Some(self.side),
            name: name.clone(),
            page_says: page_says.map(str::to_owned),
            spec_says: spec_says.map(str::to_owned),
            line: said.line,
            span,
            subject: Subject::Field(
                if in_choice { Cow::Owned(Field { required: None, ..said.clone() }) } else { Cow::Borrowed(said) },
                self.within.clone(),
            ),
        };
        let Some(known) = known.get(said.name.as_str()) else {
            let words = said_in_full(said, required, self.side);
            return differences.push(difference(Kind::ParamAdded, self.span, Some(&words), None));
        };
        let field = known.field;
        if let TypeSpec::Const(value) = &field.ty.value {
            let fixed =
                value.as_ref().map(|value| value.value.as_str().map_or_else(|| value.value.to_string(), str::to_owned));
            if let (Said::Fixed(said), Some(fixed)) = (&said.ty, fixed)
                && *said != fixed
            {
                differences.push(difference(Kind::TypeChanged, field.ty.span, Some(said), Some(&fixed)));
            }
            return;
        }
        match said_word(&said.ty) {
            Some(page) if !agree(&said.ty, &field.ty.value) => {
                let spec = match &field.ty.value {
                    TypeSpec::Array(items) => format!("array of {}", word(&items.ty.value)),
                    other => word(other).to_owned(),
                };
                differences.push(difference(Kind::TypeChanged, field.ty.span, Some(page), Some(&spec)));
            }
            _ => self.inner(said, field, &name, differences),
        }
        if self.side == Side::Reply {
            return;
        }
        let now = field.required.as_ref().is_some_and(|required| required.value);
        if let Some(required) = required.filter(|required| *required != now && known.choice.is_none()) {
            let span = field.required.as_ref().map_or(field.wire.span, |required| required.span);
            let words = |required: bool| Some(if required { "required" } else { "not required" });
            differences.push(difference(Kind::RequiredChanged, span, words(required), words(now)));
        }
        let in_query = field.place.as_ref().is_some_and(|place| place.value == model::Place::Query);
        if self.path.is_empty() && (said.place == Place::Query) != in_query {
            let span = field.place.as_ref().map_or(field.wire.span, |place| place.span);
            let spec = if in_query { Place::Query } else { Place::Body };
            differences.push(difference(Kind::PlaceChanged, span, Some(said.place.word()), Some(spec.word())));
        }
    }

    /// The fields within a field, where both have some.
    fn inner(&self, said: &'a Field, spec: &'a FieldSpec, name: &str, differences: &mut Vec<Difference<'a>>) {
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
            let within = self.within.iter().copied().chain([said.name.as_str()]).collect();
            let path = format!("{name}{mark}.");
            Level { side: self.side, path, within, span: spec.wire.span, line: self.line }.compare(
                fields,
                parts,
                differences,
            );
        }
    }
}

/// The fields of an object, with those of its choices; of two with one name the first.
fn known(spec: &[FieldSpec]) -> KnownFields<'_> {
    let mut known = KnownFields::new();
    for (number, field) in spec.iter().enumerate() {
        let (fields, choice) = match &field.ty.value {
            TypeSpec::OneOf { alternatives, .. } => (alternatives.as_slice(), Some(number)),
            _ => (std::slice::from_ref(field), None),
        };
        for field in fields {
            known.entry(field.wire.value.as_str()).or_insert(Known { field, choice });
        }
    }
    known
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
        (Said::Object(_), TypeSpec::Object { .. }) => true,
        (Said::Objects(_), TypeSpec::Array(items)) => matches!(items.ty.value, TypeSpec::Object { .. }),
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
fn said_in_full(said: &Field, required: Option<bool>, side: Side) -> String {
    let mut words: Vec<&str> = said_word(&said.ty).into_iter().collect();
    if let Said::Fixed(value) = &said.ty {
        words.push(value);
    }
    if side == Side::Request {
        words.extend(required.map(|required| if required { "required" } else { "not required" }));
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
