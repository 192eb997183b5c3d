//! What is wrong with a request, and the code that says so.

use wxgen::model::{Endpoint, ErrorCode};

/// Something that the spec does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rejection {
    /// The return code.
    pub(super) code: i64,
    /// What exactly is wrong.
    pub(super) text: String,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldFault {
    /// It is not there.
    Missing,
    /// It is none of the known values.
    Value,
}

/// Codes that say more than 40035, for endpoints that document them.
const OF_FIELDS: &[(FieldFault, &str, i64)] = &[
    (FieldFault::Missing, "appid", 41002),
    (FieldFault::Missing, "component_appid", 41002),
    (FieldFault::Missing, "appsecret", 41004),
    (FieldFault::Missing, "component_appsecret", 41004),
    (FieldFault::Value, "option_name", 61012),
    (FieldFault::Value, "option_value", 61013),
];

impl Rejection {
    pub(super) fn new(code: i64, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }

    /// The request does not have the form that is wanted.
    pub(super) fn form(text: impl Into<String>) -> Self {
        Self::new(47001, text)
    }

    /// Another method is wanted.
    pub(super) fn method(code: i64, wanted: &str) -> Self {
        Self::new(code, format!("this path wants {wanted}"))
    }

    /// A field is wrong.
    pub(super) fn field(endpoint: &Endpoint, wrong: FieldFault, name: &str, text: String) -> Self {
        let documented = |code: i64| endpoint.errors.codes.iter().any(|known| known.code == code);
        let special = OF_FIELDS.iter().find(|(of, field, code)| *of == wrong && *field == name && documented(*code));
        Self::new(special.map_or(40035, |(_, _, code)| *code), text)
    }
}

/// WeChat's words for codes that specs need not list.
const WORDS: &[(i64, &str)] = &[
    (40001, "invalid credential, access_token is invalid or not latest"),
    (40013, "invalid appid"),
    (40014, "invalid access_token"),
    (40035, "invalid args size"),
    (40066, "invalid url"),
    (40125, "invalid appsecret"),
    (41001, "access_token missing"),
    (41002, "appid missing"),
    (41004, "appsecret missing"),
    (41021, "missing component_access_token"),
    (42001, "access_token expired"),
    (42006, "component_access_token expired"),
    (43001, "require GET method"),
    (43002, "require POST method"),
    (44002, "empty post data"),
    (45001, "media size out of limit"),
    (45002, "content size out of limit"),
    (47001, "data format error"),
    (48001, "api unauthorized"),
    (61003, "component is not authorized by this account"),
    (61005, "component ticket is expired"),
    (61006, "component ticket is invalid"),
    (61007, "api is unauthorized to component"),
    (61009, "code is invalid"),
    (61010, "code is expired"),
    (61014, "must use component token for component api"),
    (61015, "must use authorizer token for this api"),
    (61023, "refresh_token is invalid"),
    (89002, "open not exists"),
];

/// `errmsg` of a code: the endpoint's, the shared one, or one that is known here.
pub(super) fn errmsg(endpoint: Option<&Endpoint>, shared: &[ErrorCode], code: i64) -> String {
    let own = endpoint.map(|endpoint| endpoint.errors.codes.as_slice()).unwrap_or_default();
    let known = own.iter().chain(shared).find(|known| known.code == code && !known.msg.is_empty());
    match known {
        Some(known) => known.msg.clone(),
        None => WORDS.iter().find(|(of, _)| *of == code).map_or("error", |(_, words)| words).to_owned(),
    }
}
