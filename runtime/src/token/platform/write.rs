//! Reading the store and changing what it holds.
//!
//! Each change carries a mark. When the store's answer to a write is lost, the mark shows whether it was done: so an event
//! is reported once, by whoever made the change, and no change is made twice.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use super::entry::TokenEntry;
use super::event::PlatformEvent;
use super::record::Record;
use super::store::{Lease, StoreError, Written};
use super::third_party::ThirdPartyPlatform;
use crate::error::{TokenError, TokenProblem};

/// The first and the longest pause between two tries.
pub(crate) const PAUSES: (Duration, Duration) = (Duration::from_millis(4), Duration::from_millis(100));
/// So often a write is tried that others keep overtaking.
pub(crate) const MOST_TRIES: usize = 100;

impl ThirdPartyPlatform {
    /// What the store holds; an empty record for nothing, and for what cannot be read.
    ///
    /// Should the store have lost everything about a key, what this process knows of it is put back.
    pub(crate) async fn read(&self, entry: &TokenEntry) -> Result<(u64, Arc<Record>), TokenError> {
        for _ in 0..MOST_TRIES {
            let number = entry.begin_access();
            let (version, record) = self.load(entry).await?;
            let lost = (version == 0).then(|| entry.worth_storing(self.inner.clock.elapsed())).flatten();
            let Some(lost) = lost else {
                let known = entry.learn(number, version, record, self.inner.time());
                self.report(entry);
                return Ok(known);
            };
            tracing::warn!(key = entry.key, "the store has lost it; what is known here is put back");
            if let Written::Done(_) = self.put(entry, 0, &lost, None).await? {
                self.report(entry);
                let known = entry.known();
                return Ok((known.version, known.record.clone()));
            }
        }
        Err(entry.error(TokenProblem::Store, "others keep writing"))
    }

    async fn load(&self, entry: &TokenEntry) -> Result<(u64, Record), TokenError> {
        let (version, record) = match self.inner.store.get(&entry.key).await {
            Ok(stored) => match &stored.value {
                Some(text) => (stored.version, Record::from_text(text)),
                None => (stored.version, Some(Record::default())),
            },
            Err(StoreError { unreadable: Some(version), .. }) => (version, None),
            Err(error) => return Err(failed(entry, error)),
        };
        if record.is_none() && entry.known().unreadable.replace(version) != Some(version) {
            tracing::error!(key = entry.key, "what is stored cannot be read; what comes new replaces it");
        }
        Ok((version, record.unwrap_or_default()))
    }

    /// Reports the events of changes that are known to be done.
    fn report(&self, entry: &TokenEntry) {
        for event in entry.take_done_events() {
            if let Some(listener) = &self.inner.on_event {
                listener(&event);
            }
        }
    }

    /// What the store holds. While it does not answer it is asked again, until that time has passed.
    pub(crate) async fn read_until(&self, end: Duration, entry: &TokenEntry) -> Result<(u64, Arc<Record>), TokenError> {
        let mut pause = PAUSES.0;
        loop {
            match self.read(entry).await {
                Err(error) if error.problem == TokenProblem::Store && self.inner.clock.elapsed() < end => {}
                result => return result,
            }
            self.inner.clock.sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    /// Changes what is stored, if the change wants to; returns whether it did, and reports the event if so. Fails at once
    /// where the store does not say what it holds.
    pub(crate) async fn update(
        &self,
        entry: &TokenEntry,
        event: Option<PlatformEvent>,
        change: impl Fn(&Record) -> Option<Record>,
    ) -> Result<bool, TokenError> {
        self.update_until(Duration::ZERO, entry, event, change).await
    }

    /// The same for what exists only here: while the store does not answer it is asked again for a while.
    pub(crate) async fn update_with_retries(
        &self,
        entry: &TokenEntry,
        event: Option<PlatformEvent>,
        change: impl Fn(&Record) -> Option<Record>,
    ) -> Result<bool, TokenError> {
        let end = self.inner.clock.elapsed().saturating_add(self.inner.timing.lease);
        self.update_until(end, entry, event, change).await
    }

    async fn update_until(
        &self,
        mut end: Duration,
        entry: &TokenEntry,
        event: Option<PlatformEvent>,
        change: impl Fn(&Record) -> Option<Record>,
    ) -> Result<bool, TokenError> {
        let mark = new_mark();
        if let Some(event) = event {
            entry.expect_event(mark.clone(), event);
        }
        for _ in 0..MOST_TRIES {
            let (version, record) = self.read_until(end, entry).await?;
            if record.has_mark(&mark) {
                return Ok(true);
            }
            let Some(new) = change(&record) else {
                entry.forget_event(&mark);
                return Ok(false);
            };
            if new.is_reported_by(&record) {
                entry.forget_event(&mark);
            }
            // From now on it may be done, and only the store knows.
            end = end.max(self.inner.clock.elapsed().saturating_add(self.inner.timing.lease));
            match self.put(entry, version, &new.marked(&record, &mark), None).await {
                Ok(Written::Done(_)) => {
                    self.report(entry);
                    return Ok(true);
                }
                Ok(_) => {}
                Err(error) => {
                    // It may have been done all the same. Once the store answers again, it shows.
                    let end = self.inner.clock.elapsed().saturating_add(self.inner.timing.lease);
                    let found = self.read_until(end, entry).await;
                    return if found.is_ok_and(|(_, record)| record.has_mark(&mark)) { Ok(true) } else { Err(error) };
                }
            }
        }
        entry.forget_event(&mark);
        Err(entry.error(TokenProblem::Store, "others keep writing"))
    }

    /// Removes what is stored, be it readable or not.
    pub(crate) async fn remove(&self, entry: &TokenEntry) -> Result<(), TokenError> {
        for _ in 0..MOST_TRIES {
            let number = entry.begin_access();
            let version = match self.inner.store.get(&entry.key).await {
                Ok(stored) if stored.value.is_none() => {
                    entry.learn(number, stored.version, Record::default(), self.inner.time());
                    return Ok(());
                }
                Ok(stored) => stored.version,
                Err(StoreError { unreadable: Some(version), .. }) => version,
                Err(error) => return Err(failed(entry, error)),
            };
            let number = entry.begin_access();
            let written = self.inner.store.put(&entry.key, version, None, None).await;
            if let Written::Done(version) = written.map_err(|error| failed(entry, error))? {
                entry.learn(number, version, Record::default(), self.inner.time());
                return Ok(());
            }
        }
        Err(entry.error(TokenProblem::Store, "others keep writing"))
    }

    /// Writes, and tries again for a while should the store not answer: what is to be written may exist only here.
    pub(crate) async fn put(
        &self,
        entry: &TokenEntry,
        version: u64,
        record: &Record,
        lease: Option<Lease>,
    ) -> Result<Written, TokenError> {
        let clock = &self.inner.clock;
        let (end, text) = (clock.elapsed().saturating_add(self.inner.timing.lease), record.to_text());
        let mut pause = PAUSES.0;
        loop {
            let number = entry.begin_access();
            match self.inner.store.put(&entry.key, version, Some(&text), lease).await {
                Ok(written) => {
                    if let Written::Done(version) = written {
                        entry.learn(number, version, record.clone(), self.inner.time());
                    }
                    return Ok(written);
                }
                Err(error) if clock.elapsed() >= end => return Err(failed(entry, error)),
                Err(_) => clock.sleep(pause).await,
            }
            pause = (pause * 2).min(PAUSES.1);
        }
    }
}

/// A mark that no other change has.
fn new_mark() -> String {
    static RANDOM: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}", RANDOM.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// A store's failure as that of a token.
pub(crate) fn failed(entry: &TokenEntry, error: StoreError) -> TokenError {
    let mut failed = entry.error(TokenProblem::Store, error.to_string());
    failed.source = Some(Box::new(error));
    failed
}
