//! Whatever the order of reads, writes, leases and deaths: an older token never takes the place of a newer one.

use std::time::Duration;

use proptest::prelude::*;
use wxopen_runtime::{Lease, MemoryStore, Secret, Stored, TokenStore, Written};

/// What one of several processes does next.
#[derive(Debug, Clone, Copy)]
enum Step {
    Read,
    Lease {
        ends_at_once: bool,
    },
    /// Gets a token from WeChat, newer than all before.
    Refresh,
    Write {
        with_lease: bool,
    },
    Release,
    /// Forgets everything.
    Die,
}

#[derive(Default)]
struct Process {
    read: Stored,
    lease: Option<Lease>,
    /// The token, and the version it was got for.
    token: Option<(u64, u64)>,
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let step = prop_oneof![
        Just(Step::Read),
        any::<bool>().prop_map(|ends_at_once| Step::Lease { ends_at_once }),
        Just(Step::Refresh),
        any::<bool>().prop_map(|with_lease| Step::Write { with_lease }),
        Just(Step::Release),
        Just(Step::Die),
    ];
    prop::collection::vec((0..3_usize, step), 1..60)
}

async fn run(store: &dyn TokenStore, steps: &[(usize, Step)]) {
    let mut processes: [Process; 3] = Default::default();
    let (mut issued, mut fence, mut stored) = (0_u64, 0, Stored::default());
    for (who, step) in steps {
        let me = &mut processes[*who];
        match *step {
            Step::Read => {
                me.read = store.get("k").await.expect("it answers");
                assert_eq!(me.read, stored);
            }
            Step::Lease { ends_at_once } => {
                let term = if ends_at_once { Duration::ZERO } else { Duration::from_secs(60) };
                if let Some(lease) = store.lease("k", term).await.expect("it answers") {
                    assert!(lease.fence > fence, "a lease newer than all before");
                    fence = lease.fence;
                    me.lease = Some(lease);
                }
            }
            Step::Refresh => {
                issued += 1;
                me.token = Some((me.read.version, issued));
            }
            Step::Write { with_lease } => {
                let Some((version, token)) = me.token else { continue };
                let lease = me.lease.filter(|_| with_lease);
                let value = Secret::from(token.to_string());
                let written = store.put("k", version, Some(&value), lease).await.expect("it answers");
                let lost = lease.is_some_and(|lease| lease.fence < fence);
                if lost {
                    assert_eq!(written, Written::LeaseLost);
                } else if version == stored.version {
                    // Nothing was written since this process read, so nothing that others got since is lost.
                    let Written::Done(next) = written else { panic!("{written:?}") };
                    assert!(next > version);
                    stored = Stored { version: next, value: Some(value) };
                } else {
                    assert_eq!(written, Written::Overtaken);
                }
            }
            Step::Release => {
                if let Some(lease) = me.lease.take() {
                    store.release("k", lease).await.expect("it answers");
                }
            }
            Step::Die => *me = Process::default(),
        }
        assert_eq!(store.get("k").await.expect("it answers"), stored);
    }
}

fn check(store: impl Fn() -> Box<dyn TokenStore>, cases: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in steps())| runtime.block_on(run(&*store(), &steps)));
}

#[test]
fn in_memory() {
    check(|| Box::new(MemoryStore::new()), 500);
}

#[cfg(feature = "sqlite")]
#[test]
fn in_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let number = std::cell::Cell::new(0);
    let fresh = || {
        number.set(number.get() + 1);
        let path = folder.path().join(format!("{}.db", number.get()));
        Box::new(wxopen_runtime::SqliteStore::open(path).expect("opened")) as Box<dyn TokenStore>
    };
    check(fresh, 20);
}

#[cfg(feature = "redis")]
#[test]
fn in_redis() {
    let Some(server) = crate::stores::redis_server::Server::start() else { return };
    let (url, number) = (server.url(), std::cell::Cell::new(0));
    let store = wxopen_runtime::RedisStore::open(&url).expect("opened");
    let fresh = || {
        number.set(number.get() + 1);
        Box::new(store.clone().prefix(format!("{}:", number.get()))) as Box<dyn TokenStore>
    };
    check(fresh, 60);
}
