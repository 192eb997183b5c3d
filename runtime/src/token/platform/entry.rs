//! What one process knows of one key, so that most calls need not ask the store.
//!
//! What is known comes with the order in which it was learned. A read that began after something was known is newer than
//! that, whatever versions say: a lower version then means that the store has lost data, and it is believed at once. Of
//! reads and writes that overlap the higher version counts.
//!
//! Until when a token is good is worked out once, when it is learned, and kept as a time that has passed on this machine:
//! what is left by the writer's times and this machine's clock, but never more than the whole lifetime. So a clock that is
//! set afterwards changes nothing, a token from a machine that is ahead is used too long by the time since it was got at
//! most (then WeChat says 42001 and it is replaced), and one from a machine that is behind is refreshed early, once: the
//! next one is by this machine's clock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::event::PlatformEvent;
use super::flight::Flight;
use super::record::{Record, WITHDRAWN};
use crate::clock::in_millis;
use crate::codec::Secret;
use crate::error::{TokenError, TokenProblem};
use crate::token::codes::COMPONENT;

/// Whose tokens an entry holds.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Need {
    /// A token that is good.
    Good,
    /// A good one that is not this one, which was refused.
    Another(Secret),
}

impl Need {
    /// Would this token do?
    pub(crate) fn takes(&self, token: &Secret) -> bool {
        match self {
            Self::Good => true,
            Self::Another(refused) => token != refused,
        }
    }
}

/// How often the store is looked at while no refresh is tried.
const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// So many events wait for a sign that the write they belong to was done.
const MOST_UNSURE: usize = 8;

/// A key, and what is known of it.
pub(crate) struct TokenEntry {
    pub(crate) key: String,
    pub(crate) owner: Owner,
    /// The work under way that will bring a token.
    pub(crate) flight: Mutex<Option<Flight>>,
    /// How long before its end a token is refreshed.
    lead: Duration,
    known: Mutex<Known>,
}

/// What is known of a key. Times are those that have passed on the platform's clock.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) version: u64,
    pub(crate) record: Arc<Record>,
    /// When the store was asked; `None`: never.
    pub(crate) checked_at: Option<Duration>,
    /// A refresh that has failed, and until when none is tried.
    pub(crate) failure: Option<(Duration, TokenError)>,
    /// The version that was last said to be unreadable.
    pub(crate) unreadable: Option<u64>,
    /// When the token is refreshed, and when it is over.
    due: Duration,
    ends: Duration,
    /// When the store was last seen to hold another token; `None`: this is the first one that was seen.
    another_until: Option<Duration>,
    /// How many reads and writes have begun.
    begun: u64,
    /// How many had begun when this became known.
    as_of: u64,
    /// What had begun when the store was found to have lost data counts for nothing.
    floor: u64,
    /// Events whose write may have been done, by its mark.
    unsure: Vec<(String, PlatformEvent)>,
}

impl Known {
    /// A refresh that has failed so recently that none is tried.
    pub(crate) fn recent_failure(&self, elapsed: Duration) -> Option<&TokenError> {
        self.failure.as_ref().filter(|(until, _)| elapsed < *until).map(|(_, error)| error)
    }

    /// Is there a token whose time is not over?
    pub(crate) fn is_alive(&self, elapsed: Duration) -> bool {
        self.record.has_token() && elapsed < self.ends
    }

    /// Was the store asked so recently?
    fn is_checked(&self, elapsed: Duration, within: Duration) -> bool {
        self.checked_at.is_some_and(|at| elapsed.saturating_sub(at) < within)
    }
}

impl TokenEntry {
    pub(crate) fn new(key: String, owner: Owner, lead: Duration) -> Self {
        Self { key, owner, flight: Mutex::default(), lead, known: Mutex::default() }
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

    /// Notes that a read or a write begins; its number.
    pub(crate) fn begin_access(&self) -> u64 {
        let mut known = self.known();
        known.begun += 1;
        known.begun
    }

    /// Learns what a read has found, or what a write that was done has stored. Returns what is known then, which may be
    /// newer.
    pub(crate) fn learn(&self, number: u64, version: u64, record: Record, time: Now) -> (u64, Arc<Record>) {
        let mut known = self.known();
        let later = number > known.as_of;
        if number > known.floor && (later || version >= known.version) {
            if version < known.version {
                known.floor = known.begun;
            }
            if version != known.version {
                known.failure = None;
            }
            known.as_of = known.begun;
            known.version = version;
            self.set_record(&mut known, record, time);
            known.checked_at = Some(time.elapsed);
        }
        (known.version, known.record.clone())
    }

    /// Learns that the store holds this version; returns whether it is the one that is known, which is up to date then.
    pub(crate) fn confirm(&self, version: u64, elapsed: Duration) -> bool {
        let mut known = self.known();
        let same = version == known.version && version != 0 && known.checked_at.is_some();
        if same {
            known.as_of = known.begun;
            known.checked_at = Some(elapsed);
        }
        same
    }

    /// Works out until when a token is good, unless it is the one that is known.
    fn set_record(&self, known: &mut Known, record: Record, time: Now) {
        let same = |old: &Record| old.token == record.token && old.expires_at == record.expires_at;
        if !same(&known.record) || known.checked_at.is_none() {
            let lifetime = record.lifetime();
            let left = from_millis(record.expires_at.saturating_sub(time.now)).min(lifetime);
            known.ends = time.elapsed.saturating_add(left);
            // A token that lives shorter than four leads is refreshed in its last quarter.
            known.due = known.ends.saturating_sub(self.lead.min(lifetime / 4));
            known.another_until = known.checked_at;
        }
        known.record = Arc::new(record);
    }

    /// What is known answers to a need; nothing: a refresh is needed.
    fn answer_of(&self, known: &Known, need: &Need, elapsed: Duration) -> Option<Result<Secret, TokenError>> {
        let record = &known.record;
        if let Some(code) = record.ended {
            return Some(Err(self.authorization_ended(code)));
        }
        let good = need.takes(&record.token) && known.is_alive(elapsed) && elapsed < known.due;
        good.then(|| Ok(record.token.clone()))
    }

    /// The answer without asking the store, if what is known is fresh enough.
    pub(crate) fn answer_at_once(
        &self,
        need: &Need,
        elapsed: Duration,
        recheck: Duration,
    ) -> Option<Result<Secret, TokenError>> {
        let known = self.known();
        if let Some(error) = known.recent_failure(elapsed) {
            // Another process may have had more luck: the store is looked at now and then, unless that is what failed.
            if !known.is_checked(elapsed, LOOK_AGAIN) && error.problem != TokenProblem::Store {
                return None;
            }
            let alive = *need == Need::Good && known.is_alive(elapsed);
            return Some(if alive { Ok(known.record.token.clone()) } else { Err(error.again()) });
        }
        if known.is_checked(elapsed, recheck) { self.answer_of(&known, need, elapsed) } else { None }
    }

    /// The answer right after the store was asked; nothing: a refresh is needed, and may be tried.
    ///
    /// A token that was got because another one had been refused, and that is refused as well, is not replaced again at
    /// once, unless it may have run out since. How long ago it was got is known where this process saw another one before it;
    /// else the writer's time of day has to do, unless it makes no sense here.
    pub(crate) fn answer_after_read(
        &self,
        need: &Need,
        time: Now,
        cool_down: Duration,
    ) -> Option<Result<Secret, TokenError>> {
        let known = self.known();
        if let Some(answer) = self.answer_of(&known, need, time.elapsed) {
            return Some(answer);
        }
        let (record, Need::Another(refused)) = (&known.record, need) else { return None };
        if record.token != *refused || record.replaced_at == 0 {
            return None;
        }
        let cool_down = cool_down.min(record.lifetime());
        let seen = known.another_until.is_some_and(|at| time.elapsed.saturating_sub(at) < cool_down);
        let written = (0..in_millis(cool_down)).contains(&time.now.saturating_sub(record.replaced_at));
        (seen || written).then(|| {
            let reason = "it was refused right after it had replaced a refused one";
            Err(self.error(TokenProblem::JustRefreshed, reason))
        })
    }

    /// What is known, if the store should have it back: a token that is alive, a refresh token, or that a merchant has left.
    pub(crate) fn worth_storing(&self, elapsed: Duration) -> Option<Arc<Record>> {
        let known = self.known();
        let record = &known.record;
        let is_worth = known.is_alive(elapsed) || !record.refresh.expose().is_empty() || record.ended.is_some();
        is_worth.then(|| record.clone())
    }

    /// The token that will do while nothing newer comes.
    pub(crate) fn fallback(&self, need: &Need, elapsed: Duration) -> Option<Secret> {
        let known = self.known();
        (*need == Need::Good && known.is_alive(elapsed)).then(|| known.record.token.clone())
    }

    /// Notes an event that is to be reported once the write with this mark is known to be done.
    pub(crate) fn expect_event(&self, mark: String, event: PlatformEvent) {
        let mut known = self.known();
        if known.unsure.len() >= MOST_UNSURE {
            known.unsure.remove(0);
        }
        known.unsure.push((mark, event));
    }

    /// The events of writes that were done, as what is known shows. Each is returned once.
    pub(crate) fn take_done_events(&self) -> Vec<PlatformEvent> {
        let mut known = self.known();
        if known.unsure.is_empty() {
            return Vec::new();
        }
        let record = known.record.clone();
        let unsure = std::mem::take(&mut known.unsure);
        let (done, unsure): (Vec<_>, Vec<_>) = unsure.into_iter().partition(|(mark, _)| record.has_mark(mark));
        known.unsure = unsure;
        done.into_iter().map(|(_, event)| event).collect()
    }

    /// The write with this mark was not done, and will not be.
    pub(crate) fn forget_event(&self, mark: &str) {
        self.known().unsure.retain(|(other, _)| other != mark);
    }

    /// The error of an authorization that has ended.
    fn authorization_ended(&self, code: i64) -> TokenError {
        let (problem, reason) = match code {
            WITHDRAWN => (TokenProblem::Withdrawn, "the merchant has withdrawn the authorization".to_owned()),
            _ => (TokenProblem::Reauthorize(code), format!("the merchant has to authorise again (WeChat: {code})")),
        };
        self.error(problem, reason)
    }

    /// An error about this entry's token.
    pub(crate) fn error(&self, problem: TokenProblem, reason: impl Into<String>) -> TokenError {
        let reason = reason.into();
        let reason = match &self.owner {
            Owner::Authorizer(appid) => format!("{appid}: {reason}"),
            _ => reason,
        };
        TokenError::new(self.kind(), reason).with_problem(problem)
    }
}

/// Now: the time of day in milliseconds since 1970, and what has passed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    pub(crate) now: i64,
    pub(crate) elapsed: Duration,
}

/// A span of milliseconds; none where it is negative.
pub(crate) fn from_millis(span: i64) -> Duration {
    Duration::from_millis(u64::try_from(span).unwrap_or(0))
}

/// A merchant's kind of token.
pub(crate) const AUTHORIZER: &str = "authorizer_access_token";
