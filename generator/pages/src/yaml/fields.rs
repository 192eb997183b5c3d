//! Fields as a spec has them.

use std::collections::HashSet;

use serde_json::Value;

use super::Yaml;
use crate::draft::{Place, Side, Type};
use crate::fields::{Field, Kind};
use wxgen::names;

/// Fields side by side.
pub(crate) fn fields(all: &[Field], side: Side) -> Yaml {
    list(all, side, true)
}

fn list(all: &[Field], side: Side, top: bool) -> Yaml {
    let mut taken: HashSet<String> = HashSet::new();
    let entries = all.iter().map(|field| {
        let own = names::field(&field.name);
        let name = names::unique(&own, |name| taken.contains(name));
        let renamed = (name != own).then(|| name.clone());
        taken.insert(name);
        (Value::from(field.name.as_str()), value(field, side, top, false, renamed))
    });
    Yaml::Lines(entries.collect())
}

/// A field; `top`: does it stand at the top of its side?
pub(crate) fn field(field: &Field, side: Side, top: bool, in_choice: bool) -> Yaml {
    value(field, side, top, in_choice, None)
}

fn value(field: &Field, side: Side, top: bool, in_choice: bool, renamed: Option<String>) -> Yaml {
    let request = side == Side::Request;
    let in_query = request && top && field.place == Place::Query;
    let mut all: Vec<(&str, Yaml)> = Vec::new();
    all.extend(renamed.map(|name| ("name", Yaml::text(name))));
    if let Kind::Choice(parts) = &field.ty {
        let parts = parts.iter().map(|part| (Value::from(part.name.as_str()), value(part, side, top, true, None)));
        all.push(("one_of", Yaml::Lines(parts.collect())));
        return map(all);
    }
    all.push(("type", Yaml::text(word(field, request && top))));
    if request && field.required == Some(true) && !in_choice && !matches!(field.ty, Kind::Fixed(_)) {
        all.push(("required", Yaml::Scalar(true.into())));
    }
    if in_query {
        all.push(("in", Yaml::text("query")));
    }
    match &field.ty {
        Kind::Fixed(value) => all.push(("value", Yaml::text(&**value))),
        Kind::List(of) => all.push(("items", Yaml::text(plain(*of, Place::Body, false)))),
        Kind::Object(parts) => all.push(("fields", list(parts, side, false))),
        Kind::Objects(parts) => {
            let items = [("type", Yaml::text("object")), ("fields", list(parts, side, false))];
            all.push(("items", Yaml::map(items)));
        }
        Kind::Plain(_) | Kind::Choice(_) => {}
    }
    match all.as_slice() {
        [("type", _)] => all.pop().map_or(Yaml::Scalar(Value::Null), |(_, word)| word),
        _ => map(all),
    }
}

fn map(all: Vec<(&str, Yaml)>) -> Yaml {
    Yaml::Map(all.into_iter().map(|(key, value)| (Value::from(key), value)).collect())
}

/// The word after `type`.
fn word(field: &Field, top_of_request: bool) -> &'static str {
    match &field.ty {
        Kind::Plain(ty) => plain(*ty, field.place, top_of_request),
        Kind::List(_) | Kind::Objects(_) => "array",
        Kind::Object(_) => "object",
        Kind::Fixed(_) | Kind::Choice(_) => "const",
    }
}

/// The word for a plain type.
pub(crate) fn plain(ty: Type, place: Place, top_of_request: bool) -> &'static str {
    match ty {
        Type::String => "string",
        Type::Integer | Type::Number => "integer",
        Type::Float => "float",
        Type::Boolean => "boolean",
        Type::Binary if place == Place::Query => "string",
        Type::Binary if top_of_request => "file",
        Type::Binary => "binary",
        Type::Unsaid | Type::Object | Type::Array | Type::Json => "json",
    }
}

/// Paths of numbers of which no page says that they are whole.
pub(super) fn numbers(all: &[Field]) -> Vec<String> {
    let mut out = Vec::new();
    collect(all, "", &mut out);
    out
}

fn collect(all: &[Field], before: &str, out: &mut Vec<String>) {
    for field in all {
        let path = format!("{before}{}", field.name);
        match &field.ty {
            Kind::Plain(Type::Number) => out.push(path),
            Kind::Object(parts) => collect(parts, &format!("{path}."), out),
            Kind::Objects(parts) => collect(parts, &format!("{path}[]."), out),
            Kind::Choice(parts) => collect(parts, before, out),
            _ => {}
        }
    }
}
