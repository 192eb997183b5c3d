//! Stores that lose what they hold, are put back, hang, or have a clock that jumps.

use std::collections::BTreeSet;
use std::time::Duration;

use wxopen_runtime::{Lease, ManualClock, MemoryStore, Secret, TokenStore, Written};

const LONG: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

async fn put(store: &dyn TokenStore, expected: u64, value: &str) -> Written {
    store.put("k", expected, Some(&Secret::from(value)), None).await.expect("it answers")
}

async fn lease(store: &dyn TokenStore) -> Option<Lease> {
    store.lease("k", LONG).await.expect("it answers")
}

async fn version(store: &dyn TokenStore) -> u64 {
    store.get("k").await.expect("it answers").version
}

/// Writes some times on top of what is there; returns all versions.
async fn history(store: &dyn TokenStore) -> BTreeSet<u64> {
    let mut versions = BTreeSet::new();
    for number in 0..50 {
        let before = version(store).await;
        let Written::Done(next) = put(store, before, &number.to_string()).await else { panic!("nobody else writes") };
        assert!(next > before);
        versions.insert(next);
    }
    versions
}

/// Two processes with what they knew before, and a store that `lose` takes back to an earlier state.
async fn two_histories(store: &dyn TokenStore, lose: impl AsyncFnOnce()) {
    let before = history(store).await;
    let known = version(store).await;
    let holder = lease(store).await.expect("nobody has one");
    lose().await;
    assert!(version(store).await < known, "the store has lost data");
    let other = lease(store).await.expect("that of before is lost");
    let after = history(store).await;
    assert_eq!(before.intersection(&after).count(), 0, "a version of both histories");
    // Who knows the one history does not write into the other, nor give back a lease of the other.
    assert_eq!(put(store, known, "late").await, Written::Overtaken);
    assert_ne!(holder.fence, other.fence);
    store.release("k", holder).await.expect("it answers");
    assert_eq!(lease(store).await, None);
}

#[tokio::test]
async fn leases_in_memory_run_by_its_clock() {
    let clock = ManualClock::at(std::time::UNIX_EPOCH + HOUR);
    let store = MemoryStore::with_clock(clock.clone());
    lease(&store).await.expect("nobody has one");
    // The time of day may change as it likes.
    clock.set(std::time::UNIX_EPOCH + HOUR * 9);
    assert_eq!(lease(&store).await, None);
    clock.advance(LONG - Duration::from_millis(1));
    assert_eq!(lease(&store).await, None);
    clock.advance(Duration::from_millis(1));
    lease(&store).await.expect("it is over");
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::fs;
    use std::path::{Path, PathBuf};

    use rusqlite::Connection;
    use wxopen_runtime::SqliteStore;

    use super::*;

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tokens.db");
        (folder, path)
    }

    fn beside(path: &Path, ending: &str) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        name.into()
    }

    /// As the docs say that a file is replaced.
    fn remove_log(path: &Path) {
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(beside(path, ending));
        }
    }

    fn back_up(path: &Path) -> PathBuf {
        let copy = beside(path, ".backup");
        let connection = Connection::open(path).expect("opened");
        connection.execute("VACUUM INTO ?1", [copy.to_str().expect("text")]).expect("copied");
        copy
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn an_older_file_put_in_the_place_of_the_open_one_is_read_at_once() {
        let (_folder, path) = file();
        let store = SqliteStore::open(&path).expect("opened");
        let Written::Done(old) = put(&store, 0, "old").await else { panic!("it is empty") };
        let copy = back_up(&path);
        let lost = async || {
            remove_log(&path);
            fs::rename(&copy, &path).expect("put back");
            assert_eq!(store.get("k").await.expect("it answers").value, Some("old".into()));
            assert_eq!(version(&store).await, old);
        };
        two_histories(&store, lost).await;
        // What is written since is in the new file, whoever looks, and when everybody has closed it.
        let last = store.get("k").await.expect("it answers");
        assert_eq!(SqliteStore::open(&path).expect("opened").get("k").await.expect("it answers"), last);
        drop(store);
        assert_eq!(SqliteStore::open(&path).expect("opened").get("k").await.expect("it answers"), last);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_file_that_is_deleted_is_made_again() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path) = file();
        let store = SqliteStore::open(&path).expect("opened");
        let other = SqliteStore::open(&path).expect("opened");
        history(&store).await;
        fs::remove_file(&path).expect("it was there");
        remove_log(&path);
        assert_eq!(version(&store).await, 0);
        let Written::Done(written) = put(&store, 0, "new").await else { panic!("it is empty") };
        // The process that had the old one open finds the same.
        assert_eq!(version(&other).await, written);
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_history_in_a_new_file_shares_no_version_with_the_one_before() {
        let (_folder, path) = file();
        let store = SqliteStore::open(&path).expect("opened");
        let delete = async || {
            remove_log(&path);
            fs::remove_file(&path).expect("it was there");
        };
        two_histories(&store, delete).await;
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_write_that_waits_while_the_file_is_replaced_is_in_the_new_one() {
        let (_folder, path) = file();
        let store = SqliteStore::open(&path).expect("opened");
        put(&store, 0, "old").await;
        let lock = locked(&path);
        // Both are sent, and wait for the lock.
        let value = Secret::from("new");
        let (one, other) = (store.put("one", 0, Some(&value), None), store.put("other", 0, Some(&value), None));
        version(&store).await;
        remove_log(&path);
        fs::remove_file(&path).expect("it was there");
        lock.execute_batch("COMMIT").expect("free");
        assert!(matches!(one.await.expect("it answers"), Written::Done(_)));
        assert!(matches!(other.await.expect("it answers"), Written::Done(_)));
        let found = SqliteStore::open(&path).expect("opened");
        for (key, value) in [("one", Some("new".into())), ("other", Some("new".into())), ("k", None)] {
            assert_eq!(found.get(key).await.expect("it answers").value, value, "{key}");
        }
    }

    /// Holds the write lock, as another process may.
    fn locked(path: &Path) -> Connection {
        let other = Connection::open(path).expect("opened");
        other.execute_batch("BEGIN IMMEDIATE").expect("locked");
        other
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn reads_do_not_wait_for_a_write_that_waits_for_the_lock() {
        let (_folder, path) = file();
        let store = SqliteStore::open(&path).expect("opened");
        let Written::Done(first) = put(&store, 0, "a").await else { panic!("it is empty") };
        let lock = locked(&path);
        let writing = store.clone();
        let write = tokio::spawn(async move { put(&writing, first, "b").await });
        for _ in 0..100 {
            assert_eq!(version(&store).await, first);
        }
        assert!(!write.is_finished());
        lock.execute_batch("COMMIT").expect("free");
        assert!(matches!(write.await.expect("no panic"), Written::Done(_)));
    }

    #[tokio::test]
    async fn a_lease_from_before_the_clock_was_put_back_counts_for_nothing() {
        let (_folder, path) = file();
        let clock = ManualClock::at(std::time::UNIX_EPOCH + HOUR * 9);
        let store = SqliteStore::open(&path).expect("opened").clock(clock.clone());
        let ahead = lease(&store).await.expect("nobody has one");
        clock.set(std::time::UNIX_EPOCH + HOUR * 8);
        let next = lease(&store).await.expect("it would begin in an hour");
        assert!(next.fence > ahead.fence);
        assert_eq!(lease(&store).await, None);
        clock.advance(LONG);
        lease(&store).await.expect("it is over");
    }

    #[tokio::test]
    async fn a_lease_that_does_not_say_when_it_began_is_believed_for_five_minutes() {
        let (_folder, path) = file();
        let clock = ManualClock::at(std::time::UNIX_EPOCH + HOUR);
        let store = SqliteStore::open(&path).expect("opened").clock(clock);
        let by_hand = Connection::open(&path).expect("opened");
        let insert = "INSERT INTO wxopen_tokens (key, fence, held_until) VALUES ('k', 7, ?1)
            ON CONFLICT (key) DO UPDATE SET held_until = ?1, held_from = 0";
        by_hand.execute(insert, [3_600_000 + 299_000]).expect("written");
        assert_eq!(lease(&store).await, None);
        by_hand.execute(insert, [3_600_000 + 301_000]).expect("written");
        assert!(lease(&store).await.expect("nobody asks for such a term").fence > 7);
    }
}

#[cfg(feature = "redis")]
mod redis {
    use std::collections::VecDeque;
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use wxopen_runtime::RedisStore;

    use super::*;
    use crate::redis_server::Server;

    fn open(server: &Server) -> RedisStore {
        RedisStore::open(&server.url()).expect("opened")
    }

    #[tokio::test]
    async fn a_history_in_a_flushed_redis_shares_no_version_with_the_one_before() {
        let Some(server) = Server::start() else { return };
        two_histories(&open(&server), async || server.command(&["FLUSHALL"])).await;
    }

    #[tokio::test]
    async fn a_history_on_an_older_dump_shares_no_version_with_the_one_before() {
        let Some(mut server) = Server::start_with_dump() else { return };
        let store = open(&server);
        history(&store).await;
        server.save();
        two_histories(&store, async || server.restart()).await;
    }

    #[tokio::test]
    async fn a_lease_from_before_the_servers_clock_was_put_back_counts_for_nothing() {
        let Some(server) = Server::start() else { return };
        let store = open(&server);
        let ahead = lease(&store).await.expect("nobody has one");
        let now = std::time::UNIX_EPOCH.elapsed().expect("a time");
        let at = |from: Duration| (from.as_millis().to_string(), (from + LONG).as_millis().to_string());
        let (since, until) = at(now + HOUR);
        server.command(&["HSET", "wxopen:k", "s", &since, "u", &until]);
        let next = lease(&store).await.expect("it would begin in an hour");
        assert!(next.fence > ahead.fence);
        assert_eq!(lease(&store).await, None);
        // One of an earlier process does not say when it began.
        server.command(&["HDEL", "wxopen:k", "s"]);
        assert_eq!(lease(&store).await, None);
        server.command(&["HSET", "wxopen:k", "u", &until]);
        lease(&store).await.expect("nobody asks for such a term");
    }

    #[tokio::test]
    async fn while_redis_hangs_only_so_many_reads_wait() {
        let Some(server) = Server::start() else { return };
        let store = open(&server);
        put(&store, 0, "a").await;
        server.pause();
        // They are sent in this order.
        let mut reads: VecDeque<_> = (0..1025).map(|_| store.get("k")).collect();
        let error = reads.pop_front().expect("the oldest").await.expect_err("too many wait");
        assert!(error.to_string().contains("given up"), "{error}");
        server.resume();
        for read in reads {
            assert_eq!(read.await.expect("it answers").value, Some("a".into()));
        }
    }

    /// Passes on what clients send, and what the server answers, unless the next answer is to be lost.
    fn lossy(port: u16) -> (String, Arc<AtomicBool>) {
        let lose = Arc::new(AtomicBool::new(false));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("redis://{}", listener.local_addr().expect("an address"));
        let shared = lose.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(("127.0.0.1", port)).expect("connected");
                let (to_server, from_client) =
                    (server.try_clone().expect("cloned"), client.try_clone().expect("cloned"));
                thread::spawn(move || pass(from_client, to_server, &AtomicBool::new(false)));
                let lose = shared.clone();
                thread::spawn(move || pass(server, client, &lose));
            }
        });
        (url, lose)
    }

    fn pass(mut from: TcpStream, mut to: TcpStream, lose: &AtomicBool) {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if lose.swap(false, Ordering::SeqCst) || to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        // The other direction ends, too.
        let _ = from.shutdown(std::net::Shutdown::Both);
        let _ = to.shutdown(std::net::Shutdown::Both);
    }

    #[tokio::test]
    async fn a_write_whose_answer_was_lost_is_found_done() {
        let Some(server) = Server::start() else { return };
        let (url, lose) = lossy(server.port());
        let store = RedisStore::open(&url).expect("opened");
        let Written::Done(first) = put(&store, 0, "a").await else { panic!("it is empty") };
        lose.store(true, Ordering::SeqCst);
        let Written::Done(second) = put(&store, first, "b").await else { panic!("nobody else writes") };
        let stored = store.get("k").await.expect("it answers");
        assert_eq!((stored.version, stored.value), (second, Some("b".into())));
        // The same, for a removal.
        lose.store(true, Ordering::SeqCst);
        let removed = store.put("k", second, None, None).await.expect("it answers");
        assert_eq!(removed, Written::Done(version(&store).await));
        assert!(!lose.load(Ordering::SeqCst));
    }
}
