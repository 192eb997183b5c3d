//! A connection to Redis that comes back by itself, on a thread of its own: it works whichever runtime asks, also the
//! short-lived ones of blocking clients.

use std::collections::VecDeque;
use std::thread;
use std::time::{Duration, Instant};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, ErrorKind, FromRedisValue, RedisError, RedisResult, Script, ServerErrorKind};
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use crate::transport::BoxFuture;

/// How long the server may take to answer one command.
const ANSWER: Duration = Duration::from_secs(3);
/// How long a read may take, with all tries. Whoever needs no new token does not wait that long.
const READ: Duration = Duration::from_secs(3);
/// How long a write is tried while the server is away.
const AWAY: Duration = Duration::from_secs(5);
/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(50);
/// So many reads wait for the server at a time.
const MOST_READS: usize = 1024;

/// Sends scripts. Clones share the connection, which ends with the last of them.
#[derive(Clone)]
pub(super) struct RedisLink {
    jobs: mpsc::UnboundedSender<RedisJob>,
}

/// How long a command may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// A read ends in bounded time.
    Read,
    /// A write is tried for longer.
    Write,
}

struct RedisJob {
    access: Access,
    work: Box<dyn FnOnce(ConnectionManager) -> BoxFuture<'static, ()> + Send>,
}

impl RedisLink {
    /// A link that connects when it is first used.
    pub(super) fn new(client: Client) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::unbounded_channel::<RedisJob>();
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|_| StoreError::new("no runtime for it"))?;
        thread::Builder::new()
            .name("wxopen-redis".to_owned())
            .spawn(move || runtime.block_on(work(client, queue)))
            .map_err(|_| StoreError::new("its thread cannot be started"))?;
        Ok(Self { jobs })
    }

    /// Runs a script on one key. Each of ours can be run twice without harm.
    pub(super) fn run<T: FromRedisValue + Send + 'static>(
        &self,
        access: Access,
        script: &Script,
        key: String,
        arguments: Vec<String>,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let (answer, answered) = oneshot::channel();
        let script = script.clone();
        let work = move |connection| -> BoxFuture<'static, ()> {
            Box::pin(async move {
                let tried = tries(connection, &script, &key, &arguments);
                let result = match access {
                    Access::Write => tried.await,
                    Access::Read => tokio::time::timeout(READ, tried).await.unwrap_or_else(|_| Err(late())),
                };
                // Nobody may be waiting any more.
                let _ = answer.send(result);
            })
        };
        let sent = self.jobs.send(RedisJob { access, work: Box::new(work) });
        Box::pin(async move {
            sent.map_err(|_| StoreError::new("its thread has ended"))?;
            let result = answered
                .await
                .map_err(|_| StoreError::new("it was given up: Redis cannot be used, or too much waits for it"))?;
            result.map_err(|error| failed(&error))
        })
    }
}

/// Starts each job as it comes. When too many reads wait, the oldest is cancelled.
async fn work(client: Client, mut queue: mpsc::UnboundedReceiver<RedisJob>) {
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(2)
        .set_min_delay(Duration::from_millis(20))
        .set_max_delay(Duration::from_millis(200))
        .set_response_timeout(Some(ANSWER))
        .set_connection_timeout(Some(ANSWER));
    // What is wrong with the settings is said to everyone who asks: their jobs are dropped unanswered.
    let Ok(connection) = ConnectionManager::new_lazy_with_config(client, config) else { return };
    let mut reads = VecDeque::new();
    while let Some(RedisJob { access, work }) = queue.recv().await {
        let task = tokio::spawn(work(connection.clone()));
        if access == Access::Read {
            reads.push_back(task);
            if reads.len() > MOST_READS {
                reads.retain(|read| !read.is_finished());
            }
            if reads.len() > MOST_READS
                && let Some(oldest) = reads.pop_front()
            {
                oldest.abort();
            }
        }
    }
}

/// Tries again while the server is away or starting.
async fn tries<T: FromRedisValue>(
    mut connection: ConnectionManager,
    script: &Script,
    key: &str,
    arguments: &[String],
) -> RedisResult<T> {
    let started = Instant::now();
    loop {
        let mut call = script.key(key);
        for argument in arguments {
            call.arg(argument);
        }
        match call.invoke_async(&mut connection).await {
            Err(error) if is_passing(&error) && started.elapsed() < AWAY => tokio::time::sleep(PAUSE).await,
            result => return result,
        }
    }
}

fn late() -> RedisError {
    RedisError::from(std::io::Error::from(std::io::ErrorKind::TimedOut))
}

fn is_passing(error: &RedisError) -> bool {
    use ServerErrorKind::{BusyLoading, MasterDown, ReadOnly, TryAgain};
    let passing = matches!(error.kind(), ErrorKind::Server(BusyLoading | MasterDown | ReadOnly | TryAgain));
    passing || error.is_io_error() || error.is_connection_dropped() || error.is_timeout()
}

/// Says which kind of failure it is and no more: a server may repeat in its message what it was sent.
fn failed(error: &RedisError) -> StoreError {
    match error.code() {
        Some(code) => StoreError::new(format!("Redis: {} ({code})", error.category())),
        None => StoreError::new(format!("Redis: {}", error.category())),
    }
}
