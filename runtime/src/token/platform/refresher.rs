//! The refresher: one refresh at a time, for all tasks of all processes.
//!
//! Within a process there is one [flight](super::flight) for a key; between processes a lease in the store decides.
//! Whoever comes second finds the new token where the first one stored it.

use std::sync::Arc;

use super::entry::{Need, Owner, TokenEntry};
use super::event::PlatformEvent;
use super::flight::Progress;
use super::record::Record;
use super::store::{Lease, Written};
use super::third_party::ThirdPartyPlatform;
use super::write::{MOST_TRIES, PAUSES, failed};
use crate::codec::Secret;
use crate::error::{TokenError, TokenProblem};

/// What became of one try.
enum RefreshOutcome {
    Token(Secret),
    /// Someone else is ahead: look again.
    Again,
}

impl ThirdPartyPlatform {
    /// Looks at the store, and refreshes where that is needed. Remembers what failed for a while.
    pub(crate) async fn bring_token(
        &self,
        entry: &TokenEntry,
        need: &Need,
        progress: &Progress,
    ) -> Result<Secret, TokenError> {
        let error = match self.refresh_or_wait(entry, need, progress).await {
            Ok(token) => return Ok(token),
            Err(error) => error,
        };
        use TokenProblem::{JustRefreshed, NotAuthorized, Reauthorize, Withdrawn};
        if matches!(error.problem, JustRefreshed | NotAuthorized | Reauthorize(_) | Withdrawn) {
            return Err(error);
        }
        tracing::warn!(kind = error.kind, reason = error.reason, "no new token");
        let elapsed = self.inner.clock.elapsed();
        // What failed for want of the platform's token is remembered there, and not once more from now on.
        if error.kind == entry.kind() {
            let mut known = entry.known();
            if error.problem == TokenProblem::Store || known.recent_failure(elapsed).is_none() {
                known.failure = Some((elapsed.saturating_add(self.inner.timing.cool_down), error.again()));
            }
        }
        entry.fallback(need, elapsed).ok_or(error)
    }

    /// Looks at the store, and gets a new token with the lease in hand, until one of both has brought an answer.
    async fn refresh_or_wait(
        &self,
        entry: &TokenEntry,
        need: &Need,
        progress: &Progress,
    ) -> Result<Secret, TokenError> {
        let (clock, timing) = (&self.inner.clock, &self.inner.timing);
        let end = clock.elapsed().saturating_add(timing.lease * 3);
        let mut pause = PAUSES.0;
        loop {
            let (_, record) = progress.store(self.read(entry)).await?;
            if let Some(answer) = entry.answer_after_read(need, self.inner.time(), timing.cool_down) {
                return answer;
            }
            if let Some(error) = entry.known().recent_failure(clock.elapsed()) {
                return Err(error.again());
            }
            self.prepare(entry, &record).await?;
            let lease = progress.store(self.inner.store.lease(&entry.key, timing.lease)).await;
            if let Some(lease) = lease.map_err(|error| failed(entry, error))? {
                let outcome = self.with_lease(entry, need, progress, lease).await;
                if let Ok(RefreshOutcome::Token(token)) = outcome {
                    return Ok(token);
                }
                // Should this fail, the lease ends by itself.
                let _ = progress.store(self.inner.store.release(&entry.key, lease)).await;
                match outcome {
                    // The platform's token did not come while the lease was in hand; without it there is more time.
                    Err(error) if error.problem == TokenProblem::Late && clock.elapsed() < end => {}
                    outcome => drop(outcome?),
                }
            } else if clock.elapsed() >= end {
                return Err(entry.error(TokenProblem::Busy, "another process has been refreshing it for too long"));
            }
            clock.sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    /// Gets ready for a refresh, before anyone is kept waiting by a lease.
    async fn prepare(&self, entry: &TokenEntry, record: &Record) -> Result<(), TokenError> {
        match entry.owner {
            Owner::Authorizer(_) if !record.refresh.expose().is_empty() => {
                self.get(&self.inner.token, Need::Good).await.map(drop)
            }
            Owner::Authorizer(_) => Err(self.not_authorized(entry)),
            Owner::Component => self.ticket().await.map(drop),
            Owner::Ticket => Ok(()),
        }
    }

    fn not_authorized(&self, entry: &TokenEntry) -> TokenError {
        let known = entry.known();
        if known.unreadable.is_some_and(|version| version == known.version) {
            let reason = "what is stored for it cannot be read, until `recover` or the merchant's next authorization";
            return entry.error(TokenProblem::Store, reason);
        }
        entry.error(TokenProblem::NotAuthorized, "the merchant has not authorised the platform")
    }

    /// Gets a new token and stores it. Whoever had the lease before has stored by now, or never will: look once more.
    async fn with_lease(
        &self,
        entry: &TokenEntry,
        need: &Need,
        progress: &Progress,
        lease: Lease,
    ) -> Result<RefreshOutcome, TokenError> {
        let base = progress.store(self.read(entry)).await?;
        if let Some(answer) = entry.answer_after_read(need, self.inner.time(), self.inner.timing.cool_down) {
            // Should this fail, the lease ends by itself.
            let _ = progress.store(self.inner.store.release(&entry.key, lease)).await;
            return answer.map(RefreshOutcome::Token);
        }
        let asked_at = self.inner.time().now;
        match self.renew(entry, &base.1).await {
            Ok(renewed) => {
                let replaces = *need != Need::Good;
                let save =
                    self.save(entry, base, lease, &renewed.used, |base| base.renewed(&renewed, asked_at, replaces));
                progress.store(save).await
            }
            Err(error) => {
                if let TokenProblem::Reauthorize(code) = error.problem {
                    progress.store(self.expire_authorization(entry, &base.1, code)).await?;
                }
                Err(error)
            }
        }
    }

    /// Stores a new token, before anyone has seen it.
    async fn save(
        &self,
        entry: &TokenEntry,
        base: (u64, Arc<Record>),
        lease: Lease,
        used: &Secret,
        renewed: impl Fn(&Record) -> Record,
    ) -> Result<RefreshOutcome, TokenError> {
        let (mut version, base) = base;
        let was_lost = version == 0;
        let end = self.inner.clock.elapsed().saturating_add(self.inner.timing.lease);
        let (mut new, mut lease) = (renewed(&base), Some(lease));
        for _ in 0..MOST_TRIES {
            match self.put(entry, version, &new, lease).await? {
                Written::Done(_) => return Ok(RefreshOutcome::Token(new.token)),
                // Too late: what counts is what the next holder stores.
                Written::LeaseLost => return Ok(RefreshOutcome::Again),
                Written::Overtaken => {}
            }
            let (found, current) = self.read_until(end, entry).await?;
            let is_used = new.refresh != *used && current.refresh == *used && current.ended.is_none();
            if current.has_tokens_of(&base) || is_used || (was_lost && entry.owner == Owner::Component) {
                // Something else about it has changed; or what is there has been used for this one; or somebody has put
                // back an older token of the platform where all was lost.
                (version, new) = (found, renewed(&current));
            } else if found == 0 {
                // The store has lost everything, the lease too; this may be the only copy there is.
                (version, lease) = (0, None);
            } else {
                return Ok(RefreshOutcome::Again);
            }
        }
        Err(entry.error(TokenProblem::Store, "others keep writing"))
    }

    /// Notes that an authorization has ended, if these are still its tokens, and reports it once.
    async fn expire_authorization(&self, entry: &TokenEntry, of: &Record, code: i64) -> Result<(), TokenError> {
        let Owner::Authorizer(appid) = &entry.owner else { return Ok(()) };
        let event = PlatformEvent::ReauthorizationNeeded { authorizer: appid.clone(), code };
        if self
            .update(entry, Some(event), |record| {
                record.has_tokens_of(of).then(|| record.with_authorization_ended(code))
            })
            .await?
        {
            tracing::warn!(kind = entry.kind(), account = %appid, code, "the merchant has to authorise again");
        }
        Ok(())
    }
}
