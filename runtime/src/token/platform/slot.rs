//! What one process remembers of one key, so that most calls need not ask the store.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::record::{Record, WITHDRAWN};
use crate::clock::span;
use crate::codec::Secret;
use crate::error::{TokenError, TokenProblem};

/// Of whom a slot holds the tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The ticket, which nothing refreshes.
    Ticket,
    /// The platform.
    Component,
    /// A merchant, by appid.
    Authorizer(String),
}

/// What a caller needs.
#[derive(Debug, Clone)]
pub(crate) enum Need {
    /// A token that is good.
    Good,
    /// A good one that is not this one, which was refused.
    Another(Secret),
}

/// How often the store is looked at while no refresh is tried, in milliseconds.
const LOOK_AGAIN: i64 = 250;

/// A key, and what is known of it.
pub(crate) struct Slot {
    pub(crate) key: String,
    pub(crate) owner: Owner,
    /// Held by the one task that asks the store or WeChat.
    pub(crate) flight: Arc<tokio::sync::Mutex<()>>,
    /// How long before its end a token is refreshed.
    lead: i64,
    known: Mutex<Known>,
}

/// What is known of a key.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) version: u64,
    pub(crate) record: Arc<Record>,
    /// When the store was asked; `None`: never.
    pub(crate) checked_at: Option<i64>,
    /// Until then an old token that is still good will do: a refresh is tried elsewhere, or has failed.
    pub(crate) patient_until: i64,
    /// A refresh that has failed, and until when none is tried.
    pub(crate) failure: Option<(i64, TokenError)>,
}

impl Known {
    /// A refresh that has failed so recently that none is tried.
    pub(crate) fn recent_failure(&self, now: i64) -> Option<&TokenError> {
        self.failure.as_ref().filter(|(until, _)| now < *until).map(|(_, error)| error)
    }
}

impl Slot {
    pub(crate) fn new(key: String, owner: Owner, lead: Duration) -> Self {
        Self { key, owner, flight: Arc::default(), lead: span(lead), known: Mutex::default() }
    }

    /// The kind of token it holds.
    pub(crate) fn kind(&self) -> &'static str {
        match self.owner {
            Owner::Ticket => "component_verify_ticket",
            Owner::Component => COMPONENT,
            Owner::Authorizer(_) => AUTHORIZER,
        }
    }

    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what the store holds. What is older than what is known already is not believed, unless the store has
    /// lost everything.
    pub(crate) fn remember(&self, version: u64, record: Record, now: i64) -> Arc<Record> {
        let mut known = self.known();
        if version >= known.version || version == 0 {
            if version != known.version {
                known.failure = None;
                known.patient_until = 0;
            }
            known.version = version;
            known.record = Arc::new(record);
            known.checked_at = Some(now);
        }
        known.record.clone()
    }

    /// Is it time for a new token? A token that lives shorter than four leads is refreshed in its last quarter.
    pub(crate) fn is_due(&self, record: &Record, now: i64) -> bool {
        let lifetime = record.expires_at.saturating_sub(record.obtained_at);
        now >= record.expires_at.saturating_sub(self.lead.min(lifetime / 4))
    }

    /// What a record answers to a need; nothing: a refresh is needed.
    pub(crate) fn answer(&self, record: &Record, need: &Need, now: i64) -> Option<Result<Secret, TokenError>> {
        if let Some(code) = record.lapsed {
            return Some(Err(self.lapsed(code)));
        }
        let wanted = match need {
            Need::Good => true,
            Need::Another(refused) => record.token != *refused,
        };
        (wanted && record.is_alive(now) && !self.is_due(record, now)).then(|| Ok(record.token.clone()))
    }

    /// The answer without asking the store, if what is known is fresh enough.
    pub(crate) fn answer_at_once(
        &self,
        need: &Need,
        now: i64,
        recheck: Duration,
    ) -> Option<Result<Secret, TokenError>> {
        let known = self.known();
        let alive = matches!(need, Need::Good) && known.record.is_alive(now);
        if alive && now < known.patient_until {
            return Some(Ok(known.record.token.clone()));
        }
        if let Some(error) = known.recent_failure(now) {
            // Another process may have had more luck: a look at the store now and then tells, unless that is what failed.
            let looked = known.checked_at.is_some_and(|at| at <= now && now - at < LOOK_AGAIN);
            if !looked && error.problem != TokenProblem::Store {
                return None;
            }
            return Some(if alive { Ok(known.record.token.clone()) } else { Err(error.again()) });
        }
        let fresh = known.checked_at.is_some_and(|at| at <= now && now - at < span(recheck));
        if fresh { self.answer(&known.record, need, now) } else { None }
    }

    /// The error of an authorization that has ended.
    fn lapsed(&self, code: i64) -> TokenError {
        let (problem, reason) = match code {
            WITHDRAWN => (TokenProblem::Withdrawn, "the merchant has withdrawn the authorization".to_owned()),
            _ => (TokenProblem::Reauthorize(code), format!("the merchant has to authorise again (WeChat: {code})")),
        };
        self.error(problem, reason)
    }

    /// An error about this slot's token.
    pub(crate) fn error(&self, problem: TokenProblem, reason: impl Into<String>) -> TokenError {
        let reason = reason.into();
        let reason = match &self.owner {
            Owner::Authorizer(appid) => format!("{appid}: {reason}"),
            _ => reason,
        };
        TokenError::new(self.kind(), reason).with_problem(problem)
    }
}

/// The platform's kind of token.
pub(crate) const COMPONENT: &str = "component_access_token";
/// A merchant's kind of token.
pub(crate) const AUTHORIZER: &str = "authorizer_access_token";
