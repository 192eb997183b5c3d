//! Where tokens are kept.
//!
//! A store holds texts by key. Two things make it safe to share: a write says which version it replaces, and a lease
//! carries a number that only grows, so that a holder who has lost it cannot write any more.
//!
//! A store can also lose what it holds, or be put back to an older state. [`TokenStore`] says what holds then.

mod growth;
mod memory;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "redis")]
mod redis_link;
#[cfg(feature = "sealed")]
mod sealed;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "sqlite")]
mod sqlite_file;
#[cfg(feature = "sqlite")]
mod sqlite_link;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

pub use memory::MemoryStore;
#[cfg(feature = "redis")]
pub use redis::RedisStore;
#[cfg(feature = "sealed")]
pub use sealed::{SealKey, Sealed};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;

use crate::codec::Secret;
use crate::transport::BoxFuture;

/// For how long a lease is believed that does not say when it began: earlier versions of this library wrote such leases.
#[cfg(any(feature = "sqlite", feature = "redis"))]
const UNDATED: Duration = Duration::from_secs(300);

/// What a store holds under a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Grows with each write and removal, by any number; 0: the store has never held anything under this key. A version
    /// lower than one that was read before means that the store has lost data.
    pub version: u64,
    /// The text, unless it was removed.
    pub value: Option<Secret>,
}

/// The right to refresh what is stored under a key, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Greater than that of every earlier lease of the key.
    pub fence: u64,
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is stored, under this version.
    Done(u64),
    /// Someone else has written since. Nothing was changed.
    Overtaken,
    /// The lease belongs to someone else by now. Nothing was changed.
    LeaseLost,
}

/// Why a store did not answer. Says nothing of what is stored.
#[derive(Debug, thiserror::Error)]
#[error("the token store failed: {message}")]
#[non_exhaustive]
pub struct StoreError {
    /// What happened; no secrets.
    pub message: String,
    /// Something is stored under this version, and it cannot be read: it was damaged, or sealed with another key. The
    /// store itself works, and a write that names this version replaces what is there.
    pub unreadable: Option<u64>,
    /// What went wrong below, if anything.
    #[source]
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl StoreError {
    /// This happened. Messages are logged: no secrets in them.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), unreadable: None, source: None }
    }

    /// Something is stored under this version, and it cannot be read.
    pub fn unreadable(version: u64, message: impl Into<String>) -> Self {
        Self { unreadable: Some(version), ..Self::new(message) }
    }

    /// The same, with what went wrong below.
    #[cfg(feature = "sqlite")]
    pub(crate) fn caused_by(self, source: impl StdError + Send + Sync + 'static) -> Self {
        Self { source: Some(Box::new(source)), ..self }
    }
}

/// Keeps texts by key, for one process or for many.
///
/// # When a store loses data
///
/// A server is restarted without a disk, a replica that lags behind takes over, a file is replaced by a backup: then what
/// is stored is older than what processes have read. The stores of this crate promise for that:
///
/// - Each answer is what is stored at that moment. Nothing is remembered beside it.
/// - Versions and fences of a key begin at a random number and grow by random steps. So a version that a process read
///   before the loss is not found again afterwards, and a write that names it is [`Overtaken`](Written::Overtaken)
///   instead of replacing what it does not know. By chance two numbers are the same once in about a million losses.
/// - A lease from before the loss ends at its time, or is forgotten. Its holder cannot replace what was written since.
///
/// The platform promises on top that processes which go on running believe the store at once: a read that began after a
/// higher version was known, and returns a lower one, is the truth. Each key costs one refresh at most. What nobody can
/// promise: a merchant's refresh token that was only in the lost data is gone from the store. WeChat is asked for it where
/// an older one is left; where nothing is left, [`recover`](crate::ThirdPartyPlatform::recover) brings it back.
///
/// Your own store need not use random numbers. If its versions count from 1 again after a loss, a write can replace
/// a version that only looks like the one that was read; then two refreshes can follow each other.
pub trait TokenStore: Send + Sync {
    /// What is stored under a key. Sees every write that was done before.
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>>;

    /// The version stored under a key, by a store that can say so without waiting for anything: one in memory. `None`:
    /// [`get`](Self::get) has to be asked. It saves a call the way to the platform's own thread while nothing has changed.
    fn version_at_once(&self, key: &str) -> Option<u64> {
        let _ = key;
        None
    }

    /// Replaces the version `expected` with a value, or removes it for `None`; all or nothing, and when it answers `Done`
    /// it survives a crash as far as the store survives any. With a lease, only as long as nobody else has taken it since;
    /// a write that is done releases the lease.
    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>>;

    /// Takes the lease of a key for so long, unless someone holds it. A lease ends by the clock of the store, at the end of
    /// the term its holder asked for. One that seems to begin in the future, because the store's clock was put back, counts
    /// for nothing.
    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>>;

    /// Gives a lease back. One that was lost already is no error.
    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>>;
}

impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        (**self).get(key)
    }

    fn version_at_once(&self, key: &str) -> Option<u64> {
        (**self).version_at_once(key)
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        (**self).put(key, expected, value, lease)
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        (**self).lease(key, term)
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).release(key, lease)
    }
}
