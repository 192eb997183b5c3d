//! The store of one machine: a file that its processes share.
//!
//! SQLite's write-ahead log lets readers and a writer work at the same time, and a process that is killed leaves either
//! the whole of a write or nothing. Tokens are written with `synchronous=FULL`: they are on the disk when the write
//! returns, so that a power cut does not lose a refresh token either; there are few such writes. Leases are written with
//! `NORMAL`: a power cut ends all their holders too.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::growth::Growth;
use super::sqlite_link::{Durability, SqliteLink};
use super::{Lease, StoreError, Stored, TokenStore, UNDATED, Written};
use crate::clock::{Clock, SystemClock, in_millis, unix_millis};
use crate::codec::Secret;
use crate::transport::BoxFuture;

/// Keeps tokens in a SQLite file. Any number of processes of one machine can share it; clones share their connections. Not
/// for files on a network.
///
/// # Backups
///
/// `sqlite3 tokens.db ".backup copy.db"` makes a copy while processes are running, and `sqlite3 tokens.db ".restore copy.db"`
/// puts one back under them. A file can also be moved into the place of the open one, and the open one can be deleted: each
/// process notices before it uses it the next time, opens what is there then, and makes a new file where there is none. The
/// files `tokens.db-wal` and `tokens.db-shm` belong to the old one and have to be deleted *before* another one is moved to
/// its place; what is left of them would be read as a part of the new one. On Windows a file that is open cannot be replaced.
///
/// A backup is older than what the processes have read. What is promised then is said at [`TokenStore`].
#[derive(Clone)]
pub struct SqliteStore {
    link: SqliteLink,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteStore")
    }
}

impl SqliteStore {
    /// Opens a file, or makes one that only its owner can read.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, or holds something else.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Ok(Self { link: SqliteLink::open(path.as_ref())?, clock: Arc::new(SystemClock) })
    }

    /// The clock that leases run by; the machine's unless set. All processes that share the file need the same one.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }
}

fn read(connection: &Connection, key: &str) -> rusqlite::Result<Stored> {
    let mut select = connection.prepare_cached("SELECT version, value FROM wxopen_tokens WHERE key = ?1")?;
    let found = select.query_row([key], |row| {
        Ok(Stored { version: row.get(0)?, value: row.get::<_, Option<String>>(1)?.map(Secret::from) })
    });
    Ok(found.optional()?.unwrap_or_default())
}

fn write(
    connection: &Connection,
    key: &str,
    expected: u64,
    value: Option<&Secret>,
    lease: Option<Lease>,
    step: Growth,
) -> rusqlite::Result<Written> {
    let (version, fence) = connection
        .prepare_cached("SELECT version, fence FROM wxopen_tokens WHERE key = ?1")?
        .query_row([key], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, u64>(1)?)))
        .optional()?
        .unwrap_or_default();
    if lease.is_some_and(|lease| lease.fence < fence) {
        return Ok(Written::LeaseLost);
    }
    if version != expected {
        return Ok(Written::Overtaken);
    }
    let next = step.after(version);
    connection
        .prepare_cached(
            "INSERT INTO wxopen_tokens (key, version, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (key) DO UPDATE SET version = ?2, value = ?3,
                 held_from = CASE WHEN ?4 THEN 0 ELSE held_from END,
                 held_until = CASE WHEN ?4 THEN 0 ELSE held_until END",
        )?
        .execute(params![key, next, value.map(Secret::expose), lease.is_some()])?;
    Ok(Written::Done(next))
}

/// A lease that began in the future is from before the clock was put back, and counts for nothing.
fn take(connection: &Connection, key: &str, term: Duration, now: i64, step: Growth) -> rusqlite::Result<Option<Lease>> {
    let found = connection
        .prepare_cached("SELECT fence, held_from, held_until FROM wxopen_tokens WHERE key = ?1")?
        .query_row([key], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))
        .optional()?;
    let (fence, from, until) = found.unwrap_or_default();
    let begun = if from == 0 { until <= now.saturating_add(in_millis(UNDATED)) } else { from <= now };
    if begun && now < until {
        return Ok(None);
    }
    let fence = step.after(fence);
    connection
        .prepare_cached(
            "INSERT INTO wxopen_tokens (key, fence, held_from, held_until) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (key) DO UPDATE SET fence = ?2, held_from = ?3, held_until = ?4",
        )?
        .execute(params![key, fence, now, now.saturating_add(in_millis(term))])?;
    Ok(Some(Lease { fence }))
}

fn give_back(connection: &Connection, key: &str, lease: Lease) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE wxopen_tokens SET held_from = 0, held_until = 0 WHERE key = ?1 AND fence = ?2")?
        .execute(params![key, lease.fence])?;
    Ok(())
}

impl TokenStore for SqliteStore {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        let key = key.to_owned();
        self.link.read(move |connection| read(connection, &key))
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        let (key, value) = (key.to_owned(), value.cloned());
        let written = Growth::random().map(|step| {
            self.link.write(Durability::Durable, move |connection| {
                write(connection, &key, expected, value.as_ref(), lease, step)
            })
        });
        Box::pin(async move { written?.await })
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        let (key, clock) = (key.to_owned(), self.clock.clone());
        let lease = Growth::random().map(|step| {
            self.link.write(Durability::Quick, move |connection| {
                take(connection, &key, term, unix_millis(clock.now()), step)
            })
        });
        Box::pin(async move { lease?.await })
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        let key = key.to_owned();
        self.link.write(Durability::Quick, move |connection| give_back(connection, &key, lease))
    }
}
