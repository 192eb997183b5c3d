//! While a new version is rolled out, processes of the one before share its store. What they do is kept here as they do it.

use std::time::Duration;

use wxopen_runtime::{Lease, Secret, Stored, TokenStore, Written};

const LONG: Duration = Duration::from_secs(60);

/// A store as earlier processes use it.
trait Earlier {
    fn get(&mut self, key: &str) -> (u64, Option<String>);
    /// The version; -1: overtaken, -2: the lease is lost.
    fn put(&mut self, key: &str, expected: u64, value: &str, fence: Option<u64>) -> i64;
    fn lease(&mut self, key: &str, term: Duration) -> Option<u64>;
    fn release(&mut self, key: &str, fence: u64);
}

async fn put(store: &dyn TokenStore, expected: u64, value: &str, lease: Option<Lease>) -> Written {
    store.put("k", expected, Some(&Secret::from(value)), lease).await.expect("it answers")
}

async fn lease(store: &dyn TokenStore, term: Duration) -> Option<Lease> {
    store.lease("k", term).await.expect("it answers")
}

/// The store has been used by `earlier` alone; `open` is the first new process.
async fn old_and_new_share_a_store(mut earlier: impl Earlier, open: impl Fn() -> Box<dyn TokenStore>) {
    assert_eq!(earlier.put("k", 0, "a", None), 1);
    let held = earlier.lease("k", LONG).expect("a lease");
    let store = &*open();
    // What was there is read, and a lease is held by whoever took it.
    assert_eq!(store.get("k").await.expect("it answers"), Stored { version: 1, value: Some("a".into()) });
    assert_eq!(lease(store, LONG).await, None);
    assert_eq!(lease(store, Duration::from_millis(1)).await, None);
    earlier.release("k", held);
    let new = lease(store, LONG).await.expect("it was given back");
    assert!(new.fence > held);
    assert_eq!(earlier.lease("k", LONG), None);
    // Each replaces what the other one wrote, by its version.
    let Written::Done(second) = put(store, 1, "b", Some(new)).await else { panic!("it is held") };
    assert_eq!(earlier.get("k"), (second, Some("b".to_owned())));
    assert_eq!(earlier.put("k", 1, "late", None), -1);
    let third = earlier.put("k", second, "c", None) as u64;
    assert!(third > second);
    assert_eq!(put(store, second, "late", None).await, Written::Overtaken);
    let Written::Done(fourth) = put(store, third, "d", None).await else { panic!("nobody else wrote") };
    assert_eq!(earlier.get("k"), (fourth, Some("d".to_owned())));
    // Whoever lost the lease to the other kind cannot write with it.
    let dead = lease(store, Duration::ZERO).await.expect("it was given back by the write");
    let held = earlier.lease("k", Duration::ZERO).expect("that one is over");
    assert_eq!(put(store, fourth, "late", Some(dead)).await, Written::LeaseLost);
    lease(store, LONG).await.expect("that one is over");
    assert_eq!(earlier.put("k", fourth, "late", Some(held)), -2);
    // A key that only a new process has written, and one that only an earlier one has removed from.
    store.put("other", 0, Some(&Secret::from("e")), None).await.expect("it answers");
    let (version, value) = earlier.get("other");
    assert_eq!(value.as_deref(), Some("e"));
    assert!(earlier.put("other", version, "f", None) as u64 > version);
    // One more new process finds all of it.
    assert_eq!(open().get("k").await.expect("it answers"), Stored { version: fourth, value: Some("d".into()) });
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::path::Path;
    use std::time::{SystemTime, UNIX_EPOCH};

    use rusqlite::{Connection, OptionalExtension, params};
    use wxopen_runtime::SqliteStore;

    use super::*;

    const TABLE: &str = "CREATE TABLE IF NOT EXISTS wxopen_tokens (
        key TEXT PRIMARY KEY NOT NULL,
        version INTEGER NOT NULL DEFAULT 0,
        value TEXT,
        fence INTEGER NOT NULL DEFAULT 0,
        held_until INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID";

    struct Process(Connection);

    impl Process {
        fn open(path: &Path) -> Self {
            let connection = Connection::open(path).expect("opened");
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).expect("a log");
            let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("one");
            assert!(version <= 1, "earlier versions refuse the file");
            connection.execute(TABLE, []).expect("a table");
            connection.pragma_update(None, "user_version", 1).expect("set");
            Self(connection)
        }
    }

    impl Earlier for Process {
        fn get(&mut self, key: &str) -> (u64, Option<String>) {
            let mut select =
                self.0.prepare_cached("SELECT version, value FROM wxopen_tokens WHERE key = ?1").expect("prepared");
            let found = select.query_row([key], |row| Ok((row.get(0)?, row.get(1)?))).optional();
            found.expect("read").unwrap_or_default()
        }

        fn put(&mut self, key: &str, expected: u64, value: &str, fence: Option<u64>) -> i64 {
            let found: Option<(u64, u64)> = self
                .0
                .prepare_cached("SELECT version, fence FROM wxopen_tokens WHERE key = ?1")
                .expect("prepared")
                .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
                .expect("read");
            let (version, current) = found.unwrap_or_default();
            if fence.is_some_and(|fence| fence < current) {
                return -2;
            }
            if version != expected {
                return -1;
            }
            self.0
                .prepare_cached(
                    "INSERT INTO wxopen_tokens (key, version, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT (key) DO UPDATE SET version = ?2, value = ?3,
                         held_until = CASE WHEN ?4 THEN 0 ELSE held_until END",
                )
                .expect("prepared")
                .execute(params![key, version + 1, value, fence.is_some()])
                .expect("written");
            (version + 1) as i64
        }

        fn lease(&mut self, key: &str, term: Duration) -> Option<u64> {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_millis() as i64;
            self.0
                .prepare_cached(
                    "INSERT INTO wxopen_tokens (key, fence, held_until) VALUES (?1, 1, ?3)
                     ON CONFLICT (key) DO UPDATE SET fence = fence + 1, held_until = ?3
                         WHERE held_until <= ?2 OR held_until > ?3
                     RETURNING fence",
                )
                .expect("prepared")
                .query_row(params![key, now, now + term.as_millis() as i64], |row| row.get(0))
                .optional()
                .expect("written")
        }

        fn release(&mut self, key: &str, fence: u64) {
            self.0
                .prepare_cached("UPDATE wxopen_tokens SET held_until = 0 WHERE key = ?1 AND fence = ?2")
                .expect("prepared")
                .execute(params![key, fence])
                .expect("written");
        }
    }

    #[tokio::test]
    async fn old_and_new_processes_share_a_sqlite_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tokens.db");
        let open = || Box::new(SqliteStore::open(&path).expect("opened")) as Box<dyn TokenStore>;
        old_and_new_share_a_store(Process::open(&path), open).await;
        // It can be rolled back, too.
        Process::open(&path);
    }

    #[tokio::test]
    async fn a_table_of_before_may_be_put_back_under_a_new_process() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tokens.db");
        let store = SqliteStore::open(&path).expect("opened");
        put(&store, 0, "new", None).await;
        lease(&store, LONG).await.expect("a lease");
        // What `.restore` does: other contents in the same file.
        let restore = Connection::open(&path).expect("opened");
        let statements = "BEGIN IMMEDIATE; DROP TABLE wxopen_tokens; ";
        let row = "INSERT INTO wxopen_tokens (key, version, value) VALUES ('k', 3, 'old')";
        restore.execute_batch(&format!("{statements}{TABLE}; {row}; COMMIT")).expect("restored");
        assert_eq!(store.get("k").await.expect("it answers"), Stored { version: 3, value: Some("old".into()) });
        let lease = lease(&store, LONG).await.expect("nobody has one");
        assert!(matches!(put(&store, 3, "newer", Some(lease)).await, Written::Done(_)));
    }
}

#[cfg(feature = "redis")]
mod redis {
    use ::redis::{Client, Connection, Script};
    use wxopen_runtime::RedisStore;

    use super::*;

    const GET: &str = "
local row = redis.call('HMGET', KEYS[1], 'v', 'd')
return {row[1] or '0', row[2]}";
    const PUT: &str = "
local row = redis.call('HMGET', KEYS[1], 'v', 'f')
local version, fence = tonumber(row[1] or '0'), tonumber(row[2] or '0')
if ARGV[4] ~= '' and tonumber(ARGV[4]) < fence then return -2 end
if version ~= tonumber(ARGV[1]) then return -1 end
redis.call('HSET', KEYS[1], 'v', version + 1)
if ARGV[2] == '1' then redis.call('HSET', KEYS[1], 'd', ARGV[3]) else redis.call('HDEL', KEYS[1], 'd') end
if ARGV[4] ~= '' then redis.call('HDEL', KEYS[1], 'u') end
return version + 1";
    const LEASE: &str = "
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local held = redis.call('HGET', KEYS[1], 'u')
if held and now < tonumber(held) then return false end
redis.call('HSET', KEYS[1], 'u', string.format('%.0f', now + tonumber(ARGV[1])))
return redis.call('HINCRBY', KEYS[1], 'f', 1)";
    const RELEASE: &str = "
if redis.call('HGET', KEYS[1], 'f') == ARGV[1] then redis.call('HDEL', KEYS[1], 'u') end
return 1";

    struct Process(Connection);

    impl Process {
        fn run<T: ::redis::FromRedisValue>(&mut self, script: &str, key: &str, arguments: &[String]) -> T {
            let script = Script::new(script);
            let mut call = script.key(format!("wxopen:{key}"));
            arguments.iter().for_each(|argument| {
                call.arg(argument);
            });
            call.invoke(&mut self.0).expect("it answers")
        }
    }

    impl Earlier for Process {
        fn get(&mut self, key: &str) -> (u64, Option<String>) {
            self.run(GET, key, &[])
        }

        fn put(&mut self, key: &str, expected: u64, value: &str, fence: Option<u64>) -> i64 {
            let fence = fence.map(|fence| fence.to_string()).unwrap_or_default();
            self.run(PUT, key, &[expected.to_string(), "1".to_owned(), value.to_owned(), fence])
        }

        fn lease(&mut self, key: &str, term: Duration) -> Option<u64> {
            self.run(LEASE, key, &[term.as_millis().to_string()])
        }

        fn release(&mut self, key: &str, fence: u64) {
            self.run::<i64>(RELEASE, key, &[fence.to_string()]);
        }
    }

    #[tokio::test]
    async fn old_and_new_processes_share_a_redis() {
        let Some(server) = crate::redis_server::Server::start() else { return };
        let connection = Client::open(server.url()).and_then(|client| client.get_connection()).expect("connected");
        let open = || Box::new(RedisStore::open(&server.url()).expect("opened")) as Box<dyn TokenStore>;
        old_and_new_share_a_store(Process(connection), open).await;
    }
}
