//! Keeps tokens and secrets out of everything that is printed.

use serde_json::{Map, Value};
use wxopen_runtime::{Secret, without_secrets};

use wxgen::model::sent::flat;
use wxgen::model::{Object, Type};
use wxgen::names;

/// What stands for a secret.
pub(super) const REDACTED: &str = "[redacted]";

/// Ends of the names of fields that the spec does not know and that most likely hold secrets.
const SUSPECT: &[&str] = &["token", "secret", "ticket", "session_key", "password"];

/// The secrets of a call.
#[derive(Clone)]
pub struct Hidden {
    secrets: Vec<Secret>,
    show: bool,
}

impl Hidden {
    /// The token and the secret fields of a request; with `show` nothing is hidden.
    pub fn new(show: bool, token: Option<&str>, request: &Object, values: &Map<String, Value>) -> Self {
        let mut texts: Vec<String> = token.map(str::to_owned).into_iter().collect();
        collect(request, values, &mut texts);
        texts.retain(|text| !text.is_empty());
        Self { secrets: texts.into_iter().map(Secret::from).collect(), show }
    }

    /// Is there something to hide?
    pub fn hides_anything(&self) -> bool {
        !self.show && !self.secrets.is_empty()
    }

    /// A text without the secrets, neither as they are nor as they stand in a URL.
    pub fn text(&self, text: &str) -> String {
        if self.show {
            return text.to_owned();
        }
        without_secrets(text, &self.secrets)
    }

    /// Values without the secrets, those of secret fields and those that repeat one.
    pub fn values(&self, object: &Object, values: &mut Map<String, Value>) {
        if !self.show {
            self.object(Some(object), values);
        }
    }

    /// A reply to the call.
    pub fn reply(&self, reply: Option<&Object>, value: &mut Value) {
        if !self.show {
            match value {
                Value::Object(values) => self.object(reply, values),
                other => self.value(None, other),
            }
        }
    }

    fn object(&self, object: Option<&Object>, values: &mut Map<String, Value>) {
        self.names(values);
        for (name, value) in values {
            let field = object.and_then(|object| flat(&object.fields).find(|field| field.wire == *name));
            let secret = match field {
                Some(field) => field.secret,
                None => is_suspect(name),
            };
            match value {
                Value::String(text) if secret && !text.is_empty() => REDACTED.clone_into(text),
                value => self.value(field.map(|field| &field.ty), value),
            }
        }
    }

    /// Names can repeat a secret as well. Two that become the same are numbered, so that no value is lost.
    fn names(&self, values: &mut Map<String, Value>) {
        if values.keys().all(|name| self.text(name) == *name) {
            return;
        }
        for (name, value) in std::mem::take(values) {
            let name = names::unique(&self.text(&name), |name| values.contains_key(name));
            values.insert(name, value);
        }
    }

    /// Recursion ends where the JSON does, and JSON that was read is at most 128 deep.
    fn value(&self, ty: Option<&Type>, value: &mut Value) {
        match (ty, value) {
            (_, Value::String(text)) => *text = self.text(text),
            (Some(Type::Object(object)), Value::Object(values)) => self.object(Some(object), values),
            (Some(Type::Map(items)), Value::Object(values)) => {
                self.names(values);
                values.values_mut().for_each(|value| self.value(Some(items), value));
            }
            (_, Value::Object(values)) => self.object(None, values),
            (Some(Type::Array(items)), Value::Array(values)) => {
                values.iter_mut().for_each(|value| self.value(Some(items), value));
            }
            (_, Value::Array(values)) => values.iter_mut().for_each(|value| self.value(None, value)),
            _ => {}
        }
    }
}

fn is_suspect(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SUSPECT.iter().any(|end| name.ends_with(end))
}

/// Gathers the texts of secret fields.
fn collect(object: &Object, values: &Map<String, Value>, texts: &mut Vec<String>) {
    for field in flat(&object.fields) {
        match values.get(&field.wire) {
            Some(Value::String(text)) if field.secret => texts.push(text.clone()),
            Some(value) => collect_in(&field.ty, value, texts),
            None => {}
        }
    }
}

fn collect_in(ty: &Type, value: &Value, texts: &mut Vec<String>) {
    match (ty, value) {
        (Type::Object(object), Value::Object(values)) => collect(object, values, texts),
        (Type::Map(items), Value::Object(values)) => values.values().for_each(|value| collect_in(items, value, texts)),
        (Type::Array(items), Value::Array(values)) => values.iter().for_each(|value| collect_in(items, value, texts)),
        _ => {}
    }
}
