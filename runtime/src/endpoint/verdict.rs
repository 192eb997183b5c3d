//! Is a reply good or bad? WeChat says so in the body: `errcode` as a number or text, missing on success, sometimes inside
//! `base_resp`, sometimes called `error_code`, or `ret` with an `err_msg` beside it; and JSON comes instead of bytes when
//! something went wrong. The body takes precedence over the HTTP status: an error that WeChat names is one whatever the
//! status.

use serde_json::Value;

use crate::codec::{self, Item, Json, Kind, Mismatch, NotJson};
use crate::endpoint::meta::Meta;
use crate::endpoint::reply::RawReply;
use crate::endpoint::return_code::ErrorKind;
use crate::endpoint::sniff::Content;
use crate::error::{ApiError, DecodeError, Error, StatusError};

/// The largest reply of JSON that is taken unless set otherwise, in bytes.
pub const DEFAULT_MAX_JSON: usize = 8 << 20;
/// The largest reply of bytes that is taken unless set otherwise, in bytes.
pub const DEFAULT_MAX_BYTES: usize = 64 << 20;

/// What an endpoint answers when all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A JSON object.
    Json,
    /// Bytes.
    Bytes,
}

impl Wanted {
    /// The largest reply that is taken unless set otherwise, in bytes.
    pub(crate) fn max_reply(self) -> usize {
        match self {
            Self::Json => DEFAULT_MAX_JSON,
            Self::Bytes => DEFAULT_MAX_BYTES,
        }
    }
}

/// Why a reply is bad.
#[derive(Debug)]
pub(crate) enum BadReply {
    /// It says so.
    Code { code: i64, errmsg: String, rid: Option<String> },
    /// The HTTP status says so, and the body nothing.
    Status,
    /// It cannot be read.
    Unreadable(Mismatch),
}

/// The JSON of a good reply; none of it for bytes.
pub(crate) fn verdict(raw: &RawReply, wanted: Wanted) -> Result<Json, BadReply> {
    let content = raw.content();
    let is_read = wanted == Wanted::Json || content == Content::Json;
    let json = if is_read { Json::read(&raw.body) } else { Err(NotJson::Other) };
    let root = json.as_ref().ok().and_then(|json| json.root(&raw.body));
    if let Some(bad) = root.and_then(failure) {
        return Err(bad);
    }
    if !(200..300).contains(&raw.status) {
        return Err(BadReply::Status);
    }
    let (kind, has_code) = (root.map(|root| root.kind()), root.is_some_and(has_code));
    match (wanted, content, kind, json) {
        (Wanted::Json, _, Some(Kind::Object), Ok(json)) => Ok(json),
        (Wanted::Json, _, Some(other), _) => Err(unreadable("", "an object", other.name())),
        (Wanted::Json, Content::Markup, ..) => Err(unreadable("", "JSON", "HTML or XML")),
        (Wanted::Json, _, None, json) => Err(unreadable("", "JSON", json.err().unwrap_or(NotJson::Empty).found())),
        (Wanted::Bytes, Content::Bytes, ..) => Ok(Json::default()),
        // An object without a code is a reply of its own: getMedia answers it for a video.
        (Wanted::Bytes, Content::Json, Some(Kind::Object), _) if !has_code => Ok(Json::default()),
        (Wanted::Bytes, Content::Json, Some(Kind::Object), _) => Err(no_bytes("JSON with a code")),
        (Wanted::Bytes, Content::Json, Some(_), _) => Err(no_bytes("JSON")),
        (Wanted::Bytes, Content::Json, _, Err(NotJson::Cut)) => Err(no_bytes("JSON that is cut short")),
        (Wanted::Bytes, Content::Json, ..) => Err(no_bytes("text that is no JSON")),
        (Wanted::Bytes, Content::Markup, ..) => Err(no_bytes("HTML or XML")),
        (Wanted::Bytes, Content::Text, ..) => Err(no_bytes("text")),
        (Wanted::Bytes, Content::Nothing, ..) => Err(no_bytes("nothing")),
    }
}

fn unreadable(path: &str, expected: &'static str, found: &'static str) -> BadReply {
    BadReply::Unreadable(Mismatch { path: path.to_owned(), expected, found })
}

fn no_bytes(found: &'static str) -> BadReply {
    unreadable("", "bytes", found)
}

/// What the code of a reply is called.
const CODES: &[&str] = &["errcode", "error_code"];

/// What is bad about a reply that reports a failure.
fn failure(value: Item<'_>) -> Option<BadReply> {
    const CODES_INSIDE: &[&str] = &["ret", "errcode"];
    const MESSAGES: &[&str] = &["errmsg", "err_msg", "error_msg", "errMsg"];
    let inside = value.get("base_resp");
    // A code that cannot be read must not count as success.
    if let Some(code) = value.get("errcode").filter(|code| says_something(code) && number(code).is_none()) {
        return Some(unreadable("errcode", "a whole number", code.kind().name()));
    }
    let code_of = |place: &Item<'_>, keys: &[&str]| keys.iter().find_map(|key| number(&place.get(key)?));
    // Alone, `ret` can be anything.
    let of_ads = || value.get("err_msg").and_then(|_| number(&value.get("ret")?));
    let outside = Some((value, code_of(&value, CODES).or_else(of_ads)));
    let inside = inside.map(|inside| (inside, code_of(&inside, CODES_INSIDE)));
    // Where one says failure and the other success, it is a failure, and the message is the one beside its code.
    let places = || [outside, inside].into_iter().flatten();
    let (place, code) = places().find_map(|(place, code)| Some((place, code.filter(|code| *code != 0)?)))?;
    let errmsg = std::iter::once(place)
        .chain(places().map(|(place, _)| place))
        .find_map(|place| MESSAGES.iter().find_map(|key| place.get(key)?.text()))
        .unwrap_or_default()
        .into_owned();
    Some(BadReply::Code { code, rid: rid(&errmsg), errmsg })
}

/// Is it one of the replies that only say how a call went, if with success?
fn has_code(value: Item<'_>) -> bool {
    CODES.iter().any(|key| value.get(key).is_some()) || value.get("base_resp").is_some()
}

fn says_something(code: &Item<'_>) -> bool {
    code.kind() != Kind::Null && !code.is_empty_text()
}

fn number(value: &Item<'_>) -> Option<i64> {
    match value.scalar() {
        number @ (Value::Number(_) | Value::String(_)) => codec::whole_number(&number),
        _ => None,
    }
}

impl BadReply {
    /// The error, with the reply it came from.
    pub(crate) fn into_error<E: ErrorKind>(self, endpoint: &'static Meta, raw: RawReply) -> Error<E> {
        match self {
            Self::Code { code, errmsg, rid } => {
                Error::Api(Box::new(ApiError { endpoint, kind: E::from_code(code), rid, errmsg, raw }))
            }
            Self::Status => Error::Status(Box::new(StatusError { endpoint, raw })),
            Self::Unreadable(mismatch) => {
                Error::Decode(Box::new(DecodeError { endpoint, mismatches: vec![mismatch], raw }))
            }
        }
    }

    /// Hides what the message, and the request id read from it, repeat of secrets.
    pub(crate) fn hide(&mut self, hidden: impl Fn(&str) -> String) {
        if let Self::Code { errmsg, rid, .. } = self {
            *errmsg = hidden(errmsg);
            *rid = rid.as_deref().map(hidden);
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
            Self::Code { rid, .. } => rid.clone(),
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
