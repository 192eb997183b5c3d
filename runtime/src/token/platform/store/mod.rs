//! Where tokens are kept.
//!
//! A store holds texts by key. Two things make it safe to share: a write says which version it replaces, and a lease
//! carries a number that only grows, so that a holder who has lost it cannot write any more.

mod memory;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "redis")]
mod redis_link;
#[cfg(feature = "sealed")]
mod sealed;
#[cfg(feature = "sqlite")]
mod sqlite;

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

/// What a store holds under a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Grows with each write and removal; 0: the store has never held anything under this key.
    pub version: u64,
    /// The text, unless it was removed.
    pub value: Option<Secret>,
}

/// The right to refresh what stands under a key, for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Greater than that of every earlier lease of the key.
    pub fence: u64,
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It stands there, under this version.
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
    /// What went wrong below, if anything.
    #[source]
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl StoreError {
    /// This happened. Messages are logged: no secrets in them.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }
}

/// Keeps texts by key, for one process or for many.
pub trait TokenStore: Send + Sync {
    /// What stands under a key. Sees every write that was done before.
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>>;

    /// Replaces the version `expected` with a value, or removes it for `None`; all or nothing, and when it answers `Done`
    /// it survives a crash as far as the store survives any. With a lease, only as long as nobody else has taken it since;
    /// a write that is done gives the lease back.
    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>>;

    /// Takes the lease of a key for so long, unless someone holds it.
    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>>;

    /// Gives a lease back. One that was lost already is no error.
    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>>;
}

impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        (**self).get(key)
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
