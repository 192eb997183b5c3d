//! Good reply or bad? WeChat says so in the body: `errcode` as a number or text, missing on success, sometimes inside
//! `base_resp`, sometimes called `error_code`, or `ret` with an `err_msg` beside it; and JSON comes instead of bytes when something went wrong. The body goes
//! before the HTTP status: an error that WeChat names is one whatever the status.

use serde_json::Value;

use crate::codec::{self, Problem, kind};
use crate::error::{ApiError, DecodeError, Error, StatusError};
use crate::kind::ErrorKind;
use crate::meta::Meta;
use crate::reply::RawReply;

/// What an endpoint answers when all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A JSON object.
    Json,
    /// Bytes.
    Bytes,
}

/// Why a reply is bad.
#[derive(Debug)]
pub(crate) enum Bad {
    /// It says so.
    Code { code: i64, errmsg: String },
    /// The HTTP status says so, and the body nothing.
    Status,
    /// It cannot be read.
    Unreadable(Problem),
}

/// The JSON of a good reply; null for bytes.
pub(crate) fn judge(raw: &RawReply, wanted: Wanted) -> Result<Value, Bad> {
    let value = match wanted {
        Wanted::Bytes if !could_be_json(raw) => None,
        _ => raw.json(),
    };
    if let Some(bad) = value.as_ref().and_then(failure) {
        return Err(bad);
    }
    if !(200..300).contains(&raw.status) {
        return Err(Bad::Status);
    }
    match (wanted, value) {
        (Wanted::Bytes, _) => Ok(Value::Null),
        (Wanted::Json, Some(value)) if value.is_object() => Ok(value),
        (Wanted::Json, Some(value)) => Err(unreadable("", "an object", kind(&value))),
        (Wanted::Json, None) => Err(unreadable("", "JSON", what_else(raw.text()))),
    }
}

fn unreadable(path: &str, expected: &'static str, found: &'static str) -> Bad {
    Bad::Unreadable(Problem { path: path.to_owned(), expected, found })
}

/// What a body is that is not JSON.
fn what_else(body: &[u8]) -> &'static str {
    match body.trim_ascii_start().first() {
        None => "nothing",
        Some(b'<') => "HTML or XML",
        Some(_) => match serde_json::from_slice::<Value>(body) {
            Err(error) if error.is_eof() => "JSON that is cut short",
            _ => "something else",
        },
    }
}

fn could_be_json(raw: &RawReply) -> bool {
    let says_so = raw.header("content-type").is_some_and(|kind| kind.contains("json") || kind.starts_with("text/"));
    says_so || raw.text().trim_ascii_start().first() == Some(&b'{')
}

/// What is bad about a reply that tells of a failure.
fn failure(value: &Value) -> Option<Bad> {
    const CODES: &[&str] = &["errcode", "error_code"];
    const CODES_INSIDE: &[&str] = &["ret", "errcode"];
    const MESSAGES: &[&str] = &["errmsg", "err_msg", "error_msg", "errMsg"];
    let inside = value.get("base_resp");
    // A code that is there and says nothing must not pass for success.
    if let Some(code) = value.get("errcode").filter(|code| says_something(code) && number(code).is_none()) {
        return Some(unreadable("errcode", "a whole number", kind(code)));
    }
    let code_of = |place: &Value, keys: &[&str]| keys.iter().find_map(|key| number(place.get(key)?));
    // Alone, `ret` can be anything.
    let of_ads = || value.get("err_msg").and_then(|_| number(value.get("ret")?));
    let outside = Some((value, code_of(value, CODES).or_else(of_ads)));
    let inside = inside.map(|inside| (inside, code_of(inside, CODES_INSIDE)));
    // Where one says failure and the other success, it is a failure, and the message stands beside its code.
    let places = || [outside, inside].into_iter().flatten();
    let (place, code) = places().find_map(|(place, code)| Some((place, code.filter(|code| *code != 0)?)))?;
    let errmsg = std::iter::once(place)
        .chain(places().map(|(place, _)| place))
        .find_map(|place| MESSAGES.iter().find_map(|key| place.get(key)?.as_str()))
        .unwrap_or_default();
    Some(Bad::Code { code, errmsg: errmsg.to_owned() })
}

fn says_something(code: &Value) -> bool {
    !code.is_null() && code != ""
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(_) | Value::String(_) => codec::from_value(value.clone()).ok(),
        _ => None,
    }
}

impl Bad {
    /// The error, with the reply it came from.
    pub(crate) fn with_raw<E: ErrorKind>(self, endpoint: &'static Meta, raw: RawReply) -> Error<E> {
        match self {
            Self::Code { code, errmsg } => {
                Error::Api(Box::new(ApiError { endpoint, kind: E::from_code(code), rid: rid(&errmsg), errmsg, raw }))
            }
            Self::Status => Error::Status(Box::new(StatusError { endpoint, raw })),
            Self::Unreadable(problem) => {
                Error::Decode(Box::new(DecodeError { endpoint, problems: vec![problem], raw }))
            }
        }
    }

    /// Hides a text wherever the message repeats it.
    pub(crate) fn hide(&mut self, hidden: impl Fn(&str) -> String) {
        if let Self::Code { errmsg, .. } = self {
            *errmsg = hidden(errmsg);
        }
    }

    /// Is it the HTTP status that is bad?
    pub(crate) fn is_status(&self) -> bool {
        matches!(self, Self::Status)
    }

    /// The code WeChat reports.
    pub(crate) fn code(&self) -> Option<i64> {
        match self {
            Self::Code { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// The request id WeChat reports.
    pub(crate) fn rid(&self) -> Option<String> {
        match self {
            Self::Code { errmsg, .. } => rid(errmsg),
            _ => None,
        }
    }
}

/// The request id at the end of a message, `… rid: 6512ab-1f2e-33`.
fn rid(errmsg: &str) -> Option<String> {
    let (_, after) = errmsg.rsplit_once("rid:")?;
    let id: String = after.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    (!id.is_empty()).then_some(id)
}
