//! Good reply or bad? WeChat says so in the body: `errcode` as a number or text, missing on success, sometimes inside
//! `base_resp`, sometimes called `error_code`; and JSON comes instead of bytes when something went wrong.

use serde_json::Value;

use crate::codec::Problem;
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
    /// It is not JSON.
    NotJson,
}

/// The JSON of a good reply; null for bytes.
pub(crate) fn judge(raw: &RawReply, wanted: Wanted) -> Result<Value, Bad> {
    let value = match wanted {
        Wanted::Bytes if !could_be_json(raw) => None,
        _ => raw.json(),
    };
    if let Some((code, errmsg)) = value.as_ref().and_then(failure) {
        return Err(Bad::Code { code, errmsg });
    }
    if !(200..300).contains(&raw.status) {
        return Err(Bad::Status);
    }
    match (wanted, value) {
        (Wanted::Bytes, _) => Ok(Value::Null),
        (Wanted::Json, Some(value)) => Ok(value),
        (Wanted::Json, None) => Err(Bad::NotJson),
    }
}

fn could_be_json(raw: &RawReply) -> bool {
    let says_so = raw.header("content-type").is_some_and(|kind| kind.contains("json") || kind.starts_with("text/"));
    says_so || raw.body.trim_ascii_start().first() == Some(&b'{')
}

/// The code and message of a reply that tells of a failure.
fn failure(value: &Value) -> Option<(i64, String)> {
    const CODES: &[&str] = &["errcode", "error_code"];
    const CODES_INSIDE: &[&str] = &["ret", "errcode"];
    const MESSAGES: &[&str] = &["errmsg", "err_msg", "error_msg", "errMsg"];
    let inside = value.get("base_resp");
    let code = CODES
        .iter()
        .find_map(|key| number(value.get(key)?))
        .or_else(|| CODES_INSIDE.iter().find_map(|key| number(inside?.get(key)?)))
        .filter(|code| *code != 0)?;
    let places = [Some(value), inside];
    let errmsg = places
        .iter()
        .flatten()
        .find_map(|place| MESSAGES.iter().find_map(|key| place.get(key)?.as_str()))
        .unwrap_or_default();
    Some((code, errmsg.to_owned()))
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

impl Bad {
    /// The error, with the reply it came from.
    pub(crate) fn with_raw<E: ErrorKind>(self, endpoint: &'static Meta, raw: RawReply) -> Error<E> {
        match self {
            Self::Code { code, errmsg } => {
                Error::Api(Box::new(ApiError { endpoint, kind: E::from_code(code), rid: rid(&errmsg), errmsg, raw }))
            }
            Self::Status => Error::Status(Box::new(StatusError { raw })),
            Self::NotJson => {
                let problem = Problem { path: String::new(), expected: "JSON", found: "something else" };
                Error::Decode(Box::new(DecodeError { problems: vec![problem], raw }))
            }
        }
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
