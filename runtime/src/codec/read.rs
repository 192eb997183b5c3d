//! Reading JSON, tolerantly, with the path of whatever does not fit.

use std::fmt;

use serde_json::Value;

use super::{Decode, Grow, Shown};

/// More problems than this are not noted: a list of a million misfits is one mistake.
const MOST_PROBLEMS: usize = 20;

/// Something in a reply that did not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, `members[0].userstr`; empty: the reply as a whole.
    pub path: String,
    /// What was wanted.
    pub expected: &'static str,
    /// What was there: its kind, never its content.
    pub found: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the reply" } else { &self.path };
        write!(f, "{path}: expected {}, found {}", self.expected, self.found)
    }
}

/// A value being read, and where it stands in the reply.
///
/// What is tolerated where: null is nothing, everywhere; an empty list stands for an empty object or map, and an empty
/// object for an empty list; scalars say for themselves what they take. A single value does not stand for a list of one.
pub struct Reader<'a> {
    value: Value,
    path: Path<'a>,
    /// Is it noted already that this should have been an object?
    noted: bool,
    problems: &'a mut Vec<Problem>,
    /// Set when fields are shown instead of read.
    shown: Option<&'a mut Shown>,
}

/// A place in a reply, told from the inside out.
#[derive(Debug, Clone, Copy)]
enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

/// Reads a whole value.
pub(super) fn decode_root(value: Value, target: &mut dyn Decode, problems: &mut Vec<Problem>) {
    target.decode(&mut Reader { value, path: Path::Root, noted: false, problems, shown: None });
}

/// Shows the fields that a value reads, and reads nothing.
pub(super) fn show_fields(target: &mut dyn Decode, shown: &mut Shown) {
    let problems = &mut Vec::new();
    target.decode(&mut Reader { value: Value::Null, path: Path::Root, noted: false, problems, shown: Some(shown) });
}

/// Shows where it stands, not what it holds.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader({:?}, {})", self.path.to_text(), kind(&self.value))
    }
}

impl Reader<'_> {
    /// Reads a field. One that is missing or null leaves the target as it is.
    pub fn field(&mut self, name: &str, target: &mut dyn Decode) {
        self.read_field(name, target);
    }

    /// Reads a field that has to be there.
    pub fn required(&mut self, name: &str, target: &mut dyn Decode) {
        if !self.read_field(name, target) && !self.noted && self.shown.is_none() {
            let path = Path::Field(&self.path, name);
            note(self.problems, path, "a value", "nothing");
        }
    }

    /// Reads every item of a list.
    pub fn items(&mut self, list: &mut dyn Grow) {
        match self.take() {
            Value::Array(values) => {
                for (index, value) in values.into_iter().enumerate() {
                    let path = Path::Item(&self.path, index);
                    let Some(item) = list.grow() else { return };
                    item.decode(&mut Reader { value, path, noted: false, problems: self.problems, shown: None });
                }
            }
            Value::Null => {}
            Value::Object(values) if values.is_empty() => {}
            other => self.misfit("a list", &other),
        }
    }

    /// Reads every entry of a map. `entry` gets the key and the value.
    pub fn entries(&mut self, entry: &mut dyn FnMut(&str, &mut Reader<'_>)) {
        match self.take() {
            Value::Object(values) => {
                for (key, value) in values {
                    let path = Path::Field(&self.path, &key);
                    entry(&key, &mut Reader { value, path, noted: false, problems: self.problems, shown: None });
                }
            }
            Value::Null => {}
            Value::Array(values) if values.is_empty() => {}
            other => self.misfit("an object", &other),
        }
    }

    /// Are fields read? Else they are shown, and have to stay as they are.
    pub fn is_reading(&self) -> bool {
        self.shown.is_none()
    }

    /// Is there nothing but null?
    pub fn is_null(&self) -> bool {
        self.value.is_null()
    }

    /// Takes the value out.
    pub fn take(&mut self) -> Value {
        self.value.take()
    }

    /// Notes that the value is not what was wanted.
    pub fn misfit(&mut self, expected: &'static str, found: &Value) {
        note(self.problems, self.path, expected, kind(found));
    }

    /// Reads a field if it is there, and tells whether it was.
    fn read_field(&mut self, name: &str, target: &mut dyn Decode) -> bool {
        if let Some(shown) = &mut self.shown {
            shown.field(name, target);
            return false;
        }
        let value = match &mut self.value {
            Value::Object(fields) => fields.get_mut(name).map(Value::take),
            Value::Null => None,
            Value::Array(items) if items.is_empty() => None,
            other => {
                // Said once; the fields that follow find nothing and say nothing.
                self.noted = true;
                note(self.problems, self.path, "an object", kind(&other.take()));
                None
            }
        };
        let Some(value) = value.filter(|value| !value.is_null()) else { return false };
        let path = Path::Field(&self.path, name);
        target.decode(&mut Reader { value, path, noted: false, problems: self.problems, shown: None });
        true
    }
}

impl Path<'_> {
    fn to_text(self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Field(Path::Root, name) => name.to_owned(),
            Self::Field(parent, name) => format!("{}.{name}", parent.to_text()),
            Self::Item(parent, index) => format!("{}[{index}]", parent.to_text()),
        }
    }
}

fn note(problems: &mut Vec<Problem>, path: Path<'_>, expected: &'static str, found: &'static str) {
    if problems.len() < MOST_PROBLEMS {
        problems.push(Problem { path: path.to_text(), expected, found });
    }
}

/// What a value is, without saying what it holds.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
