//! A connection to Redis that comes back by itself, on a thread of its own: it works whichever runtime asks, also the
//! short-lived ones of blocking clients.

use std::thread;
use std::time::{Duration, Instant};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, ErrorKind, FromRedisValue, RedisError, RedisResult, Script, ServerErrorKind};
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use crate::transport::BoxFuture;

/// How long one command may take, and how long it is tried while the server is away.
const ANSWER: Duration = Duration::from_secs(3);
const AWAY: Duration = Duration::from_secs(5);
/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// Sends scripts. Clones share the connection, which ends with the last of them.
#[derive(Clone)]
pub(super) struct Link {
    jobs: mpsc::UnboundedSender<Job>,
}

type Job = Box<dyn FnOnce(ConnectionManager) -> BoxFuture<'static, ()> + Send>;

impl Link {
    /// A link that connects when it is first used.
    pub(super) fn new(client: Client) -> Result<Self, StoreError> {
        let (jobs, mut queue) = mpsc::unbounded_channel::<Job>();
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|_| StoreError::new("no runtime for it"))?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(2)
            .set_min_delay(Duration::from_millis(20))
            .set_max_delay(Duration::from_millis(200))
            .set_response_timeout(Some(ANSWER))
            .set_connection_timeout(Some(ANSWER));
        let work = async move {
            // What is wrong with the settings is said to everyone who asks: their jobs are dropped unanswered.
            let Ok(connection) = ConnectionManager::new_lazy_with_config(client, config) else { return };
            while let Some(job) = queue.recv().await {
                tokio::spawn(job(connection.clone()));
            }
        };
        thread::Builder::new()
            .name("wxopen-redis".to_owned())
            .spawn(move || runtime.block_on(work))
            .map_err(|_| StoreError::new("its thread cannot be started"))?;
        Ok(Self { jobs })
    }

    /// Runs a script on one key. Each of ours can be run twice without harm.
    pub(super) fn run<T: FromRedisValue + Send + 'static>(
        &self,
        script: &Script,
        key: String,
        arguments: Vec<String>,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let (answer, answered) = oneshot::channel();
        let script = script.clone();
        let job: Job = Box::new(move |connection| {
            Box::pin(async move {
                // Nobody may be waiting any more.
                let _ = answer.send(patiently(connection, &script, &key, &arguments).await);
            })
        });
        let sent = self.jobs.send(job);
        Box::pin(async move {
            sent.map_err(|_| StoreError::new("its thread has ended"))?;
            let result = answered.await.map_err(|_| StoreError::new("its thread has ended"))?;
            result.map_err(|error| failed(&error))
        })
    }
}

/// Tries again while the server is away or starting.
async fn patiently<T: FromRedisValue>(
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
