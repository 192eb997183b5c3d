//! Where a platform's own work runs: refreshes, the trade of a code, reads and writes of the store.
//!
//! None of it runs in the task of the caller. A caller may be dropped, panic, come to its deadline, or live in a runtime
//! that is never driven again: the work goes on, and everybody else gets what came of it.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use std::sync::Mutex;
use std::task::Poll;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tracing::Instrument;
use tracing::instrument::WithSubscriber;

use crate::transport::BoxFuture;

/// Runs the work of a platform. It must poll each task to its end, whether anybody waits for it or not.
///
/// A platform has a thread of its own for that unless it is given another place. In a browser or in Node.js there are no
/// threads, and the event loop runs it.
pub trait Spawn: Send + Sync {
    /// Starts a task and returns at once.
    fn spawn(&self, task: BoxFuture<'static, ()>);
}

impl<T: Spawn + ?Sized> Spawn for Arc<T> {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        (**self).spawn(task);
    }
}

/// Where the work of one platform runs.
pub(crate) enum Spawner {
    Given(Arc<dyn Spawn>),
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    OwnThread(OwnThread),
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    EventLoop,
}

/// Why work has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfinished {
    /// It panicked.
    Panicked,
    /// Whoever was to run it has dropped it.
    Dropped,
}

impl Unfinished {
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Panicked => "the platform's work on it panicked",
            Self::Dropped => "the platform's work on it was dropped by the spawner, or its thread could not be started",
        }
    }
}

impl Default for Spawner {
    fn default() -> Self {
        #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
        return Self::OwnThread(OwnThread::default());
        #[cfg(all(target_family = "wasm", target_os = "unknown"))]
        return Self::EventLoop;
    }
}

impl Spawner {
    /// Starts work. What it logs belongs to the caller's span.
    pub(crate) fn start(&self, work: impl Future<Output = ()> + Send + 'static) {
        let work = work.in_current_span().with_current_subscriber();
        match self {
            Self::Given(spawner) => spawner.spawn(Box::pin(work)),
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            Self::OwnThread(thread) => thread.spawn(Box::pin(work)),
            #[cfg(all(target_family = "wasm", target_os = "unknown"))]
            Self::EventLoop => wasm_bindgen_futures::spawn_local(work),
        }
    }

    /// Does work to its end, and returns what came of it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Unfinished> {
        let (answer, answered) = oneshot::channel();
        // Nobody may be waiting any more.
        self.start(async move { drop(answer.send(caught(work).await)) });
        answered.await.unwrap_or(Err(Unfinished::Dropped))
    }
}

/// What a future returns, or that it panicked.
pub(crate) async fn caught<T>(work: impl Future<Output = T> + Send) -> Result<T, Unfinished> {
    let mut work = Box::pin(work);
    poll_fn(move |context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(_) => Poll::Ready(Err(Unfinished::Panicked)),
    })
    .await
}

/// A thread with a runtime, started when it is first needed. It ends when this is dropped and the work is done.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
#[derive(Default)]
pub(crate) struct OwnThread {
    queue: Mutex<Option<mpsc::UnboundedSender<BoxFuture<'static, ()>>>>,
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
impl OwnThread {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        let mut queue = self.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let task = match &*queue {
            Some(running) => match running.send(task) {
                Ok(()) => return,
                // The thread has ended, which only a failure of the runtime can do.
                Err(unsent) => unsent.0,
            },
            None => task,
        };
        match start() {
            Ok(running) => {
                // It has just been started.
                let _ = running.send(task);
                *queue = Some(running);
            }
            Err(error) => tracing::error!(%error, "the platform's thread cannot be started"),
        }
    }
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn start() -> std::io::Result<mpsc::UnboundedSender<BoxFuture<'static, ()>>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (queue, mut tasks) = mpsc::unbounded_channel();
    let work = async move {
        let mut running = tokio::task::JoinSet::new();
        while let Some(task) = tasks.recv().await {
            running.spawn(task);
            while running.try_join_next().is_some() {}
        }
        while running.join_next().await.is_some() {}
    };
    std::thread::Builder::new().name("wxopen-platform".to_owned()).spawn(move || runtime.block_on(work))?;
    Ok(queue)
}
