//! A store in which something happens right before a lease is taken: what another process may do at the worst moment.

use std::sync::Mutex;
use std::time::Duration;

use wxopen_runtime::{BoxFuture, Lease, MemoryStore, Secret, StoreError, Stored, TokenStore, Written};

/// A memory store that waits for `event`, once, when the first merchant's lease is asked for.
pub(crate) struct BeforeLease {
    store: MemoryStore,
    event: Mutex<Option<BoxFuture<'static, ()>>>,
}

impl BeforeLease {
    pub(crate) fn new(store: MemoryStore, event: impl Future<Output = ()> + Send + 'static) -> BeforeLease {
        BeforeLease { store, event: Mutex::new(Some(Box::pin(event))) }
    }
}

impl TokenStore for BeforeLease {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        self.store.get(key)
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        self.store.put(key, expected, value, lease)
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        Box::pin(async move {
            if key.contains("/authorizer/") {
                let event = self.event.lock().expect("no panic").take();
                if let Some(event) = event {
                    event.await;
                }
            }
            self.store.lease(key, term).await
        })
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        self.store.release(key, lease)
    }
}
