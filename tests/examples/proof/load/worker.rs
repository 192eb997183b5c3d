//! A worker: one process of the service, with many tasks that call WeChat in the names of many merchants.

use std::env;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Builder;
use wxgen_mock::{COMPONENT_APPID, COMPONENT_SECRET};
use wxopen::member::GetTester;
use wxopen::{Client, Error};
use wxopen_runtime::{
    PlatformEvent, RedisStore, ReqwestTransport, SqliteStore, ThirdPartyPlatform, TokenStore, Transport,
};

use super::clock::WrongClock;
use super::plan::{Dice, LEASE, Orders, appid, micros, now};
use super::trace::{Event, Trace};
use super::watched::{WatchedStore, WatchedTokens, WatchedWire};

/// Where a worker finds its orders.
pub(crate) const ORDERS: &str = "WXOPEN_PROOF_ORDERS";

/// Does a worker's work, if this process was started as one; tells whether it was.
pub(crate) fn work_if_told() -> bool {
    let Ok(orders) = env::var(ORDERS) else { return false };
    let orders: Orders = serde_json::from_str(&orders).expect("orders that can be read");
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(work(orders)).expect("a platform");
    true
}

/// Opens a store by its URL or path.
pub(crate) fn open(store: &str) -> Result<Arc<dyn TokenStore>, Box<dyn StdError>> {
    Ok(match store.starts_with("redis:") {
        true => Arc::new(RedisStore::open(store)?),
        false => Arc::new(SqliteStore::open(store)?),
    })
}

/// A platform whose store, wire and events are watched. Everything but the lease is as it is unless set.
pub(crate) fn platform(
    store: &str,
    wechat: &str,
    wire: impl Transport + 'static,
    clock: &WrongClock,
    trace: &Trace,
) -> Result<ThirdPartyPlatform, Box<dyn StdError>> {
    let store = WatchedStore { store: open(store)?, clock: clock.clone(), trace: trace.clone() };
    let hears = trace.clone();
    let builder = ThirdPartyPlatform::builder(COMPONENT_APPID, COMPONENT_SECRET)
        .store(store)
        .base_url(wechat)
        .transport(wire)
        .clock(clock.clone())
        .lease(LEASE)
        .on_event(move |event| {
            if let PlatformEvent::ReauthorizationNeeded { authorizer, .. } = event {
                hears.note(&Event::Ended { owner: authorizer.clone() });
            }
        });
    Ok(builder.build())
}

/// A client for each merchant; they share their connections.
pub(crate) fn clients(
    platform: &ThirdPartyPlatform,
    wechat: &str,
    wire: &(impl Transport + Clone + 'static),
    authorizers: usize,
    trace: &Trace,
) -> Vec<Client> {
    let client = |index| {
        let tokens = WatchedTokens { authorizer: platform.authorizer(appid(index)), trace: trace.clone() };
        Client::with_transport(tokens, wire.clone()).base_url(wechat).build()
    };
    (0..authorizers).map(client).collect()
}

/// Calls in the name of one merchant; tells what came of it in a word.
pub(crate) async fn call(client: &Client) -> String {
    match client.send(GetTester::new()).await {
        Ok(_) => "ok".to_owned(),
        Err(Error::Api(error)) => format!("api:{}", error.code()),
        Err(Error::Token(error)) => format!("token:{:?}", error.problem),
        Err(Error::Transport(error)) => format!("transport:{:?}", error.kind),
        Err(Error::Status(error)) => format!("status:{}", error.raw.status),
        Err(Error::Decode(_)) => "decode".to_owned(),
        Err(_) => "other".to_owned(),
    }
}

async fn work(orders: Orders) -> Result<(), Box<dyn StdError>> {
    let trace = Trace::open(&orders.trace)?;
    let wire = WatchedWire { wire: ReqwestTransport::new(), trace: trace.clone() };
    let platform = platform(&orders.store, &orders.wechat, wire.clone(), &orders.clock, &trace)?;
    let clients = Arc::new(clients(&platform, &orders.wechat, &wire, orders.authorizers, &trace));
    let tasks: Vec<_> = (0..orders.tasks)
        .map(|task| {
            let seed = orders.seed ^ (orders.number as u64) << 32 ^ (task as u64) << 16;
            let (clients, trace, dice) = (clients.clone(), trace.clone(), Dice::new(seed));
            tokio::spawn(calls(clients, trace, dice, orders.pause, orders.ends_at))
        })
        .collect();
    for task in tasks {
        task.await?;
    }
    Ok(())
}

/// What one task does: a call, a rest, and again.
async fn calls(clients: Arc<Vec<Client>>, trace: Trace, mut dice: Dice, pause: Duration, ends_at: u64) {
    let longest = u64::try_from(pause.as_micros() * 2).unwrap_or(u64::MAX);
    while now() < ends_at {
        if longest > 0 {
            tokio::time::sleep(Duration::from_micros(dice.below(longest))).await;
        }
        let Some(client) = clients.get(dice.below(clients.len() as u64) as usize) else { return };
        let (at, started) = (now(), Instant::now());
        let outcome = call(client).await;
        trace.note(&Event::Called { outcome, at, micros: micros(started.elapsed()) });
    }
}
