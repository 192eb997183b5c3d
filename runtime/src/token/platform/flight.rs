//! One piece of work at a time brings the token of a key; all who need it wait for that one.
//!
//! A flight asks the store, and WeChat where a refresh is needed, on the platform's spawner. Who has a good token waits
//! for it only a little: 50 ms for an answer of the store, `wait_for_other` in all, both counted from when the flight began to
//! wait. Then the good token will do, and the flight goes on without them.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::entry::{Need, TokenEntry};
use super::spawn::{Unfinished, caught};
use super::third_party::ThirdPartyPlatform;
use crate::clock::{Clock, within};
use crate::codec::Secret;
use crate::error::{TokenError, TokenProblem};
use crate::transport::BoxFuture;

/// How long who has a good token waits for an answer of the store. With what it takes to wake up that is less than 50 ms.
const STORE_WAIT: Duration = Duration::from_millis(40);

/// Work under way.
#[derive(Clone)]
pub(crate) struct Flight {
    need: Need,
    started: Duration,
    phase: watch::Receiver<Phase>,
}

/// What the work is waiting for, and since when.
enum Phase {
    Store(Duration),
    Other,
    /// It is over.
    Done(Result<Secret, Arc<TokenError>>),
}

impl Flight {
    fn is_over(&self) -> bool {
        self.phase.has_changed().is_err() || matches!(*self.phase.borrow(), Phase::Done(_))
    }
}

/// Where a flight writes down what it is waiting for.
pub(crate) struct Progress {
    phase: watch::Sender<Phase>,
    clock: Arc<dyn Clock>,
}

impl Progress {
    /// Waits for the store.
    pub(crate) async fn store<T>(&self, answer: impl Future<Output = T>) -> T {
        self.phase.send_replace(Phase::Store(self.clock.elapsed()));
        let answer = answer.await;
        self.phase.send_replace(Phase::Other);
        answer
    }
}

impl ThirdPartyPlatform {
    /// A token as needed: the one that is known, or a new one.
    pub(crate) fn get(&self, entry: &Arc<TokenEntry>, need: Need) -> BoxFuture<'static, Result<Secret, TokenError>> {
        let recheck = self.inner.timing.recheck;
        let elapsed = self.inner.clock.elapsed();
        let answer = entry.answer_at_once(&need, elapsed, recheck).or_else(|| {
            let same = entry.confirm(self.inner.store.version_at_once(&entry.key)?, elapsed);
            same.then(|| entry.answer_at_once(&need, elapsed, Duration::MAX)).flatten()
        });
        if let Some(answer) = answer {
            return Box::pin(std::future::ready(answer));
        }
        let (platform, entry) = (self.clone(), entry.clone());
        Box::pin(async move {
            loop {
                let flight = platform.join(&entry, &need);
                if let Some(answer) = platform.wait(&entry, &need, flight).await {
                    return answer;
                }
                if let Some(answer) = entry.answer_at_once(&need, platform.inner.clock.elapsed(), recheck) {
                    return answer;
                }
            }
        })
    }

    /// The flight under way, or a new one.
    fn join(&self, entry: &Arc<TokenEntry>, need: &Need) -> Flight {
        let mut current = entry.flight.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = current.as_ref().filter(|flight| !flight.is_over()) {
            return flight.clone();
        }
        let clock = self.inner.clock.clone();
        let started = clock.elapsed();
        let (sender, phase) = watch::channel(Phase::Store(started));
        let flight = Flight { need: need.clone(), started, phase };
        *current = Some(flight.clone());
        drop(current);
        let (platform, entry, need) = (self.clone(), entry.clone(), need.clone());
        self.inner.spawner.start(async move {
            let progress = Progress { phase: sender, clock };
            let result = caught(platform.bring_token(&entry, &need, &progress)).await;
            let result = result.unwrap_or_else(|unfinished| Err(broken(&entry, unfinished)));
            progress.phase.send_replace(Phase::Done(result.map_err(Arc::new)));
        });
        flight
    }

    /// Waits for a flight, or for as long as who has a good token should. Nothing: it has brought something else.
    async fn wait(
        &self,
        entry: &Arc<TokenEntry>,
        need: &Need,
        mut flight: Flight,
    ) -> Option<Result<Secret, TokenError>> {
        let (clock, wait_for_other) = (&self.inner.clock, self.inner.timing.wait_for_other);
        loop {
            let mut end = flight.started.saturating_add(wait_for_other);
            match &*flight.phase.borrow_and_update() {
                Phase::Done(Ok(token)) => return need.takes(token).then(|| Ok(token.clone())),
                Phase::Done(Err(error)) => return (flight.need == *need).then(|| Err(shared(error))),
                Phase::Store(since) => end = end.min(since.saturating_add(STORE_WAIT)),
                Phase::Other => {}
            }
            let changed = flight.phase.changed();
            let changed = match entry.fallback(need, clock.elapsed()) {
                None => changed.await,
                Some(_) => match within(&**clock, end, Box::pin(changed)).await {
                    Some(changed) => changed,
                    // It may be over by now: then only a new one will do.
                    None => match entry.fallback(need, clock.elapsed()) {
                        Some(token) => return Some(Ok(token)),
                        None => continue,
                    },
                },
            };
            if changed.is_err() && !matches!(*flight.phase.borrow(), Phase::Done(_)) {
                return Some(Err(broken(entry, Unfinished::Dropped)));
            }
        }
    }
}

/// An error that all who waited for the flight get, each with the cause.
fn shared(error: &Arc<TokenError>) -> TokenError {
    let cause = error.source.is_some().then(|| Box::new(Cause(error.clone())) as Box<dyn StdError + Send + Sync>);
    TokenError { source: cause, ..error.again() }
}

/// What went wrong below an error.
struct Cause(Arc<TokenError>);

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source.fmt(f)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source.as_ref().map_or(Ok(()), |cause| cause.fmt(f))
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().and_then(|cause| cause.source())
    }
}

fn broken(entry: &TokenEntry, unfinished: Unfinished) -> TokenError {
    entry.error(TokenProblem::Other, unfinished.reason())
}
