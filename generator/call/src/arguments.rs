//! All arguments together → the values of a call, in the order of the spec.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Map, Value};

use super::argument::{Argument, ArgumentValue, KeyStep};
use super::argument_error::{ArgumentError, ArgumentErrorKind};
use super::check;
use super::parameters::{Upload, below, unknown};
use super::values;
use wxgen::model::sent::flat;
use wxgen::model::words::kind;
use wxgen::model::{Endpoint, Field, Type};

/// The values of a call, judged.
#[derive(Clone, Default)]
pub struct Arguments {
    /// By the names on the wire, in the order of the spec; files by their names.
    pub values: Map<String, Value>,
    /// Files by parameter.
    pub files: Vec<(String, Upload)>,
}

/// Reads a file; `-` is standard input.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> io::Result<Vec<u8>>;

/// Puts `key=value` words and a body together. A word goes before what the body says of the same parameter.
///
/// # Errors
///
/// Everything that is wrong, in one go.
pub fn arguments(
    endpoint: &Endpoint,
    words: &[String],
    body: Option<Value>,
    read: ReadFile<'_>,
) -> Result<Arguments, Vec<ArgumentError>> {
    let mut assembly =
        Assembly { read, problems: Vec::new(), spoilt: BTreeSet::new(), set: BTreeSet::new(), files: Vec::new() };
    let mut values = match body {
        None => Map::new(),
        Some(Value::Object(fields)) => fields,
        Some(other) => {
            let message = format!("the body must be an object, not {}", kind(&other));
            assembly.problems.push(ArgumentError::new(ArgumentErrorKind::Type, "", message));
            Map::new()
        }
    };
    for (number, word) in (1..).zip(words) {
        match Argument::parse(word, number) {
            Ok(item) => assembly.object(&endpoint.request.fields, &mut values, &item.path, &item.given, ""),
            Err(problem) => {
                assembly.spoilt.insert(problem.path.clone());
                assembly.problems.push(problem);
            }
        }
    }
    let Assembly { mut problems, spoilt, files, .. } = assembly;
    let values = check::check(&endpoint.request, values, &files, &spoilt, &mut problems);
    if problems.is_empty() { Ok(Arguments { values, files }) } else { Err(problems) }
}

struct Assembly<'a> {
    read: ReadFile<'a>,
    problems: Vec<ArgumentError>,
    /// Parameters with problems: nothing more is said of them.
    spoilt: BTreeSet<String>,
    /// Parameters that words have set.
    set: BTreeSet<String>,
    files: Vec<(String, Upload)>,
}

impl Assembly<'_> {
    fn spoil(&mut self, path: &str, problem: ArgumentError) {
        self.spoilt.insert(path.to_owned());
        self.problems.push(problem);
    }

    /// Puts a value into an object with known fields.
    fn object(
        &mut self,
        fields: &[Field],
        target: &mut Map<String, Value>,
        path: &[KeyStep],
        given: &ArgumentValue,
        at: &str,
    ) {
        let Some((KeyStep::Name(name), rest)) = path.split_first() else {
            return self.spoil(
                at,
                ArgumentError::new(ArgumentErrorKind::Form, at, format!("`{at}` is an object, not a list")),
            );
        };
        let here = below(at, name);
        match flat(fields).find(|field| field.wire == *name) {
            Some(field) => {
                self.value(&field.ty, target.entry(name.as_str()).or_insert(Value::Null), rest, given, &here)
            }
            None => self.spoil(&here, unknown(fields, name, &here)),
        }
    }

    /// Puts a value where a type is wanted.
    fn value(&mut self, ty: &Type, target: &mut Value, path: &[KeyStep], given: &ArgumentValue, at: &str) {
        let Some((step, rest)) = path.split_first() else { return self.leaf(ty, target, given, at) };
        if let (KeyStep::Name(_), Type::Object(_) | Type::Map(_) | Type::Json) = (step, ty) {
            make_map(target);
        }
        match (step, ty, target) {
            (KeyStep::Name(_), Type::Object(object), Value::Object(map)) => {
                self.object(&object.fields, map, path, given, at);
            }
            (KeyStep::Name(name), Type::Map(items), Value::Object(map)) => {
                self.value(items, map.entry(name.as_str()).or_insert(Value::Null), rest, given, &below(at, name));
            }
            (KeyStep::Name(name), Type::Json, Value::Object(map)) => {
                self.value(&Type::Json, map.entry(name.as_str()).or_insert(Value::Null), rest, given, &below(at, name));
            }
            (KeyStep::Append | KeyStep::At(_), Type::Array(items), target) => {
                self.item(items, target, (step, rest), given, at)
            }
            (KeyStep::Append | KeyStep::At(_), Type::Json, target) => {
                self.item(&Type::Json, target, (step, rest), given, at)
            }
            _ => {
                let message = format!("`{at}` is {}, which has no such part", ty.wanted());
                self.spoil(at, ArgumentError::new(ArgumentErrorKind::Type, at, message));
            }
        }
    }

    /// Puts a value into a list.
    fn item(
        &mut self,
        ty: &Type,
        target: &mut Value,
        (step, rest): (&KeyStep, &[KeyStep]),
        given: &ArgumentValue,
        at: &str,
    ) {
        if !target.is_array() {
            *target = Value::Array(Vec::new());
        }
        let Value::Array(list) = target else { return };
        let index = match step {
            KeyStep::At(index) => *index,
            _ if goes_on(list, rest) => list.len().saturating_sub(1),
            _ => list.len(),
        };
        let here = format!("{at}[{index}]");
        if index > list.len() {
            let message = format!("`{here}` leaves out [{}]", list.len());
            return self.spoil(
                at,
                ArgumentError::new(ArgumentErrorKind::Form, here, message).help("count from 0, in order, or write []"),
            );
        }
        if index == list.len() {
            list.push(Value::Null);
        }
        if let Some(slot) = list.get_mut(index) {
            self.value(ty, slot, rest, given, &here);
        }
    }

    /// Sets a value.
    fn leaf(&mut self, ty: &Type, target: &mut Value, given: &ArgumentValue, at: &str) {
        if !self.set.insert(at.to_owned()) {
            return self.spoil(at, ArgumentError::new(ArgumentErrorKind::Twice, at, format!("`{at}` is given twice")));
        }
        let value = match given {
            ArgumentValue::Json(value) => Ok(value.clone()),
            ArgumentValue::Text(text) => values::of_text(ty, text, at),
            ArgumentValue::File(path) => match (self.read)(path) {
                Ok(bytes) if matches!(ty, Type::File) => {
                    let upload = Upload { path: path.clone(), name: file_name(path), bytes };
                    let name = upload.name.clone();
                    self.files.push((at.to_owned(), upload));
                    Ok(name.into())
                }
                Ok(bytes) => values::of_file(ty, bytes),
                Err(error) => {
                    let message = format!("`{at}`: {path:?} cannot be read: {error}");
                    return self.spoil(at, ArgumentError::new(ArgumentErrorKind::File, at, message));
                }
            },
        };
        match value {
            Ok(value) => *target = value,
            Err(misfit) => {
                let problem = ArgumentError::new(ArgumentErrorKind::Type, at, format!("`{at}` {}", misfit.message))
                    .help(misfit.help);
                self.spoil(at, problem);
            }
        }
    }
}

/// Does `[].name` belong to the item that is there already? It does until that has the name.
fn goes_on(list: &[Value], rest: &[KeyStep]) -> bool {
    match (list.last(), rest) {
        (Some(Value::Object(last)), [KeyStep::Name(_), KeyStep::Append, ..]) => !last.is_empty(),
        (Some(Value::Object(last)), [KeyStep::Name(name), deeper @ ..]) => {
            !last.contains_key(name) || (!deeper.is_empty() && !matches!(deeper.first(), Some(KeyStep::At(_))))
        }
        _ => false,
    }
}

/// Makes it an object, if it is none.
fn make_map(target: &mut Value) {
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
}

fn file_name(path: &str) -> String {
    match path.rsplit(['/', '\\']).next().unwrap_or_default() {
        "" | "-" => "file".to_owned(),
        name => name.to_owned(),
    }
}
