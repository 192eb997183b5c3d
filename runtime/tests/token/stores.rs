//! One of each store, for tests that run against all of them.

use std::sync::Arc;

use wxopen_runtime::{MemoryStore, TokenStore};

/// A store with nothing in it, and what it needs while it is used.
pub(crate) struct Opened {
    pub(crate) name: &'static str,
    pub(crate) store: Arc<dyn TokenStore>,
    _needs: Option<Box<dyn std::any::Any>>,
}

/// Every store that is compiled in and can run here.
pub(crate) fn all() -> Vec<Opened> {
    #[cfg_attr(not(any(feature = "sqlite", feature = "redis", feature = "sealed")), allow(unused_mut))]
    let mut all = vec![Opened { name: "memory", store: Arc::new(MemoryStore::new()), _needs: None }];
    #[cfg(feature = "sqlite")]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let store = wxopen_runtime::SqliteStore::open(folder.path().join("tokens.db")).expect("opened");
        all.push(Opened { name: "sqlite", store: Arc::new(store), _needs: Some(Box::new(folder)) });
    }
    #[cfg(feature = "redis")]
    if let Some(server) = redis_server::Server::start() {
        let store = wxopen_runtime::RedisStore::open(&server.url()).expect("opened").prefix("test:");
        all.push(Opened { name: "redis", store: Arc::new(store), _needs: Some(Box::new(server)) });
    }
    #[cfg(feature = "sealed")]
    {
        let key = wxopen_runtime::SealKey::from_bytes(&[7; 32]);
        let store = wxopen_runtime::Sealed::new(MemoryStore::new(), key);
        all.push(Opened { name: "sealed", store: Arc::new(store), _needs: None });
    }
    all
}

#[cfg(feature = "redis")]
pub(crate) use crate::redis_server;
