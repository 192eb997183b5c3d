//! The tokens that were issued: which are good, for whom, and how they are used.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::Serialize;

use super::random::letters;
use super::rejection::Rejection;
use super::settings::MERCHANT;
use wxgen::model::Endpoint;

/// The kind of token that acts for the platform.
pub(super) const COMPONENT: &str = "component_access_token";
/// The kind of token that acts for a merchant.
pub(super) const AUTHORIZER: &str = "authorizer_access_token";
/// The most tokens that are remembered; the oldest are forgotten first.
const MOST_TOKENS: usize = 200_000;

/// How tokens of one kind were issued and used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TokenCounts {
    /// How many were issued.
    pub issued: u64,
    /// How many of them while the one before was neither expired nor taken back.
    pub issued_early: u64,
    /// Calls with a good one.
    pub accepted: u64,
    /// Calls with one that had expired.
    pub refused_expired: u64,
    /// Calls with one that a newer one had replaced.
    pub refused_replaced: u64,
    /// Calls with one that a merchant had taken back.
    pub refused_revoked: u64,
    /// Calls with one where another kind is wanted.
    pub refused_kind: u64,
    /// Calls with one whose merchant has not granted the permission set.
    pub refused_permission: u64,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuedToken {
    /// The token itself. It opens nothing but this mock.
    pub token: String,
    /// Its kind.
    pub kind: String,
    /// Whom it acts for.
    pub appid: String,
    /// When it was issued, in milliseconds since 1970 of the mock's clock.
    pub issued_at: u64,
    /// When it expires, likewise.
    pub expires_at: u64,
    /// Since when a newer one replaces it, likewise.
    pub replaced_at: Option<u64>,
    /// How often it was accepted.
    pub accepted: u64,
    /// How often it was refused.
    pub refused: u64,
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    /// Kind of the token.
    pub(super) kind: String,
    /// Whom it acts for.
    pub(super) appid: String,
    /// Is it the token that every endpoint takes?
    pub(super) fixed: bool,
}

/// A token that is shown with a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShownToken<'a> {
    /// What is called.
    pub(super) endpoint: &'a Endpoint,
    /// The token, if there is one.
    pub(super) token: Option<&'a str>,
    /// The token that every endpoint takes.
    pub(super) fixed: Option<&'a str>,
    /// The time, in milliseconds since 1970.
    pub(super) now: u64,
    /// How long a replaced token lives on, in seconds.
    pub(super) replaced_token: u64,
}

/// Why a token will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenRejection {
    /// Another kind is wanted.
    Kind,
    /// The merchant has taken the authorization back.
    Revoked,
    /// It has expired.
    Expired,
    /// A newer one has replaced it.
    Replaced,
    /// The merchant has not granted the permission set.
    Permission,
}

/// All tokens.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    tokens: HashMap<String, IssuedToken>,
    /// In the order they were issued.
    order: VecDeque<String>,
    /// The newest one of a kind and appid.
    newest: HashMap<(String, String), String>,
    counts: BTreeMap<String, TokenCounts>,
    /// Calls without a token.
    pub(super) missing: u64,
    /// Calls with a token that was never issued.
    pub(super) unknown: u64,
    issued: u64,
}

impl Tokens {
    /// Issues a token, which replaces the one before.
    pub(super) fn issue(&mut self, kind: &str, appid: &str, now: u64, seconds: u64, seed: u64) -> String {
        self.issued += 1;
        let number = self.issued.to_string();
        let token = format!("{kind}-{number}-{}", letters(seed, &["token", kind, appid, &number], 24));
        let slot = (kind.to_owned(), appid.to_owned());
        let counts = self.counts.entry(kind.to_owned()).or_default();
        counts.issued += 1;
        if let Some(before) = self.newest.get(&slot).and_then(|before| self.tokens.get_mut(before)) {
            counts.issued_early += u64::from(now < before.expires_at && before.replaced_at.is_none());
            before.replaced_at.get_or_insert(now);
        }
        let issued = IssuedToken {
            token: token.clone(),
            kind: kind.to_owned(),
            appid: appid.to_owned(),
            issued_at: now,
            expires_at: now.saturating_add(seconds.saturating_mul(1000)),
            replaced_at: None,
            accepted: 0,
            refused: 0,
        };
        self.tokens.insert(token.clone(), issued);
        self.newest.insert(slot, token.clone());
        self.order.push_back(token.clone());
        if self.order.len() > MOST_TOKENS {
            self.forget_oldest();
        }
        token
    }

    /// The newest token of a merchant is worth nothing any more.
    pub(super) fn revoke(&mut self, kind: &str, appid: &str, now: u64) {
        let newest = self.newest.remove(&(kind.to_owned(), appid.to_owned()));
        if let Some(token) = newest.and_then(|token| self.tokens.get_mut(&token)) {
            token.replaced_at.get_or_insert(now);
        }
    }

    fn forget_oldest(&mut self) {
        let Some(token) = self.order.pop_front().and_then(|token| self.tokens.remove(&token)) else { return };
        let slot = (token.kind, token.appid);
        if self.newest.get(&slot) == Some(&token.token) {
            self.newest.remove(&slot);
        }
    }

    /// All tokens that are remembered, the oldest first.
    pub(super) fn all(&self) -> Vec<IssuedToken> {
        self.order.iter().filter_map(|token| self.tokens.get(token)).cloned().collect()
    }

    /// The newest tokens, the youngest first.
    pub(super) fn youngest(&self, most: usize) -> Vec<IssuedToken> {
        self.order.iter().rev().take(most).filter_map(|token| self.tokens.get(token)).cloned().collect()
    }

    /// The newest token of a kind and appid.
    pub(super) fn newest(&self, kind: &str, appid: &str) -> Option<&IssuedToken> {
        self.tokens.get(self.newest.get(&(kind.to_owned(), appid.to_owned()))?)
    }

    /// The counts of each kind.
    pub(super) fn counts(&self) -> &BTreeMap<String, TokenCounts> {
        &self.counts
    }

    /// Who calls with this token? `judge` says whether the merchant behind it may.
    pub(super) fn caller(
        &mut self,
        shown: &ShownToken<'_>,
        judge: impl Fn(&str) -> Result<(), (TokenRejection, Rejection)>,
    ) -> Result<Caller, Rejection> {
        let ShownToken { endpoint, token, fixed, now, replaced_token } = *shown;
        let wanted: Vec<_> = endpoint.token.iter().flat_map(|token| token.kinds()).collect();
        let Some(value) = token.filter(|token| !token.is_empty()) else {
            self.missing += 1;
            return Err(missing(endpoint));
        };
        if fixed == Some(value) {
            let kind = wanted.first().copied().unwrap_or(AUTHORIZER).to_owned();
            return Ok(Caller { kind, appid: MERCHANT.to_owned(), fixed: true });
        }
        let Some(token) = self.tokens.get_mut(value) else {
            self.unknown += 1;
            return Err(Rejection::new(40014, "the mock has not issued this token"));
        };
        let judged = if token.kind == AUTHORIZER { judge(&token.appid) } else { Ok(()) };
        let (denied, refusal) = if !wanted.contains(&token.kind.as_str()) {
            (TokenRejection::Kind, wrong_kind(&wanted, &token.kind))
        } else if let Err((TokenRejection::Revoked, refusal)) = judged {
            (TokenRejection::Revoked, refusal)
        } else if now >= token.expires_at {
            (TokenRejection::Expired, Rejection::new(expired(endpoint, &token.kind), "the token has expired"))
        } else if token.replaced_at.is_some_and(|at| now >= at.saturating_add(replaced_token.saturating_mul(1000))) {
            (TokenRejection::Replaced, Rejection::new(40001, "a newer token has replaced this one"))
        } else if let Err(denied) = judged {
            denied
        } else {
            token.accepted += 1;
            self.counts.entry(token.kind.clone()).or_default().accepted += 1;
            return Ok(Caller { kind: token.kind.clone(), appid: token.appid.clone(), fixed: false });
        };
        token.refused += 1;
        let counts = self.counts.entry(token.kind.clone()).or_default();
        *match denied {
            TokenRejection::Kind => &mut counts.refused_kind,
            TokenRejection::Revoked => &mut counts.refused_revoked,
            TokenRejection::Expired => &mut counts.refused_expired,
            TokenRejection::Replaced => &mut counts.refused_replaced,
            TokenRejection::Permission => &mut counts.refused_permission,
        } += 1;
        Err(refusal)
    }
}

fn missing(endpoint: &Endpoint) -> Rejection {
    let param = endpoint.token.as_ref().map_or("access_token", |token| token.param.as_str());
    let code = if param == COMPONENT { 41021 } else { 41001 };
    Rejection::new(code, format!("`{param}` is missing in the URL"))
}

fn wrong_kind(wanted: &[&str], is: &str) -> Rejection {
    let code = if wanted.contains(&COMPONENT) { 61014 } else { 61015 };
    Rejection::new(code, format!("the token is of kind {is}; {} is wanted", wanted.join(" or ")))
}

/// The code of an expired token: an endpoint that documents 42001 says that for the platform's token, too.
fn expired(endpoint: &Endpoint, kind: &str) -> i64 {
    let documented = endpoint.errors.codes.iter().any(|known| known.code == 42001);
    if kind == COMPONENT && !documented { 42006 } else { 42001 }
}
