//! The store of one process. Nothing of it is left when the process ends.

use std::collections::HashMap;
use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::growth::Growth;
use super::{Lease, StoreError, Stored, TokenStore, Written};
use crate::clock::{Clock, SystemClock};
use crate::codec::Secret;
use crate::transport::BoxFuture;

/// Keeps tokens in memory. Clones share them. For tests, and for a service that can ask for everything again: with it a
/// restart waits for the next ticket, and merchants' refresh tokens are gone.
#[derive(Clone)]
pub struct MemoryStore {
    rows: Arc<Mutex<HashMap<String, Row>>>,
    clock: Arc<dyn Clock>,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::with_clock(SystemClock)
    }
}

#[derive(Default)]
struct Row {
    stored: Stored,
    fence: u64,
    /// As the clock counts what has passed.
    held_until: Option<Duration>,
}

impl MemoryStore {
    /// Without anything in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Without anything in it. Leases run by this clock, and versions grow by its random numbers.
    pub fn with_clock(clock: impl Clock + 'static) -> Self {
        Self { rows: Arc::default(), clock: Arc::new(clock) }
    }

    fn growth(&self) -> Growth {
        Growth::from_fraction(self.clock.fraction())
    }

    fn rows(&self) -> MutexGuard<'_, HashMap<String, Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, key: &str, expected: u64, value: Option<&Secret>, lease: Option<Lease>) -> Written {
        let mut rows = self.rows();
        let row = rows.entry(key.to_owned()).or_default();
        if lease.is_some_and(|lease| lease.fence < row.fence) {
            return Written::LeaseLost;
        }
        if row.stored.version != expected {
            return Written::Overtaken;
        }
        row.stored = Stored { version: self.growth().after(expected), value: value.cloned() };
        if lease.is_some() {
            row.held_until = None;
        }
        Written::Done(row.stored.version)
    }

    fn take(&self, key: &str, term: Duration) -> Option<Lease> {
        let mut rows = self.rows();
        let row = rows.entry(key.to_owned()).or_default();
        let now = self.clock.elapsed();
        if row.held_until.is_some_and(|until| now < until) {
            return None;
        }
        row.held_until = Some(now.saturating_add(term));
        row.fence = self.growth().after(row.fence);
        Some(Lease { fence: row.fence })
    }
}

/// Shows how much there is, not what.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryStore({} keys)", self.rows().len())
    }
}

impl TokenStore for MemoryStore {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        let stored = self.rows().get(key).map(|row| row.stored.clone()).unwrap_or_default();
        Box::pin(ready(Ok(stored)))
    }

    fn version_at_once(&self, key: &str) -> Option<u64> {
        Some(self.rows().get(key).map_or(0, |row| row.stored.version))
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        Box::pin(ready(Ok(self.write(key, expected, value, lease))))
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        Box::pin(ready(Ok(self.take(key, term))))
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        if let Some(row) = self.rows().get_mut(key).filter(|row| row.fence == lease.fence) {
            row.held_until = None;
        }
        Box::pin(ready(Ok(())))
    }
}
