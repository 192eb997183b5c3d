//! A store that hangs costs nobody whose token is good. How long a call takes is not measured here: it comes back while the
//! store still hangs, and while one who asks the store directly still waits.

use std::time::Duration;

use wxopen_runtime::{PlatformBuilder, SystemClock, ThirdPartyPlatform, TokenStore};

use crate::wechat::{COMPONENT, SECRET, TICKET, WeChat, token};

/// A platform that looks at the store for each call.
fn builder(wechat: &WeChat, store: impl TokenStore + 'static) -> PlatformBuilder {
    ThirdPartyPlatform::builder(COMPONENT, SECRET).transport(wechat.clone()).recheck(Duration::ZERO).store(store)
}

async fn ready(builder: PlatformBuilder) -> ThirdPartyPlatform {
    use wxopen_runtime::Clock;
    let platform = builder.build();
    platform.set_ticket(TICKET, SystemClock.now()).await.expect("taken");
    platform.authorize("C0DE-1").await.expect("authorised");
    platform
}

#[cfg(all(unix, feature = "redis"))]
#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_hangs_keeps_no_call_waiting_whose_token_is_good() {
    let Some(server) = crate::redis_server::Server::start() else { return };
    let store = wxopen_runtime::RedisStore::open(&server.url()).expect("opened");
    let wechat = WeChat::default();
    let platform = ready(builder(&wechat, store.clone())).await;
    let good = token(&platform).await.expect("a token");
    server.pause();
    let patient = tokio::spawn(async move { store.get("k").await });
    let calls: Vec<_> = (0..20)
        .map(|_| platform.clone())
        .map(|platform| tokio::spawn(async move { token(&platform).await.expect("the one that is good") }))
        .collect();
    for call in calls {
        assert_eq!(call.await.expect("no panic"), good);
    }
    // One after the other, too: nobody waits for what the one before is waiting for.
    for _ in 0..10 {
        assert_eq!(token(&platform).await.expect("the one that is good"), good);
    }
    assert!(!patient.is_finished(), "they have waited as long as the store takes to give up");
    server.resume();
    patient.await.expect("no panic").expect("it answers");
    assert_eq!(token(&platform).await.expect("a token"), good);
}

#[cfg(feature = "sqlite")]
#[tokio::test(flavor = "multi_thread")]
async fn a_lock_on_sqlite_keeps_no_call_waiting_whose_token_is_good() {
    use wxopen_runtime::Clock;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tokens.db");
    let store = wxopen_runtime::SqliteStore::open(&path).expect("opened");
    let wechat = WeChat::default();
    let platform = ready(builder(&wechat, store)).await;
    let good = token(&platform).await.expect("a token");
    let other = rusqlite::Connection::open(&path).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    // A ticket that waits to be written.
    let pushed = platform.clone();
    let later = SystemClock.now() + Duration::from_secs(1);
    let push = tokio::spawn(async move { pushed.set_ticket("T1CKET-2", later).await });
    for _ in 0..20 {
        assert_eq!(token(&platform).await.expect("the one that is good"), good);
    }
    assert!(!push.is_finished(), "they have waited as long as the store takes to give up");
    other.execute_batch("COMMIT").expect("free");
    push.await.expect("no panic").expect("taken");
}
