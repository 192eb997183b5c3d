//! Settings of a platform.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::event::{Listener, PlatformEvent};
use super::keep::{Keeper, Timing};
use super::slot::{Owner, Slot};
use super::spawn::{Spawn, Spawner};
use super::store::{MemoryStore, TokenStore};
use super::third_party::{Inner, ThirdPartyPlatform};
use crate::clock::{Clock, SystemClock};
use crate::codec::Secret;
use crate::failover::FailOver;
use crate::transport::Transport;

/// Settings of a [`ThirdPartyPlatform`].
#[must_use = "a platform is made by `build`"]
pub struct PlatformBuilder {
    component: String,
    secret: Secret,
    store: Option<Arc<dyn TokenStore>>,
    transport: Option<Arc<dyn Transport>>,
    base_url: Option<String>,
    fail_over: Option<FailOver>,
    clock: Arc<dyn Clock>,
    timing: Timing,
    on_event: Option<Listener>,
    spawner: Spawner,
}

impl fmt::Debug for PlatformBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlatformBuilder({})", self.component)
    }
}

impl PlatformBuilder {
    pub(crate) fn new(component: String, secret: Secret) -> Self {
        let timing = Timing {
            margin: Duration::from_secs(300),
            jitter: Arc::new(jitter),
            lease: Duration::from_secs(15),
            cool_down: Duration::from_secs(10),
            recheck: Duration::from_secs(10),
            patience: Duration::from_secs(1),
        };
        Self {
            component,
            secret,
            store: None,
            transport: None,
            base_url: None,
            fail_over: None,
            clock: Arc::new(SystemClock),
            timing,
            on_event: None,
            spawner: Spawner::default(),
        }
    }

    /// Where tokens are kept; in memory unless set, and then a restart loses them.
    pub fn store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// What carries the platform's own calls; HTTP unless set.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// An HTTP client of one's own for the platform's own calls, for proxies or certificates.
    #[cfg(feature = "reqwest")]
    pub fn client(self, client: reqwest::Client) -> Self {
        self.transport(crate::transport::ReqwestTransport::with_client(client))
    }

    /// Where to send the platform's own calls, for example `http://127.0.0.1:8080`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Other hosts for the platform's own calls, for when the first one cannot be reached; none unless set. Give the same
    /// to the clients: they share what they learn.
    pub fn fail_over(mut self, fail_over: FailOver) -> Self {
        self.fail_over = Some(fail_over);
        self
    }

    /// What tokens end and pauses run by; the machine's clock unless set. Leases run by the store's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// How long before its end a token is refreshed, at the latest; 5 minutes unless set. A token that lives shorter than
    /// four times that is refreshed in its last quarter.
    pub fn margin(mut self, margin: Duration) -> Self {
        self.timing.margin = margin;
        self
    }

    /// How much earlier than the margin says, by key, so that not all tokens are refreshed at once; up to a minute unless
    /// set. All processes have to agree on it, so that none uses a token that another one has replaced.
    pub fn jitter(mut self, jitter: impl Fn(&str) -> Duration + Send + Sync + 'static) -> Self {
        self.timing.jitter = Arc::new(jitter);
        self
    }

    /// How long one process may take over a refresh before another one tries; 15 s unless set. WeChat has two thirds of
    /// it to answer.
    pub fn lease(mut self, term: Duration) -> Self {
        self.timing.lease = term;
        self
    }

    /// How long no other refresh is tried after one that failed, or after one that a refused token brought about; 10 s
    /// unless set.
    pub fn cool_down(mut self, time: Duration) -> Self {
        self.timing.cool_down = time;
        self
    }

    /// How long a token is used without a look at the store; 10 s unless set. That is how long another process may not
    /// notice that a merchant has withdrawn the authorization.
    pub fn recheck(mut self, time: Duration) -> Self {
        self.timing.recheck = time;
        self
    }

    /// How long a call whose token is still good waits for another process to refresh it; 1 s unless set.
    pub fn patience(mut self, time: Duration) -> Self {
        self.timing.patience = time;
        self
    }

    /// Hears what happens to authorizations. Called from within calls: it should be quick.
    pub fn on_event(mut self, listener: impl Fn(&PlatformEvent) + Send + Sync + 'static) -> Self {
        self.on_event = Some(Arc::new(listener));
        self
    }

    /// Where the platform's own work runs; a thread of its own unless set.
    pub fn spawner(mut self, spawner: impl Spawn + 'static) -> Self {
        self.spawner = Spawner::Given(Arc::new(spawner));
        self
    }

    /// The platform.
    pub fn build(self) -> ThirdPartyPlatform {
        let Self { component, secret, store, transport, base_url, fail_over, clock, timing, on_event, spawner } = self;
        let store = store.unwrap_or_else(|| Arc::new(MemoryStore::with_clock(clock.clone())));
        let keeper = Arc::new(Keeper { store, clock, timing, spawner });
        let slot = |name: &str, owner: Owner| {
            let key = format!("{component}/{name}");
            let lead = keeper.lead(&key);
            Arc::new(Slot::new(key, owner, lead))
        };
        let (ticket, token) = (slot("ticket", Owner::Ticket), slot("token", Owner::Component));
        let transport = transport.unwrap_or_else(default_transport);
        let authorizers = Mutex::new(HashMap::new());
        let inner =
            Inner { component, secret, transport, base_url, fail_over, keeper, on_event, ticket, token, authorizers };
        ThirdPartyPlatform { inner: Arc::new(inner) }
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Arc<dyn Transport> {
    Arc::new(crate::transport::ReqwestTransport::new())
}

/// Without HTTP a transport has to be given; this one says so.
#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Arc<dyn Transport> {
    use crate::transport::{MemoryTransport, TransportError, TransportErrorKind};
    let error = TransportError::new(TransportErrorKind::Other, "the platform was given no transport");
    Arc::new(MemoryTransport::answering(move |_| Err(error.clone())))
}

/// Up to a minute, spread evenly over the keys: FNV-1a, the same everywhere.
fn jitter(key: &str) -> Duration {
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    Duration::from_millis((hash >> 20) % 60_000)
}
