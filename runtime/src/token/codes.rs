//! What WeChat's return codes say about a token.
//!
//! The spec decides, by the class of a code: the endpoint's own table, else the one that all endpoints share. Calls written
//! by hand, as the platform's own are, have no table; [`FALLBACK`] is for them, and a test holds it against the spec.

use crate::endpoint::return_code::Class;

/// The platform's kind of token.
pub(crate) const COMPONENT: &str = "component_access_token";

/// The codes about tokens and tickets that any endpoint can return, with their classes in `spec/errcodes.yaml`. 40001 also
/// means a wrong secret, which is why a refresh is tried only once. 41001 and 41021 are not here: a request that lacks its
/// token is wrong whatever the token is.
const FALLBACK: &[(i64, Class)] = &[
    (40001, Class::RefreshToken),
    (40014, Class::RefreshToken),
    (42001, Class::RefreshToken),
    (42006, Class::RefreshToken),
    (40030, Class::Reauthorize),
    (42002, Class::Reauthorize),
    (42007, Class::Reauthorize),
    (61003, Class::Reauthorize),
    (61023, Class::Reauthorize),
    (40091, Class::Ticket),
    (61005, Class::Ticket),
    (61006, Class::Ticket),
    (61058, Class::Ticket),
];

/// The class of a code about tokens or tickets, for a call without a table of its own; `None` for all other codes.
pub(crate) fn fallback_class(code: i64) -> Option<Class> {
    FALLBACK.iter().find(|(known, _)| *known == code).map(|(_, class)| *class)
}

/// Was a call refused for its token, so that it may work with another one? A code that asks for a new authorization says so
/// too, for a refresh shows whether the authorization has ended; but not about the platform's own token, which belongs to no
/// merchant.
pub(crate) fn another_token_may_help(class: Option<Class>, kind: &str) -> bool {
    match class {
        Some(Class::RefreshToken) => true,
        Some(Class::Reauthorize) => kind != COMPONENT,
        _ => false,
    }
}

/// Codes about the refresh token itself; the class is the same as for codes about the authorization.
#[cfg(feature = "platform")]
const REFRESH_TOKEN: &[i64] = &[40030, 42002, 61023];

/// Codes of an authorization code that is wrong, old or used.
#[cfg(feature = "platform")]
const AUTHORIZATION_CODE: &[i64] = &[61009, 61010, 61011, 61012, 61013];

/// Is it about a refresh token?
#[cfg(feature = "platform")]
pub(crate) fn is_about_refresh_token(code: i64) -> bool {
    REFRESH_TOKEN.contains(&code)
}

/// Is it about an authorization code?
#[cfg(feature = "platform")]
pub(crate) fn is_about_authorization_code(code: i64) -> bool {
    AUTHORIZATION_CODE.contains(&code)
}
