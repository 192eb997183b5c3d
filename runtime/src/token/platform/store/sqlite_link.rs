//! A SQLite file, and the two threads that work with it, so that no async task waits for a disk.
//!
//! Reads have a thread and a connection of their own: in WAL mode they need no lock, so they never wait for a write that
//! does. What has come while a write waited for other processes is written in one transaction: the busier a process is,
//! the less it keeps the others waiting.
//!
//! A file can be put in the place of this one while it is open, or it can be deleted. The threads look before they use it,
//! and open what is there now.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TrySendError};
use std::thread;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use tokio::sync::oneshot;

use super::StoreError;
use super::sqlite_file::{Identity, connect, create, failed};
use crate::transport::BoxFuture;

/// The most writes of one transaction.
const MOST_WRITES: usize = 256;
/// So often something is tried that finds another file each time.
const MOST_TRIES: usize = 5;
/// So many reads wait for the disk at a time.
const MOST_READS: usize = 1024;

/// Works with a file. Clones share its threads, which end with the last of them.
#[derive(Clone)]
pub(super) struct SqliteLink {
    reads: SyncSender<Box<dyn SqliteJob>>,
    writes: Sender<(Durability, Box<dyn SqliteJob>)>,
}

/// What a power cut does to a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Durability {
    /// It may undo it.
    Quick,
    /// Nothing.
    Durable,
}

/// Something to do for a caller.
trait SqliteJob: Send {
    /// Is anybody waiting for it?
    fn is_wanted(&self) -> bool;

    /// Does it. It can be done again, where what it did was undone.
    fn work(&mut self, connection: &Connection) -> rusqlite::Result<()>;

    /// Tells the caller, once it is known whether what was done holds.
    fn answer(self: Box<Self>, failed: Option<StoreError>);
}

struct Task<T, F> {
    work: F,
    result: Option<T>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send, F: FnMut(&Connection) -> rusqlite::Result<T> + Send> SqliteJob for Task<T, F> {
    fn is_wanted(&self) -> bool {
        !self.caller.is_closed()
    }

    fn work(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.result = Some((self.work)(connection)?);
        Ok(())
    }

    fn answer(self: Box<Self>, failed: Option<StoreError>) {
        let result = match (failed, self.result) {
            (None, Some(result)) => Ok(result),
            (failed, _) => Err(failed.unwrap_or_else(|| StoreError::new("it was not done"))),
        };
        // Nobody may be waiting any more.
        let _ = self.caller.send(result);
    }
}

impl SqliteLink {
    /// Opens a file, or makes one that only its owner can read.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let open = |synchronous| CurrentFile::open(path, synchronous);
        let (mut reader, mut durable, mut quick) = (open("FULL")?, open("FULL")?, open("NORMAL")?);
        let (reads, read_queue) = mpsc::sync_channel::<Box<dyn SqliteJob>>(MOST_READS);
        let (writes, write_queue) = mpsc::channel();
        start("wxopen-sqlite-read", move || {
            while let Ok(job) = read_queue.recv() {
                if job.is_wanted() {
                    reader.read(job);
                }
            }
        })?;
        start("wxopen-sqlite", move || {
            while let Some((durability, jobs)) = next_writes(&write_queue) {
                match durability {
                    Durability::Quick => quick.write(jobs),
                    Durability::Durable => durable.write(jobs),
                }
            }
        })?;
        Ok(Self { reads, writes })
    }

    /// Reads.
    pub(super) fn read<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let (caller, answered) = oneshot::channel();
        let sent = self.reads.try_send(Box::new(Task { work, result: None, caller })).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::new("too much waits for the disk"),
            TrySendError::Disconnected(_) => ended(),
        });
        Box::pin(async move {
            sent?;
            answered.await.map_err(|_| ended())?
        })
    }

    /// Writes, in a transaction.
    pub(super) fn write<T: Send + 'static>(
        &self,
        durability: Durability,
        work: impl FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let (caller, answered) = oneshot::channel();
        let sent = self.writes.send((durability, Box::new(Task { work, result: None, caller })));
        Box::pin(async move {
            sent.map_err(|_| ended())?;
            answered.await.map_err(|_| ended())?
        })
    }
}

fn ended() -> StoreError {
    StoreError::new("its thread has ended")
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map(drop).map_err(|_| StoreError::new("its thread cannot be started"))
}

/// All writes that wait, and the most that one of them asks for; nothing: nobody can write any more.
fn next_writes(queue: &Receiver<(Durability, Box<dyn SqliteJob>)>) -> Option<(Durability, Vec<Box<dyn SqliteJob>>)> {
    let (mut most, first) = queue.recv().ok()?;
    let mut jobs = vec![first];
    for (durability, job) in queue.try_iter().take(MOST_WRITES - 1) {
        most = most.max(durability);
        jobs.push(job);
    }
    Some((most, jobs))
}

/// A connection to the file that is at a path.
struct CurrentFile {
    path: PathBuf,
    synchronous: &'static str,
    connection: Option<(Identity, Connection)>,
}

impl CurrentFile {
    fn open(path: &Path, synchronous: &'static str) -> Result<Self, StoreError> {
        let mut file = Self { path: path.to_owned(), synchronous, connection: None };
        file.connection()?;
        Ok(file)
    }

    /// Is the open file still the one at the path?
    fn is_current(&self) -> bool {
        let identity = Identity::of(&self.path);
        self.connection.as_ref().is_some_and(|(opened, _)| Some(opened) == identity.as_ref())
    }

    /// A connection to the file that is there now.
    fn connection(&mut self) -> Result<&mut Connection, StoreError> {
        if !self.is_current() {
            self.connection = None;
            create(&self.path)?;
            // Looked at before it is opened: if another one comes in between, the next look finds that.
            let identity = Identity::of(&self.path).ok_or_else(|| StoreError::new("the file cannot be opened"))?;
            self.connection = Some((identity, connect(&self.path, self.synchronous)?));
        }
        self.connection.as_mut().map(|(_, connection)| connection).ok_or_else(ended)
    }

    fn read(&mut self, mut job: Box<dyn SqliteJob>) {
        let error = self.work(|connection| job.work(connection)).err();
        job.answer(error);
    }

    /// All of it is written, or nothing.
    fn write(&mut self, mut jobs: Vec<Box<dyn SqliteJob>>) {
        let mut errors = Vec::new();
        let written = self.work(|connection| {
            errors = transact(connection, &mut jobs)?;
            Ok(())
        });
        let failed_all = written.err().map(|error| error.message);
        for (number, job) in jobs.into_iter().enumerate() {
            let own = errors.get_mut(number).and_then(Option::take).map(failed);
            job.answer(failed_all.as_deref().map(StoreError::new).or(own));
        }
    }

    /// Works with the file; again if it has become another one meanwhile, for what was written to the one before is lost.
    fn work(&mut self, mut work: impl FnMut(&mut Connection) -> rusqlite::Result<()>) -> Result<(), StoreError> {
        for _ in 0..MOST_TRIES {
            match work(self.connection()?) {
                Err(error) if is_another_file(&error) => self.connection = None,
                result if self.is_current() => return result.map_err(failed),
                _ => {}
            }
        }
        Err(StoreError::new("the file was replaced again and again, or is damaged"))
    }
}

/// Does all jobs in one transaction; returns what went wrong with each. An error that a new connection may end is one of
/// the whole.
fn transact(
    connection: &mut Connection,
    jobs: &mut [Box<dyn SqliteJob>],
) -> rusqlite::Result<Vec<Option<rusqlite::Error>>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut errors = Vec::with_capacity(jobs.len());
    for job in jobs {
        match job.work(&transaction) {
            Ok(()) => errors.push(None),
            // SQLite gave up, and undid what was written so far.
            Err(error) if transaction.is_autocommit() || is_another_file(&error) => return Err(error),
            Err(error) => errors.push(Some(error)),
        }
    }
    transaction.commit()?;
    Ok(errors)
}

/// Is it an error of a file whose contents were replaced under the connection: by an older table, or by damage?
fn is_another_file(error: &rusqlite::Error) -> bool {
    use ErrorCode::{DatabaseCorrupt, NotADatabase, SchemaChanged, Unknown};
    matches!(error.sqlite_error_code(), Some(Unknown | DatabaseCorrupt | NotADatabase | SchemaChanged))
}
