//! Is a request as the spec says? Values are judged by [`fit`]; what is a matter of HTTP is judged here.

use serde_json::{Map, Value};

use super::rejection::{FieldFault, Rejection};
use super::request::{Body, ReadRequest};
use wxgen::model::fit::{self, Budget, Mismatch, Rules, What};
use wxgen::model::sent::{flat, plain};
use wxgen::model::words::kind;
use wxgen::model::{Endpoint, EnumBase, Field, Method, Place, Type};

/// How many violations of one request are reported.
const MOST_TOLD: usize = 5;
/// How many fields, entries and known values of one request are compared.
const MOST_COMPARED: usize = 20_000_000;
/// The mock sees what is sent: constants too, and null is a value.
const RULES: Rules = Rules { constants: true, null_is_absent: false };

/// Everything that is wrong with a request, the first thing first. `token_params` are the names a token may have in the
/// URL.
pub(super) fn rejections(endpoint: &Endpoint, request: &ReadRequest, token_params: &[&str]) -> Vec<Rejection> {
    let mut check = Check { endpoint, found: Vec::new() };
    check.query(request, token_params);
    check.body(request);
    check.found.truncate(MOST_TOLD);
    check.found
}

struct Check<'a> {
    endpoint: &'a Endpoint,
    found: Vec<Rejection>,
}

impl Check<'_> {
    fn add(&mut self, rejection: Rejection) {
        self.found.push(rejection);
    }

    fn query(&mut self, request: &ReadRequest, token_params: &[&str]) {
        let wanted: Vec<_> = self.endpoint.request.fields.iter().filter(|field| field.place == Place::Query).collect();
        let mut values = Map::new();
        for (nth, (name, text)) in request.query.iter().enumerate() {
            if request.query.iter().take(nth).any(|(earlier, _)| earlier == name) {
                self.add(Rejection::form(format!("`{}` stands twice in the URL", short(name))));
                continue;
            }
            match named(&wanted, name) {
                Some(field) => {
                    values.insert(name.clone(), read(&field.ty, text));
                }
                None if token_params.contains(&name.as_str()) => {}
                None => {
                    let text = format!("`{}` in the URL is no parameter of {}", short(name), self.endpoint.name);
                    self.add(Rejection::form(text));
                }
            }
        }
        self.fields(&wanted, &values.into(), Written::Text);
    }

    fn body(&mut self, request: &ReadRequest) {
        if self.endpoint.method == Method::Get {
            if !matches!(request.body, Body::Empty) {
                self.add(Rejection::form("a GET has no body"));
            }
            return;
        }
        let wanted: Vec<_> = self.endpoint.request.fields.iter().filter(|field| field.place == Place::Body).collect();
        let sends_file = wanted.iter().any(|field| matches!(field.ty, Type::File));
        match &request.body {
            Body::Empty => self.add(Rejection::new(44002, "a call without parameters still wants {}")),
            Body::Bad(rejection) => self.add(rejection.clone()),
            Body::Json(_) if sends_file => {
                self.add(Rejection::form("a form (multipart/form-data) is wanted, not JSON"))
            }
            Body::Form { .. } if !sends_file => {
                self.add(Rejection::form("the content type is \"multipart/form-data\"; application/json is wanted"));
            }
            Body::Json(fields) => self.fields(&wanted, fields, Written::Json),
            Body::Form { texts, files } => {
                let mut values = Map::new();
                for (name, text) in texts {
                    let value = match named(&wanted, name) {
                        // A text is no file.
                        Some(field) if matches!(field.ty, Type::File) => continue,
                        Some(field) => read(&field.ty, text),
                        None => text.as_str().into(),
                    };
                    values.entry(name.as_str()).or_insert(value);
                }
                // The name of a file takes its place. A file is no text.
                let is_text = |name: &str| named(&wanted, name).is_some_and(|field| !matches!(field.ty, Type::File));
                let files = files.iter().filter(|name| !is_text(name));
                values.extend(files.map(|name| (name.clone(), Value::from(name.as_str()))));
                self.fields(&wanted, &values.into(), Written::Text);
            }
        }
    }

    /// Judges values: those of the body, or those of the URL.
    fn fields(&mut self, wanted: &[&Field], values: &Value, written: Written) {
        let mut budget = Budget { compared: MOST_COMPARED, found: MOST_TOLD };
        for mismatch in fit::fields::<_, Type>(wanted.iter().copied(), values, RULES, &mut budget) {
            let rejection = self.rejection(&mismatch, written);
            self.add(rejection);
        }
    }

    fn rejection(&self, mismatch: &Mismatch<'_, Value, Type>, written: Written) -> Rejection {
        let Mismatch { path, what } = mismatch;
        let at = path.shown(short);
        let field = |wrong, text| Rejection::field(self.endpoint, wrong, path.last_name(), text);
        match what {
            What::Unknown { .. } => Rejection::form(format!("`{at}` is no field of {}", self.endpoint.name)),
            What::Missing { .. } => field(FieldFault::Missing, format!("`{at}` is missing")),
            What::Choice { group, alternatives, present, .. } => {
                let above = at.strip_suffix(group.wire.as_str()).unwrap_or_default();
                let all: Vec<_> = alternatives.iter().map(|field| format!("`{above}{}`", field.wire)).collect();
                let count = if present.is_empty() { "none" } else { "more" };
                let text = format!("exactly one of {} is wanted, and {count} is given", all.join(", "));
                field(FieldFault::Missing, text)
            }
            What::Constant { fixed, .. } => field(FieldFault::Value, format!("`{at}` is always {fixed}")),
            What::EnumValue { value, ty } => {
                let values = if let Type::Enum(of) = ty { of.values.as_slice() } else { &[] };
                let all: Vec<_> = values.iter().map(|known| known.wire.as_str()).collect();
                let text = format!("`{at}` is {:?} and none of {}", short(&plain(value)), all.join(", "));
                field(FieldFault::Value, text)
            }
            What::Type { value: Value::String(text), ty } if written == Written::Text && path.0.len() == 1 => {
                Rejection::form(format!("`{at}` must be {}, not {:?}", ty.wanted(), short(text)))
            }
            What::Type { value, ty } => Rejection::form(format!("`{at}` must be {}, not {}", ty.wanted(), kind(value))),
            What::TooMuch { .. } => Rejection::form(format!("`{at}` is more than can be judged")),
        }
    }
}

/// How values were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// As JSON.
    Json,
    /// As texts of a URL or form.
    Text,
}

/// The field of that name, alternatives of choices included.
fn named<'a>(fields: &[&'a Field], name: &str) -> Option<&'a Field> {
    fields.iter().flat_map(|field| flat(std::slice::from_ref(*field))).find(|field| field.wire == name)
}

/// The value that a text in a URL or form is; the text itself where it is none of the type.
fn read(ty: &Type, text: &str) -> Value {
    let value = match ty {
        Type::Integer => text.parse::<i64>().ok().map(Value::from),
        Type::Float => text.parse::<f64>().ok().map(Value::from).filter(Value::is_number),
        Type::Boolean => text.parse::<bool>().ok().map(Value::from),
        Type::Const(fixed) if plain(fixed) == text => Some(fixed.clone()),
        Type::Enum(of) if of.base == EnumBase::Integer => serde_json::from_str(text).ok().filter(Value::is_i64),
        Type::Array(_) | Type::Map(_) | Type::Object(_) => serde_json::from_str(text).ok(),
        _ => None,
    };
    value.unwrap_or_else(|| text.into())
}

/// What others wrote, short enough to be reported.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
