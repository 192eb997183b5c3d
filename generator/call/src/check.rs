//! Are values as the spec says? Puts them into the spec's order and adds what is fixed.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::arguments::{Upload, below, unknown};
use super::problem::{Problem, Wrong};
use wxgen::model::sent::plain;
use wxgen::model::words::kind;
use wxgen::model::{EnumBase, Field, Object, OneOf, Type};

/// The choices among fields.
pub(super) fn choices(fields: &[Field]) -> impl Iterator<Item = (&Field, &OneOf)> {
    fields.iter().filter_map(|field| match &field.ty {
        Type::OneOf(choice) => Some((field, choice)),
        _ => None,
    })
}

/// The values in order, with what is fixed. Of parameters in `spoilt` nothing more is said.
pub(super) fn check(
    request: &Object,
    values: Map<String, Value>,
    files: &[(String, Upload)],
    spoilt: &BTreeSet<String>,
    problems: &mut Vec<Problem>,
) -> Map<String, Value> {
    Check { files, spoilt, problems }.object(request, values, "")
}

struct Check<'a> {
    files: &'a [(String, Upload)],
    spoilt: &'a BTreeSet<String>,
    problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    fn object(&mut self, object: &Object, mut given: Map<String, Value>, at: &str) -> Map<String, Value> {
        let mut done = Map::new();
        for field in &object.fields {
            match &field.ty {
                Type::OneOf(choice) => self.choice(field, choice, &mut given, &mut done, at),
                Type::Const(fixed) => self.fixed(field, fixed, &mut given, &mut done, at),
                _ => self.field(field, &mut given, &mut done, at),
            }
        }
        for (name, _) in given {
            let path = below(at, &name);
            if !self.spoilt.contains(&path) {
                self.problems.push(unknown(&object.fields, &name, &path));
            }
        }
        done
    }

    fn field(&mut self, field: &Field, given: &mut Map<String, Value>, done: &mut Map<String, Value>, at: &str) {
        let path = below(at, &field.wire);
        match given.shift_remove(&field.wire) {
            Some(value) => {
                if let Some(value) = self.value(&field.ty, value, &path) {
                    done.insert(field.wire.clone(), value);
                }
            }
            None if field.required && !self.spoilt.contains(&path) => self.missing(field, &path),
            None => {}
        }
    }

    fn missing(&mut self, field: &Field, path: &str) {
        let sign = match &field.ty {
            Type::File => format!("{path}@path"),
            Type::Array(_) => format!("{path}[]=…"),
            Type::Object(_) | Type::Map(_) => format!("{path}.name=…"),
            _ => format!("{path}=…"),
        };
        let message = format!("`{path}` has to be given, {}: {sign}", field.ty.wanted());
        self.problems.push(Problem::new(Wrong::Missing, path, message).help(field.doc.trim()));
    }

    fn fixed(
        &mut self,
        field: &Field,
        fixed: &Value,
        given: &mut Map<String, Value>,
        done: &mut Map<String, Value>,
        at: &str,
    ) {
        let path = below(at, &field.wire);
        if let Some(value) = given.shift_remove(&field.wire)
            && plain(&value) != plain(fixed)
            && !self.spoilt.contains(&path)
        {
            let message = format!("`{path}` is always {fixed} in this call");
            self.problems.push(Problem::new(Wrong::Fixed, path, message).help("leave it out; it is sent by itself"));
        }
        done.insert(field.wire.clone(), fixed.clone());
    }

    fn choice(
        &mut self,
        group: &Field,
        choice: &OneOf,
        given: &mut Map<String, Value>,
        done: &mut Map<String, Value>,
        at: &str,
    ) {
        let is_spoilt = |field: &Field| self.spoilt.contains(&below(at, &field.wire));
        let is_given = |field: &&Field| given.contains_key(&field.wire) || is_spoilt(field);
        let chosen: Vec<_> = choice.alternatives.iter().filter(is_given).collect();
        let names =
            |fields: &[&Field]| fields.iter().map(|field| format!("`{}`", below(at, &field.wire))).collect::<Vec<_>>();
        let path = below(at, &group.wire);
        match chosen.as_slice() {
            [] if group.required => {
                let all: Vec<_> = choice.alternatives.iter().collect();
                let docs: Vec<_> = all.iter().map(|field| format!("{}: {}", field.wire, field.doc.trim())).collect();
                let message = format!("one of {} has to be given", names(&all).join(", "));
                self.problems.push(Problem::new(Wrong::Choice, path, message).help(docs.join("\n")));
            }
            [] | [_] => {}
            several => {
                let message = format!("{} exclude each other; give one of them", names(several).join(" and "));
                self.problems.push(Problem::new(Wrong::Choice, path, message));
            }
        }
        for field in &choice.alternatives {
            if given.contains_key(&field.wire) {
                self.field(field, given, done, at);
            }
        }
    }

    /// The value as it is sent; `None` where nothing can be.
    fn value(&mut self, ty: &Type, value: Value, at: &str) -> Option<Value> {
        if self.spoilt.contains(at) {
            return None;
        }
        match (ty, value) {
            (Type::Object(object), Value::Object(given)) => Some(self.object(object, given, at).into()),
            (Type::Map(items), Value::Object(given)) => {
                let entries = given.into_iter().filter_map(|(key, value)| {
                    let value = self.value(items, value, &below(at, &key))?;
                    Some((key, value))
                });
                Some(entries.collect::<Map<_, _>>().into())
            }
            (Type::Array(items), Value::Array(given)) => {
                let all = (0..).zip(given);
                Some(all.filter_map(|(n, value)| self.value(items, value, &format!("{at}[{n}]"))).collect())
            }
            (Type::File, Value::String(_)) if self.files.iter().any(|(name, _)| name == at) => Some(Value::Null),
            (Type::File, _) => self.misfit(at, "is a file".to_owned(), format!("write {at}@path")),
            (ty, value) if fits(ty, &value) => Some(value),
            (ty, value) => self.misfit(at, format!("must be {}, not {}", ty.wanted(), kind(&value)), String::new()),
        }
    }

    fn misfit(&mut self, at: &str, message: String, help: String) -> Option<Value> {
        self.problems.push(Problem::new(Wrong::Type, at, format!("`{at}` {message}")).help(help));
        None
    }
}

fn fits(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::String | Type::Binary => value.is_string(),
        Type::Integer => value.is_i64(),
        Type::Float => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Json => true,
        // Others than the known values may come; those from the command line were looked at before.
        Type::Enum(of) if of.base == EnumBase::Integer => value.is_i64(),
        Type::Enum(_) => value.is_string(),
        Type::Map(_) | Type::Object(_) | Type::Array(_) | Type::File | Type::Const(_) | Type::OneOf(_) => false,
    }
}
