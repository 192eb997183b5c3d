//! Settings of a platform.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::clients::Calls;
use super::entry::{Owner, TokenEntry};
use super::event::{Listener, PlatformEvent};
use super::spawn::{Spawn, Spawner};
use super::store::{MemoryStore, TokenStore};
use super::third_party::{PlatformInner, ThirdPartyPlatform, Timing};
use crate::clock::{Clock, SystemClock};
use crate::codec::Secret;

/// Settings of a [`ThirdPartyPlatform`].
#[must_use = "a platform is made by `build`"]
pub struct PlatformBuilder {
    component: String,
    secret: Secret,
    store: Option<Arc<dyn TokenStore>>,
    pub(super) calls: Calls,
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

impl ThirdPartyPlatform {
    /// A platform with this appid and secret.
    pub fn builder(component_appid: impl Into<String>, secret: impl Into<Secret>) -> PlatformBuilder {
        PlatformBuilder::new(component_appid.into(), secret.into())
    }
}

impl PlatformBuilder {
    fn new(component: String, secret: Secret) -> Self {
        let timing = Timing {
            margin: Duration::from_secs(300),
            jitter: Arc::new(jitter),
            lease: Duration::from_secs(15),
            cool_down: Duration::from_secs(10),
            recheck: Duration::from_secs(10),
            wait_for_other: Duration::from_secs(1),
        };
        Self {
            component,
            secret,
            store: None,
            calls: Calls::default(),
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

    /// What tokens end and pauses run by, and its clients; the machine's clock unless set. Leases run by the store's clock.
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

    /// How long a call whose token is still good waits for a refresh that is under way, by this process or another; 1 s
    /// unless set. For an answer of the store it waits 50 ms at most.
    pub fn wait_for_other(mut self, time: Duration) -> Self {
        self.timing.wait_for_other = time;
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
        let Self { component, secret, store, calls, clock, timing, on_event, spawner } = self;
        let store = store.unwrap_or_else(|| Arc::new(MemoryStore::with_clock(clock.clone())));
        let calls = calls.settings(clock.clone());
        let entry = |name: &str, owner: Owner| {
            let key = format!("{component}/{name}");
            let lead = timing.lead(&key);
            Arc::new(TokenEntry::new(key, owner, lead))
        };
        let inner = PlatformInner {
            ticket: entry("ticket", Owner::Ticket),
            token: entry("token", Owner::Component),
            authorizers: Mutex::new(HashMap::new()),
            component,
            secret,
            calls,
            store,
            clock,
            timing,
            spawner,
            on_event,
        };
        ThirdPartyPlatform { inner: Arc::new(inner) }
    }
}

/// Up to a minute, spread evenly over the keys: FNV-1a, the same everywhere.
fn jitter(key: &str) -> Duration {
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    Duration::from_millis((hash >> 20) % 60_000)
}
