//! What every store does, the same way.

use std::time::Duration;

use wxopen_runtime::{Lease, Secret, Stored, TokenStore, Written};

use crate::stores;

const LONG: Duration = Duration::from_secs(60);

fn held(version: u64, value: &str) -> Stored {
    Stored { version, value: Some(value.into()) }
}

async fn put(store: &dyn TokenStore, key: &str, expected: u64, value: &str, lease: Option<Lease>) -> Written {
    store.put(key, expected, Some(&Secret::from(value)), lease).await.expect("it answers")
}

/// Writes; returns the version.
async fn done(store: &dyn TokenStore, key: &str, expected: u64, value: &str, lease: Option<Lease>) -> u64 {
    match put(store, key, expected, value, lease).await {
        Written::Done(version) if version > expected => version,
        other => panic!("{other:?} after {expected}"),
    }
}

#[tokio::test]
async fn a_write_says_which_version_it_replaces() {
    for stores::Opened { name, store, .. } in &stores::all() {
        assert_eq!(store.get("k").await.expect("it answers"), Stored::default(), "{name}");
        let first = done(store, "k", 0, "a", None).await;
        assert_eq!(store.get("k").await.expect("it answers"), held(first, "a"), "{name}");
        assert_eq!(put(store, "k", 0, "b", None).await, Written::Overtaken, "{name}");
        assert_eq!(put(store, "k", first + 1, "b", None).await, Written::Overtaken, "{name}");
        let second = done(store, "k", first, "é\"\n中", None).await;
        assert_eq!(store.get("k").await.expect("it answers"), held(second, "é\"\n中"), "{name}");
        assert_eq!(store.get("K").await.expect("it answers"), Stored::default(), "{name}");
    }
}

#[tokio::test]
async fn what_is_removed_keeps_its_version() {
    for stores::Opened { name, store, .. } in &stores::all() {
        let first = done(store, "k", 0, "a", None).await;
        let Written::Done(removed) = store.put("k", first, None, None).await.expect("it answers") else { panic!() };
        assert!(removed > first, "{name}");
        assert_eq!(store.get("k").await.expect("it answers"), Stored { version: removed, value: None }, "{name}");
        assert_eq!(put(store, "k", 0, "late", None).await, Written::Overtaken, "{name}");
        done(store, "k", removed, "b", None).await;
    }
}

#[tokio::test]
async fn one_holds_a_lease_until_it_is_given_back() {
    for stores::Opened { name, store, .. } in &stores::all() {
        let first = store.lease("k", LONG).await.expect("it answers").expect(name);
        assert_eq!(store.lease("k", LONG).await.expect("it answers"), None, "{name}");
        assert!(store.lease("other", LONG).await.expect("it answers").is_some(), "{name}");
        store.release("k", first).await.expect("it answers");
        let second = store.lease("k", LONG).await.expect("it answers").expect(name);
        assert!(second.fence > first.fence, "{name}");
        // The first has nothing to give back any more.
        store.release("k", first).await.expect("it answers");
        assert_eq!(store.lease("k", LONG).await.expect("it answers"), None, "{name}");
        // A lease says nothing of what is stored.
        assert_eq!(store.get("k").await.expect("it answers"), Stored::default(), "{name}");
    }
}

#[tokio::test]
async fn a_write_with_a_lease_gives_it_back() {
    for stores::Opened { name, store, .. } in &stores::all() {
        let lease = store.lease("k", LONG).await.expect("it answers").expect(name);
        assert_eq!(put(store, "k", 7, "a", Some(lease)).await, Written::Overtaken, "{name}");
        assert_eq!(store.lease("k", LONG).await.expect("it answers"), None, "{name}");
        done(store, "k", 0, "a", Some(lease)).await;
        assert!(store.lease("k", LONG).await.expect("it answers").is_some(), "{name}");
    }
}

#[tokio::test]
async fn the_late_write_of_a_holder_who_lost_the_lease_is_refused() {
    for stores::Opened { name, store, .. } in &stores::all() {
        let dead = store.lease("k", Duration::ZERO).await.expect("it answers").expect(name);
        let next = store.lease("k", LONG).await.expect("it answers").expect(name);
        assert_eq!(put(store, "k", 0, "late", Some(dead)).await, Written::LeaseLost, "{name}");
        let version = done(store, "k", 0, "new", Some(next)).await;
        assert_eq!(put(store, "k", version, "late", Some(dead)).await, Written::LeaseLost, "{name}");
        assert_eq!(store.get("k").await.expect("it answers"), held(version, "new"), "{name}");
    }
}

#[tokio::test]
async fn a_lease_that_is_over_is_good_until_someone_takes_it() {
    for stores::Opened { name, store, .. } in &stores::all() {
        let lease = store.lease("k", Duration::ZERO).await.expect("it answers").expect(name);
        done(store, "k", 0, "a", Some(lease)).await;
    }
}

#[tokio::test]
async fn a_lease_is_held_for_the_term_of_its_holder_whatever_others_ask_for() {
    for stores::Opened { name, store, .. } in &stores::all() {
        store.lease("k", LONG).await.expect("it answers").expect(name);
        for term in [Duration::ZERO, Duration::from_millis(10), LONG * 2] {
            assert_eq!(store.lease("k", term).await.expect("it answers"), None, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_writes_at_the_same_time_one_is_done_and_of_holders_there_is_one() {
    for stores::Opened { name, store, .. } in &stores::all() {
        let writes: Vec<_> = (0..50)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move {
                    let lease = store.lease("lease", LONG).await.expect("it answers");
                    (put(&store, "k", 0, &n.to_string(), None).await, lease)
                })
            })
            .collect();
        let (mut done, mut leases) = (0, 0);
        for write in writes {
            let (written, lease) = write.await.expect("no panic");
            done += usize::from(matches!(written, Written::Done(_)));
            leases += usize::from(lease.is_some());
        }
        assert_eq!((done, leases), (1, 1), "{name}");
    }
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn a_file_keeps_its_tokens_and_only_its_owner_reads_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tokens.db");
    let open = || wxopen_runtime::SqliteStore::open(&path).expect("opened");
    // While one is open, the log beside the file stays.
    let kept = open();
    let version = done(&kept, "k", 0, "a", None).await;
    assert_eq!(open().get("k").await.expect("it answers"), held(version, "a"));
    #[cfg(unix)]
    for file in std::fs::read_dir(folder.path()).expect("a folder") {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.expect("a file").metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(wxopen_runtime::SqliteStore::open(folder.path().join("no/such/folder")).is_err());
    std::fs::write(folder.path().join("text"), "this is no database, but a text of some length").expect("written");
    assert!(wxopen_runtime::SqliteStore::open(folder.path().join("text")).is_err());
}

#[cfg(feature = "redis")]
#[tokio::test]
async fn redis_may_be_restarted() {
    let Some(mut server) = stores::redis_server::Server::start() else { return };
    let store = wxopen_runtime::RedisStore::open(&server.url()).expect("opened");
    let version = done(&store, "k", 0, "a", None).await;
    server.restart();
    assert_eq!(store.get("k").await.expect("it answers"), held(version, "a"));
    done(&store, "k", version, "b", None).await;
    // A lease of before is still held.
    let lease = store.lease("k", LONG).await.expect("it answers");
    server.restart();
    assert!(lease.is_some());
    assert_eq!(store.lease("k", LONG).await.expect("it answers"), None);
}

#[cfg(feature = "redis")]
#[tokio::test]
async fn prefixes_keep_platforms_apart() {
    let Some(server) = stores::redis_server::Server::start() else { return };
    let open = |prefix: &str| wxopen_runtime::RedisStore::open(&server.url()).expect("opened").prefix(prefix);
    put(&open("a:"), "k", 0, "a", None).await;
    assert_eq!(open("b:").get("k").await.expect("it answers"), Stored::default());
    assert!(wxopen_runtime::RedisStore::open("no url").is_err());
}
