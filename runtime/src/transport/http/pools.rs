//! A client of reqwest for each tokio runtime: connections live in the runtime that opened them, and one that is no longer
//! driven would never answer the others.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use super::settings::HttpSettings;
use crate::transport::TransportError;

/// For more runtimes than this, the one that was used the longest time ago loses its pool.
const MOST: usize = 16;

/// Clients with the same settings.
pub(super) struct Pools {
    settings: HttpSettings,
    state: Mutex<PoolsState>,
}

struct PoolsState {
    /// Made before any runtime asked, to see whether the settings work.
    spare: Option<reqwest::Client>,
    /// The one used last comes last.
    pools: Vec<Pool>,
}

struct Pool {
    runtime: Id,
    client: reqwest::Client,
    /// Ends the task that waits for the runtime's end.
    _in_use: oneshot::Sender<()>,
}

impl Pools {
    /// With a first client.
    pub(super) fn new(settings: HttpSettings, spare: reqwest::Client) -> Self {
        Self { settings, state: Mutex::new(PoolsState { spare: Some(spare), pools: Vec::new() }) }
    }

    /// The client of this runtime.
    pub(super) fn client(self: &Arc<Self>, runtime: &Handle) -> Result<reqwest::Client, TransportError> {
        let id = runtime.id();
        let mut state = self.state();
        if let Some(at) = state.pools.iter().position(|pool| pool.runtime == id) {
            let client = state.pools[at].client.clone();
            state.pools[at..].rotate_left(1);
            return Ok(client);
        }
        let client = match state.spare.take() {
            Some(client) => client,
            None => self.settings.client().map_err(TransportError::from)?,
        };
        let (in_use, ended) = oneshot::channel();
        state.pools.push(Pool { runtime: id, client: client.clone(), _in_use: in_use });
        let oldest = (state.pools.len() > MOST).then(|| state.pools.remove(0));
        // Both may come back here when they are dropped.
        drop(state);
        drop(oldest);
        let until_dropped = WithRuntime { pools: Arc::downgrade(self), runtime: id };
        runtime.spawn(async move {
            let _until_dropped = until_dropped;
            // Until the pool is gone.
            let _ = ended.await;
        });
        Ok(client)
    }

    fn state(&self) -> MutexGuard<'_, PoolsState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Dropped with the runtime whose task holds it; the runtime's pool goes with it.
struct WithRuntime {
    pools: Weak<Pools>,
    runtime: Id,
}

impl Drop for WithRuntime {
    fn drop(&mut self) {
        let Some(pools) = self.pools.upgrade() else { return };
        let mut state = pools.state();
        let at = state.pools.iter().position(|pool| pool.runtime == self.runtime);
        let gone = at.map(|at| state.pools.remove(at));
        drop(state);
        drop(gone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::runtime::{Builder, Runtime};

    fn pools() -> Arc<Pools> {
        let settings = HttpSettings::new();
        let client = settings.client().expect("a client");
        Arc::new(Pools::new(settings, client))
    }

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().expect("a runtime")
    }

    #[test]
    fn a_runtime_has_one_pool_that_ends_with_it() {
        let pools = pools();
        let (first, second) = (runtime(), runtime());
        for runtime in [&first, &second, &first] {
            pools.client(runtime.handle()).expect("a client");
        }
        assert_eq!(pools.state().pools.len(), 2);
        assert_eq!(pools.state().pools[1].runtime, first.handle().id(), "the one used last");
        drop(first);
        assert_eq!(pools.state().pools.len(), 1);
        second.shutdown_background();
        assert!(pools.state().pools.is_empty());
    }

    #[test]
    fn there_are_no_more_than_sixteen() {
        let pools = pools();
        let runtimes: Vec<_> = (0..MOST + 3).map(|_| runtime()).collect();
        for runtime in &runtimes {
            pools.client(runtime.handle()).expect("a client");
        }
        assert_eq!(pools.state().pools.len(), MOST);
        // Those that lost their pool have no task left that waits.
        let tasks = runtimes.iter().map(|runtime| {
            runtime.block_on(tokio::task::yield_now());
            runtime.metrics().num_alive_tasks()
        });
        assert_eq!(tasks.sum::<usize>(), MOST);
    }
}
