//! Keeps tokens fresh: one refresh at a time, for all tasks of all processes.
//!
//! Within a process tasks queue at the slot; between processes a lease in the store decides. Whoever comes second finds
//! the new token where the first one stored it. A refresh runs on the platform's spawner: a caller who gives up does not
//! take the new token with him.

use std::sync::Arc;
use std::time::Duration;

use super::record::{Record, Renewed};
use super::slot::{Need, Slot};
use super::spawn::Spawner;
use super::store::{Lease, StoreError, TokenStore, Written};
use crate::clock::{Clock, millis, span};
use crate::codec::Secret;
use crate::error::{TokenError, TokenProblem};
use crate::transport::BoxFuture;

/// The first and the longest pause between two looks at a store.
const PAUSES: (Duration, Duration) = (Duration::from_millis(4), Duration::from_millis(100));
/// So often a write is tried that others keep overtaking.
const MOST_TRIES: usize = 100;

/// How tokens are kept.
#[derive(Clone)]
pub(crate) struct Timing {
    /// How long before its end a token is refreshed, at the latest.
    pub(crate) margin: Duration,
    /// How much earlier, by key.
    pub(crate) jitter: Arc<dyn Fn(&str) -> Duration + Send + Sync>,
    /// How long one process may take over a refresh.
    pub(crate) lease: Duration,
    /// How long after a refresh that failed, or that a refusal brought about, none is tried.
    pub(crate) cool_down: Duration,
    /// How long a token is used without a look at the store.
    pub(crate) recheck: Duration,
    /// How long a caller with a token that is still good waits for another process to refresh it.
    pub(crate) patience: Duration,
}

/// A store, and how to use it.
pub(crate) struct Keeper {
    pub(crate) store: Arc<dyn TokenStore>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) timing: Timing,
    pub(crate) spawner: Spawner,
}

/// Gets new tokens.
pub(crate) trait Renew: Send + Sync {
    /// Gets ready for it, before anyone is kept waiting.
    fn prepare<'a>(&'a self, slot: &'a Slot, record: &'a Record) -> BoxFuture<'a, Result<(), TokenError>>;

    /// Asks for a new token, once.
    fn renew<'a>(&'a self, slot: &'a Slot, record: &'a Record) -> BoxFuture<'a, Result<Renewed, TokenError>>;

    /// Hears that the authorization has ended.
    fn lapsed(&self, slot: &Slot, code: i64);
}

/// What became of one try.
enum Outcome {
    Token(Secret),
    /// Someone else is ahead: look again.
    Again,
}

impl Keeper {
    pub(crate) fn now(&self) -> i64 {
        millis(self.clock.now())
    }

    /// How long ago that was, as the clock counts what has passed.
    fn since(&self, start: Duration) -> Duration {
        self.clock.passed().saturating_sub(start)
    }

    /// How long before its end the token of a key is refreshed.
    pub(crate) fn lead(&self, key: &str) -> Duration {
        self.timing.margin.saturating_add((self.timing.jitter)(key))
    }

    /// A token as needed: the one that is known, or a new one.
    pub(crate) fn token(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        need: Need,
        renew: impl FnOnce() -> Arc<dyn Renew>,
    ) -> BoxFuture<'static, Result<Secret, TokenError>> {
        if let Some(answer) = slot.answer_at_once(&need, self.now(), self.timing.recheck) {
            return Box::pin(std::future::ready(answer));
        }
        let (keeper, slot, renew) = (self.clone(), slot.clone(), renew());
        Box::pin(async move {
            let (kind, spawning) = (slot.kind(), keeper.clone());
            let flight = async move { keeper.flight(&slot, &need, &*renew).await };
            let result = spawning.spawner.run(flight).await;
            result.unwrap_or_else(|unfinished| Err(TokenError::new(kind, unfinished.reason())))
        })
    }

    /// Waits for the other tasks; then there is a token, or it is this task's turn to get one.
    async fn flight(&self, slot: &Slot, need: &Need, renew: &dyn Renew) -> Result<Secret, TokenError> {
        let _turn = slot.flight.lock().await;
        if let Some(answer) = slot.answer_at_once(need, self.now(), self.timing.recheck) {
            return answer;
        }
        let error = match self.settle(slot, need, renew).await {
            Ok(token) => return Ok(token),
            Err(error) => error,
        };
        use TokenProblem::{JustRefreshed, NotAuthorized, Reauthorize, Withdrawn};
        if matches!(error.problem, JustRefreshed | NotAuthorized | Reauthorize(_) | Withdrawn) {
            return Err(error);
        }
        tracing::warn!(kind = error.kind, reason = error.reason, "no new token");
        let now = self.now();
        let mut known = slot.known();
        if error.problem == TokenProblem::Store || known.recent_failure(now).is_none() {
            known.failure = Some((now.saturating_add(span(self.timing.cool_down)), error.again()));
        }
        match need {
            Need::Good if known.record.is_alive(now) => Ok(known.record.token.clone()),
            _ => Err(error),
        }
    }

    /// Looks at the store, and gets a new token with the lease in hand, until one of both has brought an answer.
    async fn settle(&self, slot: &Slot, need: &Need, renew: &dyn Renew) -> Result<Secret, TokenError> {
        let started = self.clock.passed();
        let mut pause = PAUSES.0;
        loop {
            let (_, record) = self.read(slot).await?;
            if let Some(answer) = self.judge(slot, &record, need) {
                return answer;
            }
            if let Some(error) = slot.known().recent_failure(self.now()) {
                return Err(error.again());
            }
            renew.prepare(slot, &record).await?;
            let lease = self.store.lease(&slot.key, self.timing.lease).await.map_err(|error| failed(slot, error))?;
            if let Some(lease) = lease {
                let outcome = self.with_lease(slot, need, renew, lease).await;
                if let Ok(Outcome::Token(token)) = outcome {
                    return Ok(token);
                }
                // Should this fail, the lease ends by itself.
                let _ = self.store.release(&slot.key, lease).await;
                match outcome {
                    // The platform's token did not come while the lease was in hand; without it there is more time.
                    Err(error)
                        if error.problem == TokenProblem::Late && self.since(started) < self.timing.lease * 3 => {}
                    outcome => drop(outcome?),
                }
            } else if self.since(started) >= self.timing.patience
                && matches!(need, Need::Good)
                && record.is_alive(self.now())
            {
                slot.known().patient_until = self.now().saturating_add(span(self.timing.patience));
                return Ok(record.token.clone());
            } else if self.since(started) >= self.timing.lease * 3 {
                return Err(slot.error(TokenProblem::Busy, "another process has been refreshing it for too long"));
            }
            self.clock.sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    /// What the store says to a need; nothing: a refresh is needed, and may be tried.
    fn judge(&self, slot: &Slot, record: &Record, need: &Need) -> Option<Result<Secret, TokenError>> {
        let now = self.now();
        if let Some(answer) = slot.answer(record, need, now) {
            return Some(answer);
        }
        let Need::Another(refused) = need else { return None };
        let since = now.saturating_sub(record.replaced_at);
        (record.token == *refused && record.replaced_at > 0 && since < span(self.timing.cool_down)).then(|| {
            let reason = "it was refused right after it had replaced a refused one";
            Err(slot.error(TokenProblem::JustRefreshed, reason))
        })
    }

    /// Gets a new token and stores it. Whoever had the lease before has stored by now, or never will: look once more.
    async fn with_lease(
        &self,
        slot: &Slot,
        need: &Need,
        renew: &dyn Renew,
        lease: Lease,
    ) -> Result<Outcome, TokenError> {
        let (version, record) = self.read(slot).await?;
        if let Some(answer) = self.judge(slot, &record, need) {
            let _ = self.store.release(&slot.key, lease).await;
            return answer.map(Outcome::Token);
        }
        let asked_at = self.now();
        match renew.renew(slot, &record).await {
            Ok(renewed) => {
                let replaces = matches!(need, Need::Another(_));
                self.save(slot, (version, record), lease, |base| base.renewed(&renewed, asked_at, replaces)).await
            }
            Err(error) => {
                if let TokenProblem::Reauthorize(code) = error.problem {
                    self.lapse(slot, &record, code, renew).await?;
                }
                Err(error)
            }
        }
    }

    /// Stores a new token, before anyone has seen it.
    async fn save(
        &self,
        slot: &Slot,
        base: (u64, Arc<Record>),
        lease: Lease,
        renewed: impl Fn(&Record) -> Record,
    ) -> Result<Outcome, TokenError> {
        let (mut version, base) = base;
        let (mut new, mut lease) = (renewed(&base), Some(lease));
        for _ in 0..MOST_TRIES {
            match self.put_patiently(slot, version, &new, lease).await? {
                Written::Done(version) => {
                    let token = new.token.clone();
                    slot.remember(version, new, self.now());
                    return Ok(Outcome::Token(token));
                }
                // Too late: what counts is what the next holder stores.
                Written::LeaseLost => return Ok(Outcome::Again),
                Written::Overtaken => {}
            }
            let (found, current) = self.read(slot).await?;
            if found == 0 {
                // The store has lost everything, the lease too; this may be the only copy there is.
                (version, lease) = (0, None);
            } else if current.has_tokens_of(&base) {
                // Something else about it has changed.
                (version, new) = (found, renewed(&current));
            } else {
                return Ok(Outcome::Again);
            }
        }
        Err(slot.error(TokenProblem::Store, "others keep writing"))
    }

    /// Notes that an authorization has ended, if these are still its tokens, and tells of it once.
    pub(crate) async fn lapse(
        &self,
        slot: &Slot,
        of: &Record,
        code: i64,
        renew: &dyn Renew,
    ) -> Result<bool, TokenError> {
        let lapsed = self.update(slot, |record| record.has_tokens_of(of).then(|| record.lapsed(code))).await?;
        if lapsed {
            tracing::warn!(kind = slot.kind(), code, "the merchant has to authorise again");
            renew.lapsed(slot, code);
        }
        Ok(lapsed)
    }

    /// Changes what is stored, if the change wants to; tells whether it did.
    pub(crate) async fn update(
        &self,
        slot: &Slot,
        change: impl Fn(&Record) -> Option<Record>,
    ) -> Result<bool, TokenError> {
        for _ in 0..MOST_TRIES {
            let (version, record) = self.read(slot).await?;
            let Some(new) = change(&record) else { return Ok(false) };
            if let Written::Done(version) = self.put_patiently(slot, version, &new, None).await? {
                slot.remember(version, new, self.now());
                return Ok(true);
            }
        }
        Err(slot.error(TokenProblem::Store, "others keep writing"))
    }

    /// Removes what is stored.
    pub(crate) async fn remove(&self, slot: &Slot) -> Result<(), TokenError> {
        for _ in 0..MOST_TRIES {
            let stored = self.store.get(&slot.key).await.map_err(|error| failed(slot, error))?;
            if stored.value.is_none() {
                return Ok(());
            }
            let written = self.store.put(&slot.key, stored.version, None, None).await;
            if let Written::Done(version) = written.map_err(|error| failed(slot, error))? {
                slot.remember(version, Record::default(), self.now());
                return Ok(());
            }
        }
        Err(slot.error(TokenProblem::Store, "others keep writing"))
    }

    /// What the store holds; an empty record for nothing.
    pub(crate) async fn read(&self, slot: &Slot) -> Result<(u64, Arc<Record>), TokenError> {
        let stored = self.store.get(&slot.key).await.map_err(|error| failed(slot, error))?;
        let record = match &stored.value {
            Some(text) => Record::from_text(text)
                .ok_or_else(|| slot.error(TokenProblem::Store, "what is stored for it cannot be read"))?,
            None => Record::default(),
        };
        Ok((stored.version, slot.remember(stored.version, record, self.now())))
    }

    /// Writes, and tries again for a while should the store not answer: what is to be written may exist only here.
    async fn put_patiently(
        &self,
        slot: &Slot,
        version: u64,
        record: &Record,
        lease: Option<Lease>,
    ) -> Result<Written, TokenError> {
        let (started, text) = (self.clock.passed(), record.to_text());
        let mut pause = PAUSES.0;
        loop {
            match self.store.put(&slot.key, version, Some(&text), lease).await {
                Ok(written) => return Ok(written),
                Err(error) if self.since(started) >= self.timing.lease => return Err(failed(slot, error)),
                Err(_) => self.clock.sleep(pause).await,
            }
            pause = (pause * 2).min(PAUSES.1);
        }
    }
}

/// A store's failure as that of a token.
pub(crate) fn failed(slot: &Slot, error: StoreError) -> TokenError {
    let mut failed = slot.error(TokenProblem::Store, error.to_string());
    failed.source = Some(Box::new(error));
    failed
}
