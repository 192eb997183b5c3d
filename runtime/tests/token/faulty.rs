//! A store that can lose its data, hang, and lose its answers.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use wxopen_runtime::{BoxFuture, Lease, MemoryStore, Secret, StoreError, Stored, TokenStore, Written};

/// Clones are the same store.
#[derive(Clone, Default)]
pub(crate) struct Faulty {
    faults: Arc<Mutex<Faults>>,
    gate: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
pub(crate) struct Faults {
    pub(crate) store: MemoryStore,
    /// So many answers to writes are lost, after the write was done.
    pub(crate) lost_answers: usize,
}

impl Faulty {
    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().expect("no panic")
    }

    fn store(&self) -> MemoryStore {
        self.faults().store.clone()
    }

    /// Nothing of what was stored is there any more.
    pub(crate) fn lose_all(&self) {
        self.faults().store = MemoryStore::new();
    }

    /// Holds all answers to reads back until this is dropped.
    pub(crate) fn hang(&self) -> tokio::sync::OwnedMutexGuard<()> {
        self.gate.clone().try_lock_owned().expect("no read is under way")
    }

    /// What is stored under these keys.
    pub(crate) async fn backup(&self, keys: &[&str]) -> Vec<(String, Stored)> {
        let mut all = Vec::new();
        for key in keys {
            all.push(((*key).to_owned(), self.store().get(key).await.expect("it answers")));
        }
        all
    }

    /// Only what was in the backup is stored, under versions of its own.
    pub(crate) async fn put_back(&self, backup: &[(String, Stored)]) {
        self.lose_all();
        for (key, stored) in backup {
            self.store().put(key, 0, stored.value.as_ref(), None).await.expect("it answers");
        }
    }

    /// Writes a text over what is stored.
    pub(crate) async fn overwrite(&self, key: &str, text: &str) {
        let version = self.store().get(key).await.expect("it answers").version;
        self.store().put(key, version, Some(&Secret::from(text)), None).await.expect("it answers");
    }

    /// The text under a key.
    pub(crate) async fn text(&self, key: &str) -> Option<String> {
        self.store().get(key).await.expect("it answers").value.map(|text| text.expose().to_owned())
    }
}

impl TokenStore for Faulty {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        Box::pin(async move {
            drop(self.gate.lock().await);
            self.store().get(key).await
        })
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        Box::pin(async move {
            let written = self.store().put(key, expected, value, lease).await;
            let lost = &mut self.faults().lost_answers;
            match lost.checked_sub(1) {
                Some(rest) => {
                    *lost = rest;
                    Err(StoreError::new("the answer was lost"))
                }
                None => written,
            }
        })
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        Box::pin(async move { self.store().lease(key, term).await })
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.store().release(key, lease).await })
    }
}
