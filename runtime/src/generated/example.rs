//! Documented examples held against the types made for them. Generated tests use it; feature `serde`.

use std::fmt;

use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::codec::{self, Decode, Encode};
use crate::endpoint::Endpoint;
use crate::endpoint::request::{Body, Request};
use crate::endpoint::return_code::ErrorKind;

/// Does a type say what its example says?
pub type Outcome = Result<(), ExampleError>;

/// What a type and its example disagree on, a line each.
#[derive(Clone, PartialEq, Eq)]
pub struct ExampleError(Vec<String>);

/// A test that fails shows this.
impl fmt::Debug for ExampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ExampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ExampleError {}

/// A type that is read and written.
pub trait Whole: Decode + Encode {}

impl<T: Decode + Encode> Whole for T {}

/// A call that goes into a queue and comes back.
pub trait Queued: Endpoint + Serialize + DeserializeOwned {}

impl<T: Endpoint + Serialize + DeserializeOwned> Queued for T {}

/// Does the call send that, and does it still when it was JSON in between? `line` is method, path and query without the token, `POST /wxa/bind_tester?a=b`; `body` its JSON,
/// or nothing for a GET.
///
/// # Errors
///
/// What it sends instead.
pub fn sends(call: &impl Queued, line: &str, body: &str) -> Outcome {
    let mut found = Vec::new();
    let request = sent(call, line, &mut found);
    if body.is_empty() {
        if !request.body.is_empty() || request.content_type.is_some() {
            found.push("body: sent, where none is expected".to_owned());
        }
    } else {
        compare("body", &parse(&request.body.to_vec().unwrap_or_default()), &parse(body.as_bytes()), &mut found);
    }
    match through_json(call) {
        Ok(restored) if restored.request() == request => {}
        Ok(_) => found.push("read back: it sends something else".to_owned()),
        Err(error) => found.push(format!("read back: {error}")),
    }
    outcome(found)
}

/// Does the call send that as a form? Files are not in its JSON, so it must not be read back as if they were. `form` holds texts and names of files by the names of the parts.
///
/// # Errors
///
/// What it sends instead.
pub fn sends_form(call: &impl Queued, line: &str, form: &str) -> Outcome {
    let mut found = Vec::new();
    let request = sent(call, line, &mut found);
    match &request.body {
        Body::Form(sent) => texts_fit("form", sent.parts(), &parse(form.as_bytes()), &mut found),
        Body::Bytes(_) => found.push("body: no form".to_owned()),
    }
    if through_json(call).is_ok() {
        found.push("read back: without the bytes of its files".to_owned());
    }
    outcome(found)
}

/// Is everything in the reply read, and kept as it is?
///
/// # Errors
///
/// What cannot be read, and what is lost or changed.
pub fn answers(target: &mut dyn Whole, reply: &str) -> Outcome {
    let expected = parse(reply.as_bytes());
    let mismatches = codec::read_into(reply.as_bytes(), target);
    let mut found: Vec<_> = mismatches.iter().map(ToString::to_string).collect();
    let read = parse(codec::to_json(target).as_bytes());
    match &expected {
        Value::Object(expected) => {
            for (name, value) in expected {
                holds(name, read.get(name), value, &mut found);
            }
        }
        _ => found.push("the reply: not an object".to_owned()),
    }
    outcome(found)
}

/// Is the code of the reply one that the enum documents?
///
/// # Errors
///
/// The code.
pub fn fails<E: ErrorKind>(reply: &str) -> Outcome {
    let code = parse(reply.as_bytes()).get("errcode").and_then(Value::as_i64);
    let documented = |code: i64| E::CODES.iter().any(|codes| codes.iter().any(|known| known.code == code));
    match code {
        Some(code) if E::from_code(code).code() == code && documented(code) => Ok(()),
        Some(code) => Err(ExampleError(vec![format!("errcode: {code} is documented nowhere")])),
        None => Err(ExampleError(vec!["errcode: missing".to_owned()])),
    }
}

/// The call after it was JSON.
fn through_json<T: Queued>(call: &T) -> serde_json::Result<T> {
    serde_json::from_value(serde_json::to_value(call)?)
}

/// The request, after a look at its method, path and query.
fn sent(call: &impl Endpoint, line: &str, found: &mut Vec<String>) -> Request {
    let request = call.request();
    let (target, query) = line.split_once('?').unwrap_or((line, ""));
    let is = format!("{} {}", request.meta.method.name(), request.meta.path);
    if is != target {
        found.push(format!("call: {is} instead of {target}"));
    }
    let expected = pairs(query).into_iter().map(|(name, text)| (name, Value::String(text)));
    texts_fit("query", pairs(&request.query), &Value::Object(expected.collect()), found);
    request
}

fn outcome(found: Vec<String>) -> Outcome {
    if found.is_empty() { Ok(()) } else { Err(ExampleError(found)) }
}

fn parse(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap_or_default()
}

/// Names and texts of a query.
fn pairs(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, text)| (decode(name), decode(text)))
        .collect()
}

/// Are the texts those that are expected, and no others? What is no text is its JSON.
fn texts_fit(at: &str, texts: Vec<(String, String)>, expected: &Value, found: &mut Vec<String>) {
    let mut is = Map::new();
    for (name, text) in texts {
        // The same text, or JSON that says the same.
        let meant = expected.get(&name).filter(|meant| match meant.as_str() {
            Some(meant) => {
                meant == text
                    || serde_json::from_str::<Value>(meant).is_ok_and(|meant| same(&meant, &parse(text.as_bytes())))
            }
            None => same(meant, &parse(text.as_bytes())),
        });
        let value = meant.cloned().unwrap_or(Value::String(text));
        is.insert(name, value);
    }
    compare(at, &Value::Object(is), expected, found);
}

/// Notes where two values differ.
fn compare(at: &str, is: &Value, expected: &Value, found: &mut Vec<String>) {
    holds(at, Some(is), expected, found);
    if let (Value::Object(is), Value::Object(expected)) = (is, expected) {
        for (name, value) in is.iter().filter(|(name, _)| !expected.contains_key(*name)) {
            found.push(format!("{at}.{name}: {value} is sent, and is not in the example"));
        }
    }
}

/// Notes what of `expected` is not there. Null is nothing.
fn holds(at: &str, is: Option<&Value>, expected: &Value, found: &mut Vec<String>) {
    match (is, expected) {
        (_, Value::Null) => {}
        (Some(Value::Object(is)), Value::Object(expected)) => {
            expected.iter().for_each(|(name, value)| holds(&format!("{at}.{name}"), is.get(name), value, found));
        }
        (Some(Value::Array(is)), Value::Array(expected)) if is.len() == expected.len() => {
            for (nth, (is, expected)) in is.iter().zip(expected).enumerate() {
                holds(&format!("{at}[{nth}]"), Some(is), expected, found);
            }
        }
        (Some(is), expected) if same(is, expected) => {}
        (Some(is), expected) => found.push(format!("{at}: {is} instead of {expected}")),
        (None, expected) => found.push(format!("{at}: {expected} is lost")),
    }
}

/// Are they the same? 2 and 2.0 are.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}
