//! The store of one machine: a file that its processes share.
//!
//! SQLite's write-ahead log lets readers and a writer work at the same time, and a process that is killed leaves either
//! the whole of a write or nothing. Tokens are written with `synchronous=FULL`: they are on the disk when the write
//! returns, so that a power cut does not lose a refresh token either; there are few such writes. Leases are written with
//! `NORMAL`: a power cut ends all their holders too.
//!
//! One thread does the work, so that no async task waits for a disk. What has come while it waited for other processes is
//! written in one transaction: the busier a process is, the less it keeps the others waiting.

use std::fmt;
use std::fs::OpenOptions;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};
use tokio::sync::oneshot;

use super::{Lease, StoreError, Stored, TokenStore, Written};
use crate::clock::{millis, span};
use crate::codec::Secret;
use crate::transport::BoxFuture;

/// How long to wait for another process that writes.
const BUSY: Duration = Duration::from_secs(10);
/// The pause between two looks whether it still does. Short, for a write takes no longer, and whoever looks more rarely
/// than others is passed by.
const PAUSE: Duration = Duration::from_millis(2);
/// The most writes of one transaction.
const MOST_WRITES: usize = 256;
/// The version of the table below.
const SCHEMA: i64 = 1;
const TABLE: &str = "CREATE TABLE IF NOT EXISTS wxopen_tokens (
    key TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    value TEXT,
    fence INTEGER NOT NULL DEFAULT 0,
    held_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID";

/// Keeps tokens in a SQLite file. Any number of processes of one machine can share it; clones share their connections. Not
/// for files on a network.
#[derive(Clone)]
pub struct SqliteStore {
    jobs: mpsc::Sender<Job>,
}

/// Something to do for a caller.
struct Job {
    effort: Effort,
    work: Work,
}

/// What it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effort {
    Read,
    /// A write that a power cut may undo.
    Quick,
    /// A write that survives one.
    Durable,
}

/// Works with a connection, or hears why there is none. What it gives back tells the caller, once it is known whether what
/// was written stands.
type Work = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Tell + Send>;
type Tell = Box<dyn FnOnce(Result<(), StoreError>)>;

/// Two connections to one file.
struct Connections {
    /// Reads and writes tokens.
    durable: Connection,
    /// Writes leases.
    quick: Connection,
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
        let path = path.as_ref();
        private(path).map_err(|error| {
            let mut failed = StoreError::new("the file cannot be opened");
            failed.source = Some(Box::new(error));
            failed
        })?;
        let durable = connect(path, "FULL")?;
        let quick = connect(path, "NORMAL")?;
        let (jobs, queue) = mpsc::channel::<Job>();
        let work = move || {
            let mut connections = Connections { durable, quick };
            while let Ok(first) = queue.recv() {
                connections.work(std::iter::once(first).chain(queue.try_iter().take(MOST_WRITES - 1)).collect());
            }
        };
        thread::Builder::new()
            .name("wxopen-sqlite".to_owned())
            .spawn(work)
            .map_err(|_| StoreError::new("its thread cannot be started"))?;
        Ok(Self { jobs })
    }

    /// Has the thread do something.
    fn run<T: Send + 'static>(
        &self,
        effort: Effort,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let result = connection.and_then(|connection| work(connection).map_err(failed));
            // Nobody may be waiting any more; the work is done all the same.
            Box::new(move |stands| drop(answer.send(stands.and(result))))
        });
        let sent = self.jobs.send(Job { effort, work });
        Box::pin(async move {
            sent.map_err(|_| StoreError::new("its thread has ended"))?;
            answered.await.map_err(|_| StoreError::new("its thread has ended"))?
        })
    }
}

impl Connections {
    /// Reads what is to be read, and writes the rest in one transaction.
    fn work(&mut self, jobs: Vec<Job>) {
        let (reads, writes): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.effort == Effort::Read);
        for read in reads {
            (read.work)(Ok(&self.durable))(Ok(()));
        }
        match writes.iter().map(|job| job.effort).max() {
            Some(Effort::Durable) => write_all(&mut self.durable, writes),
            Some(_) => write_all(&mut self.quick, writes),
            None => {}
        }
    }
}

/// All of it stands, or nothing.
fn write_all(connection: &mut Connection, jobs: Vec<Job>) {
    let transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(error) => {
            let message = failed(error).message;
            return jobs.into_iter().for_each(|job| (job.work)(Err(StoreError::new(&*message)))(Ok(())));
        }
    };
    let tells: Vec<_> = jobs
        .into_iter()
        .map(|job| match transaction.is_autocommit() {
            false => (job.work)(Ok(&transaction)),
            // SQLite gave up, and undid what was written so far.
            true => (job.work)(Err(StoreError::new("an earlier write has failed"))),
        })
        .collect();
    let committed = transaction.commit().map_err(|error| failed(error).message);
    for tell in tells {
        tell(committed.as_ref().copied().map_err(|message| StoreError::new(&**message)));
    }
}

/// Makes the file, readable by its owner only, unless it is there.
fn private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn connect(path: &Path, synchronous: &str) -> Result<Connection, StoreError> {
    let started = Instant::now();
    loop {
        match prepare(path, synchronous) {
            Ok((_, version)) if version > SCHEMA => {
                return Err(StoreError::new("the file is from a newer version of this library"));
            }
            Ok((connection, _)) => return Ok(connection),
            // Turning the log on does not wait for others by itself.
            Err(error) if is_busy(&error) && started.elapsed() < BUSY => thread::sleep(Duration::from_millis(20)),
            Err(error) => return Err(failed(error)),
        }
    }
}

fn prepare(path: &Path, synchronous: &str) -> rusqlite::Result<(Connection, i64)> {
    let mut connection = Connection::open(path)?;
    connection.busy_handler(Some(wait))?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version < SCHEMA {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(TABLE, [])?;
        transaction.pragma_update(None, "user_version", SCHEMA)?;
        transaction.commit()?;
    }
    Ok((connection, version))
}

/// Waits for another process that writes; tells whether it is worth another look.
fn wait(looks: i32) -> bool {
    thread::sleep(PAUSE);
    PAUSE * u32::try_from(looks).unwrap_or(0) < BUSY
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// SQLite's errors name statements and columns, never values.
fn failed(error: rusqlite::Error) -> StoreError {
    let mut failed = StoreError::new(match error.sqlite_error_code() {
        Some(code) => format!("SQLite answers {code:?}"),
        None => "SQLite cannot do it".to_owned(),
    });
    failed.source = Some(Box::new(error));
    failed
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
    connection
        .prepare_cached(
            "INSERT INTO wxopen_tokens (key, version, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (key) DO UPDATE SET version = ?2, value = ?3,
                 held_until = CASE WHEN ?4 THEN 0 ELSE held_until END",
        )?
        .execute(params![key, version + 1, value.map(Secret::expose), lease.is_some()])?;
    Ok(Written::Done(version + 1))
}

/// A lease that ends later than anyone could have asked for is from a clock that was wrong, and counts for nothing.
fn take(connection: &Connection, key: &str, term: Duration) -> rusqlite::Result<Option<Lease>> {
    let now = millis(SystemTime::now());
    let fence = connection
        .prepare_cached(
            "INSERT INTO wxopen_tokens (key, fence, held_until) VALUES (?1, 1, ?3)
             ON CONFLICT (key) DO UPDATE SET fence = fence + 1, held_until = ?3
                 WHERE held_until <= ?2 OR held_until > ?3
             RETURNING fence",
        )?
        .query_row(params![key, now, now.saturating_add(span(term))], |row| row.get(0))
        .optional()?;
    Ok(fence.map(|fence| Lease { fence }))
}

fn give_back(connection: &Connection, key: &str, lease: Lease) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE wxopen_tokens SET held_until = 0 WHERE key = ?1 AND fence = ?2")?
        .execute(params![key, lease.fence])?;
    Ok(())
}

impl TokenStore for SqliteStore {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        let key = key.to_owned();
        self.run(Effort::Read, move |connection| read(connection, &key))
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        let (key, value) = (key.to_owned(), value.cloned());
        self.run(Effort::Durable, move |connection| write(connection, &key, expected, value.as_ref(), lease))
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        let key = key.to_owned();
        self.run(Effort::Quick, move |connection| take(connection, &key, term))
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        let key = key.to_owned();
        self.run(Effort::Quick, move |connection| give_back(connection, &key, lease))
    }
}
