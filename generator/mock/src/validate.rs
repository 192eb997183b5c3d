//! Is a request as the spec says?

use serde_json::Value;

use super::given::{Body, Given, Seen};
use super::violation::{Violation, Wrong};
use wxgen::model::sent::plain;
use wxgen::model::words::kind;
use wxgen::model::{Endpoint, Enum, EnumBase, Field, Method, Object, Place, Type};

/// How many violations of one request are told.
const MOST_TOLD: usize = 5;

/// Everything that is wrong with a request, the first thing first. `token_params` are the names a token may have in the
/// URL.
pub(super) fn violations(endpoint: &Endpoint, given: &Given, token_params: &[&str]) -> Vec<Violation> {
    let mut check = Check { endpoint, found: Vec::new() };
    check.query(given, token_params);
    check.body(given);
    check.found.truncate(MOST_TOLD);
    check.found
}

struct Check<'a> {
    endpoint: &'a Endpoint,
    found: Vec<Violation>,
}

impl Check<'_> {
    fn add(&mut self, violation: Violation) {
        self.found.push(violation);
    }

    fn query(&mut self, given: &Given, token_params: &[&str]) {
        let wanted: Vec<_> = self.endpoint.request.fields.iter().filter(|field| field.place == Place::Query).collect();
        for (nth, (name, _)) in given.query.iter().enumerate() {
            if given.query.iter().take(nth).any(|(earlier, _)| earlier == name) {
                self.add(Violation::form(format!("`{}` stands twice in the URL", short(name))));
            }
            if !token_params.contains(&name.as_str()) && !names(&wanted).any(|known| known == name) {
                let text = format!("`{}` in the URL is no parameter of {}", short(name), self.endpoint.name);
                self.add(Violation::form(text));
            }
        }
        self.fields(&wanted, "", &|name| given.in_query(name).map(Seen::Text));
    }

    fn body(&mut self, given: &Given) {
        if self.endpoint.method == Method::Get {
            if !matches!(given.body, Body::Empty) {
                self.add(Violation::form("a GET has no body"));
            }
            return;
        }
        let wanted: Vec<_> = self.endpoint.request.fields.iter().filter(|field| field.place == Place::Body).collect();
        let sends_file = wanted.iter().any(|field| matches!(field.ty, Type::File));
        match &given.body {
            Body::Empty => self.add(Violation::new(44002, "a call without parameters still wants {}")),
            Body::Bad(violation) => self.add(violation.clone()),
            Body::Json(_) if sends_file => {
                self.add(Violation::form("a form (multipart/form-data) is wanted, not JSON"))
            }
            Body::Form { .. } if !sends_file => {
                self.add(Violation::form("the content type is \"multipart/form-data\"; application/json is wanted"));
            }
            Body::Json(fields) => {
                self.unknown(fields.keys(), &wanted, "");
                self.fields(&wanted, "", &|name| given.in_body(name));
            }
            Body::Form { texts, files } => {
                self.unknown(texts.iter().map(|(name, _)| name).chain(files), &wanted, "");
                let (parts, texts): (Vec<&Field>, Vec<&Field>) =
                    wanted.iter().partition(|field| matches!(field.ty, Type::File));
                for field in parts.iter().filter(|field| field.required && !files.contains(&field.wire)) {
                    self.missing(field, "");
                }
                self.fields(&texts, "", &|name| given.in_body(name));
            }
        }
    }

    fn unknown<'n>(&mut self, given: impl Iterator<Item = &'n String>, wanted: &[&Field], path: &str) {
        for name in given.filter(|name| !names(wanted).any(|known| known == *name)) {
            let text = format!("`{path}{}` is no field of {}", short(name), self.endpoint.name);
            self.add(Violation::form(text));
        }
    }

    fn missing(&mut self, field: &Field, path: &str) {
        let text = format!("`{path}{}` is missing", field.wire);
        self.add(Violation::field(self.endpoint, Wrong::Missing, &field.wire, text));
    }

    /// Judges fields by the values that `value` finds.
    fn fields<'v>(&mut self, wanted: &[&Field], path: &str, value: &dyn Fn(&str) -> Option<Seen<'v>>) {
        for field in wanted {
            if let Type::OneOf(choice) = &field.ty {
                let given: Vec<_> = choice.alternatives.iter().filter(|field| value(&field.wire).is_some()).collect();
                let all: Vec<_> = choice.alternatives.iter().map(|field| format!("`{path}{}`", field.wire)).collect();
                match given.as_slice() {
                    [] if !field.required => {}
                    [one] => self.fields(&[one], path, value),
                    several => {
                        let count = if several.is_empty() { "none" } else { "more" };
                        let text = format!("exactly one of {} is wanted, and {count} is given", all.join(", "));
                        self.add(Violation::field(self.endpoint, Wrong::Missing, &field.wire, text));
                    }
                }
                continue;
            }
            match value(&field.wire) {
                Some(Seen::Json(value)) => self.value(&field.ty, value, &format!("{path}{}", field.wire), &field.wire),
                Some(Seen::Text(text)) => self.text(&field.ty, text, &field.wire),
                // A fixed value is always wanted.
                None if field.required || matches!(field.ty, Type::Const(_)) => self.missing(field, path),
                None => {}
            }
        }
    }

    fn object(&mut self, object: &Object, value: &Value, path: &str) {
        let Value::Object(entries) = value else { return self.wrong_type(path, "an object", value) };
        let wanted: Vec<_> = object.fields.iter().collect();
        let path = format!("{path}.");
        self.unknown(entries.keys(), &wanted, &path);
        self.fields(&wanted, &path, &|name| entries.get(name).map(Seen::Json));
    }

    /// Judges a JSON value. Both the spec and the JSON are bounded in depth.
    fn value(&mut self, ty: &Type, value: &Value, path: &str, name: &str) {
        match (ty, value) {
            (Type::String, Value::String(_)) | (Type::Float, Value::Number(_)) | (Type::Boolean, Value::Bool(_)) => {}
            (Type::Json | Type::File | Type::OneOf(_), _) => {}
            (Type::Integer, Value::Number(number)) if number.as_i64().is_some() => {}
            (Type::Binary, Value::String(text)) if text.bytes().all(is_base64) => {}
            (Type::Const(wanted), value) if wanted == value => {}
            (Type::Array(items), Value::Array(values)) => {
                for (nth, value) in values.iter().enumerate() {
                    self.value(items, value, &format!("{path}[{nth}]"), name);
                }
            }
            (Type::Map(items), Value::Object(entries)) => {
                for (key, value) in entries {
                    self.value(items, value, &format!("{path}.{}", short(key)), name);
                }
            }
            (Type::Object(object), value) => self.object(object, value, path),
            (Type::Enum(of), Value::String(_)) if of.base == EnumBase::String => self.known(of, value, path, name),
            (Type::Enum(of), Value::Number(number)) if of.base == EnumBase::Integer && number.is_i64() => {
                self.known(of, value, path, name);
            }
            (Type::Const(wanted), _) => {
                let text = format!("`{path}` is always {wanted}");
                self.add(Violation::field(self.endpoint, Wrong::Value, name, text));
            }
            _ => self.wrong_type(path, ty.wanted(), value),
        }
    }

    /// Judges a value in a URL or form.
    fn text(&mut self, ty: &Type, text: &str, name: &str) {
        let fits = match ty {
            Type::Integer => text.parse::<i64>().is_ok(),
            Type::Float => text.parse::<f64>().is_ok(),
            Type::Boolean => text == "true" || text == "false",
            Type::Enum(of) if of.base == EnumBase::Integer && text.parse::<i64>().is_err() => false,
            Type::Enum(of) => return self.known(of, &Value::from(text), name, name),
            Type::Const(value) if plain(value) != text => {
                let text = format!("`{name}` is always {value}");
                return self.add(Violation::field(self.endpoint, Wrong::Value, name, text));
            }
            Type::Array(_) | Type::Map(_) | Type::Object(_) => match serde_json::from_str(text) {
                Ok(value) => return self.value(ty, &value, name, name),
                Err(_) => false,
            },
            _ => true,
        };
        if !fits {
            self.add(Violation::form(format!("`{name}` must be {}, not {:?}", ty.wanted(), short(text))));
        }
    }

    fn known(&mut self, of: &Enum, value: &Value, path: &str, name: &str) {
        let given = plain(value);
        if !of.values.iter().any(|known| known.wire == given) {
            let all: Vec<_> = of.values.iter().map(|known| known.wire.as_str()).collect();
            let text = format!("`{path}` is {:?} and none of {}", short(&given), all.join(", "));
            self.add(Violation::field(self.endpoint, Wrong::Value, name, text));
        }
    }

    fn wrong_type(&mut self, path: &str, wanted: &str, value: &Value) {
        let is = kind(value);
        self.add(Violation::form(format!("`{path}` must be {wanted}, not {is}")));
    }
}

/// The names that can travel for some fields.
fn names<'a>(fields: &'a [&Field]) -> impl Iterator<Item = &'a str> {
    fields.iter().flat_map(|field| match &field.ty {
        Type::OneOf(choice) => choice.alternatives.iter().map(|field| field.wire.as_str()).collect(),
        _ => vec![field.wire.as_str()],
    })
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)
}

/// What others wrote, short enough to be told.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
