//! The store of a fleet: a Redis server.
//!
//! Each key is a hash of `v`ersion, `d`ata, `f`ence, and when its lease began (`s`ince) and ends (`u`ntil). Each operation
//! is one script on one key, so that it happens as a whole, also in a cluster. Leases run by the server's clock: no two
//! machines need agree on the time. Earlier versions of this library wrote the same fields without `s`, and can share the keys.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::{Client, Script};

use super::growth::{AFTER, Growth};
use super::redis_link::{Access, RedisLink};
use super::{Lease, StoreError, Stored, TokenStore, UNDATED, Written};
use crate::clock::in_millis;
use crate::codec::Secret;
use crate::transport::BoxFuture;

/// Version and data.
const GET: &str = "
local row = redis.call('HMGET', KEYS[1], 'v', 'd')
return {row[1] or '0', row[2]}";

/// ARGV: the expected version, `1` and the data or `0`, the fence or nothing, the step. A write that is sent again, because
/// its answer was lost, finds what it wrote: that is done, too.
const PUT: &str = "
local row = redis.call('HMGET', KEYS[1], 'v', 'f', 'd')
local version, fence = tonumber(row[1] or '0'), tonumber(row[2] or '0')
local expected = tonumber(ARGV[1])
local next = after(expected, tonumber(ARGV[5]))
if version == next and (row[3] or '') == ARGV[3] then return next end
if ARGV[4] ~= '' and tonumber(ARGV[4]) < fence then return -2 end
if version ~= expected then return -1 end
redis.call('HSET', KEYS[1], 'v', string.format('%.0f', next))
if ARGV[2] == '1' then redis.call('HSET', KEYS[1], 'd', ARGV[3]) else redis.call('HDEL', KEYS[1], 'd') end
if ARGV[4] ~= '' then redis.call('HDEL', KEYS[1], 's', 'u') end
return next";

/// ARGV: the term in milliseconds, the step, and for how long a lease is believed that does not say when it began. The
/// fence, or nothing. A lease that began in the future is from before the server's clock was put back.
const LEASE: &str = "
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local row = redis.call('HMGET', KEYS[1], 'f', 's', 'u')
local fence, ends = tonumber(row[1] or '0'), tonumber(row[3] or '0')
local begun = not row[2] and ends <= now + tonumber(ARGV[3]) or row[2] and tonumber(row[2]) <= now
if begun and now < ends then return false end
fence = after(fence, tonumber(ARGV[2]))
redis.call('HSET', KEYS[1], 'f', string.format('%.0f', fence))
redis.call('HSET', KEYS[1], 's', string.format('%.0f', now))
redis.call('HSET', KEYS[1], 'u', string.format('%.0f', now + tonumber(ARGV[1])))
return fence";

/// ARGV: the fence.
const RELEASE: &str = "
if redis.call('HGET', KEYS[1], 'f') == ARGV[1] then redis.call('HDEL', KEYS[1], 's', 'u') end
return 1";

/// Keeps tokens on a Redis server that any number of machines share. Clones share a connection, which comes back by itself.
///
/// The server should write to disk (`appendonly yes`) and must not evict (`maxmemory-policy noeviction`). What happens when
/// it loses data all the same, in a restart without a disk or a fail-over to a replica that lags behind, is said at
/// [`TokenStore`].
///
/// While the server is away commands are tried again: reads for up to 3 seconds, writes for up to 5. While it hangs, a write
/// waits for its answer for up to 3 seconds each time. At most 1024 reads wait at a time; one more cancels the oldest.
#[derive(Clone)]
pub struct RedisStore {
    link: RedisLink,
    prefix: String,
    scripts: Arc<Scripts>,
}

struct Scripts {
    get: Script,
    put: Script,
    lease: Script,
    release: Script,
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedisStore({}*)", self.prefix)
    }
}

impl RedisStore {
    /// A server by its URL, `redis://user:password@host:port/database`. Connects when first used. Keys start with
    /// `wxopen:` unless [`prefix`](Self::prefix) says otherwise.
    ///
    /// # Errors
    ///
    /// When the URL is none.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Self::with_client(Client::open(url).map_err(|_| StoreError::new("this is no URL of a Redis server"))?)
    }

    /// A server by a client of the `redis` crate, for TLS and other settings.
    ///
    /// # Errors
    ///
    /// When the thread for it cannot be started.
    pub fn with_client(client: Client) -> Result<Self, StoreError> {
        let [put, lease] = [PUT, LEASE].map(|script| Script::new(&format!("{AFTER}{script}")));
        let [get, release] = [GET, RELEASE].map(Script::new);
        let scripts = Arc::new(Scripts { get, put, lease, release });
        Ok(Self { link: RedisLink::new(client)?, prefix: "wxopen:".to_owned(), scripts })
    }

    /// What keys start with.
    #[must_use]
    pub fn prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..self }
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

impl TokenStore for RedisStore {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        let reply = self.link.run::<(u64, Option<String>)>(Access::Read, &self.scripts.get, self.key(key), Vec::new());
        Box::pin(async move {
            let (version, value) = reply.await?;
            Ok(Stored { version, value: value.map(Secret::from) })
        })
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        let there = if value.is_some() { "1" } else { "0" };
        let value = value.map(Secret::expose).unwrap_or_default().to_owned();
        let fence = lease.map(|lease| lease.fence.to_string()).unwrap_or_default();
        let reply = Growth::random().map(|step| {
            let arguments = vec![expected.to_string(), there.to_owned(), value, fence, step.to_string()];
            self.link.run::<i64>(Access::Write, &self.scripts.put, self.key(key), arguments)
        });
        Box::pin(async move {
            Ok(match reply?.await? {
                -2 => Written::LeaseLost,
                version => u64::try_from(version).map_or(Written::Overtaken, Written::Done),
            })
        })
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        let reply = Growth::random().map(|step| {
            let arguments = vec![in_millis(term).to_string(), step.to_string(), in_millis(UNDATED).to_string()];
            self.link.run::<Option<u64>>(Access::Write, &self.scripts.lease, self.key(key), arguments)
        });
        Box::pin(async move { Ok(reply?.await?.map(|fence| Lease { fence })) })
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        let arguments = vec![lease.fence.to_string()];
        let reply = self.link.run::<i64>(Access::Write, &self.scripts.release, self.key(key), arguments);
        Box::pin(async move { reply.await.map(drop) })
    }
}
