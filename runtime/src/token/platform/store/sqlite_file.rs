//! Opening a SQLite file: it is made if it is not there, and its table is brought up to date.

use std::fs::OpenOptions;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::StoreError;

/// How long to wait for another process that writes.
const BUSY: Duration = Duration::from_secs(10);
/// The pause between two looks whether it still does. Short, for a write takes no longer, and whoever looks more rarely
/// than others is passed by.
const PAUSE: Duration = Duration::from_millis(2);
/// The version of the table below. It stays: older versions of this library refuse a higher one, and can share the file, for
/// columns that are added have defaults.
const SCHEMA: i64 = 1;
const TABLE: &str = "CREATE TABLE IF NOT EXISTS wxopen_tokens (
    key TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    value TEXT,
    fence INTEGER NOT NULL DEFAULT 0,
    held_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID";
/// When the lease began; 0: it does not say.
const HELD_FROM: &str = "ALTER TABLE wxopen_tokens ADD COLUMN held_from INTEGER NOT NULL DEFAULT 0";

/// Which file it is, whatever its name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

impl Identity {
    /// The file at a path; nothing: there is none.
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).ok().map(|file| Self(file.dev(), file.ino()))
    }

    /// Where files have no numbers, an open one cannot be replaced.
    #[cfg(not(unix))]
    pub(super) fn of(path: &Path) -> Option<Self> {
        path.exists().then_some(Self(0, 0))
    }
}

/// Makes the file, readable by its owner only, unless it is there.
pub(super) fn create(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| StoreError::new("the file cannot be opened").caused_by(error))
}

/// Opens the file, whose table is up to date then.
pub(super) fn connect(path: &Path, synchronous: &str) -> Result<Connection, StoreError> {
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
    if version < SCHEMA || (version == SCHEMA && !is_up_to_date(&connection)?) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(TABLE, [])?;
        // Another process may have been first.
        if !is_up_to_date(&transaction)? {
            transaction.execute(HELD_FROM, [])?;
        }
        transaction.pragma_update(None, "user_version", SCHEMA)?;
        transaction.commit()?;
    }
    Ok((connection, version))
}

fn is_up_to_date(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare("SELECT 1 FROM pragma_table_info('wxopen_tokens') WHERE name = 'held_from'")?.exists([])
}

/// Waits for another process that writes; returns whether it is worth another look.
fn wait(looks: i32) -> bool {
    thread::sleep(PAUSE);
    PAUSE * u32::try_from(looks).unwrap_or(0) < BUSY
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// SQLite's errors name statements and columns, never values.
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    let message = match error.sqlite_error_code() {
        Some(code) => format!("SQLite answers {code:?}"),
        None => "SQLite cannot do it".to_owned(),
    };
    StoreError::new(message).caused_by(error)
}
