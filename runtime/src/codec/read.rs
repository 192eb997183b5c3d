//! Reading JSON, tolerantly, with the path of whatever does not fit.

use std::fmt;

use serde_json::Value;

use super::Decode;

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
#[derive(Debug)]
pub struct Reader<'a> {
    value: Value,
    path: Path<'a>,
    problems: &'a mut Vec<Problem>,
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
    target.decode(&mut Reader { value, path: Path::Root, problems });
}

impl Reader<'_> {
    /// Reads a field. One that is missing or null leaves the target as it is.
    pub fn field(&mut self, name: &str, target: &mut dyn Decode) {
        self.read_field(name, target);
    }

    /// Reads a field that has to be there.
    pub fn required(&mut self, name: &str, target: &mut dyn Decode) {
        if !self.read_field(name, target) && self.value.is_object() {
            let path = Path::Field(&self.path, name).to_text();
            self.problems.push(Problem { path, expected: "a value", found: "nothing" });
        }
    }

    /// Reads every item of a list. `item` gives the target for each.
    pub fn items(&mut self, item: &mut dyn FnMut(&mut Reader<'_>)) {
        match self.take() {
            Value::Array(values) => {
                for (index, value) in values.into_iter().enumerate() {
                    let path = Path::Item(&self.path, index);
                    item(&mut Reader { value, path, problems: self.problems });
                }
            }
            other => self.misfit("a list", &other),
        }
    }

    /// Reads every entry of a map. `entry` gets the key and the value.
    pub fn entries(&mut self, entry: &mut dyn FnMut(&str, &mut Reader<'_>)) {
        match self.take() {
            Value::Object(values) => {
                for (key, value) in values {
                    let path = Path::Field(&self.path, &key);
                    entry(&key, &mut Reader { value, path, problems: self.problems });
                }
            }
            // An empty map is sometimes sent as an empty list.
            Value::Array(values) if values.is_empty() => {}
            other => self.misfit("an object", &other),
        }
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
        self.problems.push(Problem { path: self.path.to_text(), expected, found: kind(found) });
    }

    /// Reads a field if it is there, and tells whether it was.
    fn read_field(&mut self, name: &str, target: &mut dyn Decode) -> bool {
        let value = match &mut self.value {
            Value::Object(fields) => fields.get_mut(name).map(Value::take),
            // An empty object is sometimes sent as an empty list.
            Value::Array(items) if items.is_empty() => None,
            // Said once: what follows finds an object without fields.
            Value::Null => None,
            other => {
                let found = other.take();
                self.misfit("an object", &found);
                None
            }
        };
        let Some(value) = value.filter(|value| !value.is_null()) else { return false };
        let path = Path::Field(&self.path, name);
        target.decode(&mut Reader { value, path, problems: self.problems });
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

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
