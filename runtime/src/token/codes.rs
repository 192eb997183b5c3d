//! What WeChat's return codes say about a token.

/// What to do about a token that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Get a new one, once.
    Refresh,
    /// The merchant has to authorise the platform again; no refresh helps.
    Reauthorize,
}

/// Codes, and what they say. 40001 also stands for a wrong secret, which is why a refresh is tried only once.
const VERDICTS: &[(i64, Verdict)] = &[
    (40001, Verdict::Refresh),
    (40014, Verdict::Refresh),
    (41021, Verdict::Refresh),
    (42001, Verdict::Refresh),
    (42006, Verdict::Refresh),
    (42002, Verdict::Reauthorize),
    (42007, Verdict::Reauthorize),
    (61003, Verdict::Reauthorize),
    (61023, Verdict::Reauthorize),
];

/// The ticket is wrong, old or missing.
#[cfg(feature = "platform")]
const TICKET: &[i64] = &[40091, 61005, 61006, 61058];

/// The refresh token is wrong or old.
#[cfg(feature = "platform")]
const REFRESH_TOKEN: &[i64] = &[42002, 61023];

/// The authorization code is wrong, old or used.
#[cfg(feature = "platform")]
const AUTHORIZATION_CODE: &[i64] = &[61009, 61010, 61011, 61012, 61013];

/// What a code says about the token of a call; nothing for all others.
pub(crate) fn verdict(code: i64) -> Option<Verdict> {
    VERDICTS.iter().find(|(known, _)| *known == code).map(|(_, verdict)| *verdict)
}

/// Is it about the ticket?
#[cfg(feature = "platform")]
pub(crate) fn is_about_ticket(code: i64) -> bool {
    TICKET.contains(&code)
}

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
