//! Dotted paths → fields within fields, as a spec has them: without the token and the return code, fixed values and
//! choices in their places.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::draft::{Draft, Example, Param, Place, Side, Type};

/// OpenFields nested deeper are not told apart.
const DEEPEST: usize = 12;
/// The longest name that is taken for one.
const LONGEST_NAME: usize = 200;

/// A field, with those in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// Name on the wire; of a choice its own.
    pub(crate) name: String,
    /// What it can be.
    pub(crate) ty: Kind,
    /// Must it be sent?
    pub(crate) required: Option<bool>,
    /// Where it travels.
    pub(crate) place: Place,
    /// Line of the page.
    pub(crate) line: usize,
}

/// What a field can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A plain value, or one whose parts the page does not tell.
    Plain(Type),
    /// A list of plain values.
    List(Type),
    /// An object.
    Object(Vec<Field>),
    /// A list of objects.
    Objects(Vec<Field>),
    /// Always that value.
    Fixed(String),
    /// Exactly one of these is sent.
    Choice(Vec<Field>),
}

/// Both sides of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fields {
    /// What is sent, besides the token.
    pub(crate) request: Vec<Field>,
    /// What comes back, besides the return code.
    pub(crate) response: Vec<Field>,
}

/// The fields that a page tells of.
pub(crate) fn of(draft: &Draft) -> Fields {
    let token = draft.token.as_ref().map(|token| token.param.as_str());
    let mut request = tree(&draft.request, &|name| token == Some(name));
    if draft.method.as_deref() == Some("GET") {
        // It has no body for anything to travel in.
        request = request.into_iter().map(in_query).collect();
    }
    fix(&mut request, draft);
    for group in &draft.one_of {
        choose(&mut request, group);
    }
    let implied = |name: &str| matches!(name, "errcode" | "errmsg");
    let mut response = if draft.binary { Vec::new() } else { tree(&draft.response, &implied) };
    for (fields, side) in [(&mut request, Side::Request), (&mut response, Side::Reply)] {
        let examples: Vec<_> = draft.examples.iter().filter(|example| example.side == side).filter_map(value).collect();
        elements(fields, &examples.iter().collect::<Vec<_>>());
    }
    Fields { request, response }
}

/// An example that is JSON.
pub(crate) fn value(example: &Example) -> Option<Value> {
    serde_json::from_str(&example.text).ok()
}

/// A field while its parts are collected.
struct Open {
    ty: Type,
    list: bool,
    required: Option<bool>,
    place: Place,
    line: usize,
    parts: OpenFields,
}

/// OpenFields side by side, by name.
type OpenFields = IndexMap<String, Open>;

fn tree(params: &[Param], leave_out: &dyn Fn(&str) -> bool) -> Vec<Field> {
    let mut roots = OpenFields::new();
    for param in params {
        let mut segments: Vec<_> = param.path.split('.').collect();
        segments.truncate(DEEPEST);
        let first = segments.first().map_or("", |segment| bare(segment));
        let good = |segment: &&str| !bare(segment).trim().is_empty() && segment.len() <= LONGEST_NAME;
        if leave_out(first) || !segments.iter().all(good) {
            continue;
        }
        let whole = segments.len() == param.path.split('.').count();
        insert(&mut roots, &segments, param, whole);
    }
    roots.into_iter().map(close).collect()
}

fn bare(segment: &str) -> &str {
    segment.trim_end_matches("[]")
}

/// Inserts a parameter below `fields`. The depth is bounded by its caller.
fn insert(fields: &mut OpenFields, segments: &[&str], param: &Param, whole: bool) {
    let Some((segment, rest)) = segments.split_first() else { return };
    let name = bare(segment);
    let field = fields.entry(name.to_owned()).or_insert_with(|| Open {
        ty: Type::Unsaid,
        list: false,
        required: None,
        place: param.place,
        line: param.line,
        parts: OpenFields::new(),
    });
    field.list |= segment.ends_with("[]");
    if !rest.is_empty() {
        insert(&mut field.parts, rest, param, whole);
    } else if whole {
        field.required = field.required.or(param.required);
        if field.ty == Type::Unsaid {
            field.ty = param.ty;
        }
    }
}

fn close((name, open): (String, Open)) -> Field {
    let Open { ty, list, required, place, line, parts } = open;
    let parts: Vec<_> = parts.into_iter().map(close).collect();
    let list = list || ty == Type::Array;
    let ty = match (list, parts.is_empty()) {
        (false, true) if ty == Type::Object => Kind::Plain(Type::Json),
        (false, true) => Kind::Plain(ty),
        (false, false) => Kind::Object(parts),
        (true, true) => Kind::List(Type::Unsaid),
        (true, false) => Kind::Objects(parts),
    };
    let field = Field { name, ty, required, place, line };
    if place == Place::Query { in_query(field) } else { field }
}

/// A field as it travels in a URL, where objects and lists have no form.
fn in_query(field: Field) -> Field {
    let ty = match field.ty {
        Kind::Plain(ty) => Kind::Plain(ty),
        _ => Kind::Plain(Type::Json),
    };
    Field { ty, place: Place::Query, ..field }
}

/// Puts the fixed parameters in their places.
fn fix(request: &mut Vec<Field>, draft: &Draft) {
    let all = draft.query.iter().map(|pair| (pair, Place::Query));
    let all = all.chain(draft.fixed.iter().map(|pair| (pair, Place::Body)));
    let mut fixed = IndexMap::new();
    for ((name, value), place) in all {
        let ty = Kind::Fixed(value.clone());
        fixed.insert(name.as_str(), Field { name: name.clone(), ty, required: None, place, line: draft.line });
    }
    request.retain(|field| match fixed.get_mut(field.name.as_str()) {
        Some(known) => {
            known.line = field.line;
            false
        }
        None => true,
    });
    request.splice(0..0, fixed.into_values());
}

/// Joins fields of one object to a choice, where all are there and can be chosen.
fn choose(fields: &mut Vec<Field>, group: &[String]) {
    let split: Vec<_> = group.iter().map(|path| path.rsplit_once('.').unwrap_or(("", path))).collect();
    let Some((parent, _)) = split.first() else { return };
    if split.iter().any(|(other, _)| other != parent) {
        return;
    }
    let mut fields = fields;
    for segment in parent.split('.').filter(|segment| !segment.is_empty()) {
        let inner = fields.iter_mut().find(|field| field.name == bare(segment)).map(|field| &mut field.ty);
        let Some(Kind::Object(inner) | Kind::Objects(inner)) = inner else { return };
        fields = inner;
    }
    let can_be = |field: &&Field| !matches!(field.ty, Kind::Fixed(_) | Kind::Choice(_));
    let names: HashSet<_> = split.iter().map(|(_, name)| bare(name)).collect();
    let found: Vec<_> =
        fields.iter().filter(|field| names.contains(field.name.as_str())).filter(can_be).cloned().collect();
    let (Some(first), true) = (found.first(), found.len() == split.len() && split.len() > 1) else { return };
    let at = fields.iter().position(|field| field.name == first.name).unwrap_or(0);
    let words: Vec<_> = found.iter().map(|field| field.name.as_str()).collect();
    let mut name = words.join("_or_");
    if name.len() > 60 {
        name = format!("one_of_{}", first.name);
    }
    if fields.iter().any(|field| field.name == name) {
        return;
    }
    let line = first.line;
    fields.retain(|field| !names.contains(field.name.as_str()));
    let choice = Field { name, ty: Kind::Choice(found), required: None, place: Place::Body, line };
    fields.insert(at.min(fields.len()), choice);
}

/// What lists hold, where examples tell.
fn elements(fields: &mut [Field], examples: &[&Value]) {
    for field in fields {
        let found: Vec<_> = examples.iter().filter_map(|example| example.get(&field.name)).collect();
        let items = || found.iter().filter_map(|value| value.as_array()).flatten();
        match &mut field.ty {
            Kind::List(of) => *of = common(items()),
            Kind::Object(parts) => elements(parts, &found),
            Kind::Objects(parts) => elements(parts, &items().collect::<Vec<_>>()),
            Kind::Choice(parts) => elements(parts, examples),
            _ => {}
        }
    }
}

/// The one plain type of all values.
fn common<'a>(values: impl Iterator<Item = &'a Value>) -> Type {
    let mut found = Type::Unsaid;
    for value in values {
        let ty = match value {
            Value::String(_) => Type::String,
            Value::Number(number) if number.is_i64() => Type::Integer,
            _ => return Type::Json,
        };
        if found != Type::Unsaid && found != ty {
            return Type::Json;
        }
        found = ty;
    }
    found
}
