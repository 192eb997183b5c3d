//! A third-party platform: its ticket, its token, its merchants.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::calls::StartPushTicket;
use super::entry::{Need, Now, Owner, TokenEntry};
use super::event::Listener;
use super::spawn::Spawner;
use super::store::TokenStore;
use crate::call::settings::Settings;
use crate::clock::{Clock, unix_millis};
use crate::codec::Secret;
use crate::endpoint::meta::Token;
use crate::endpoint::return_code::AnyCode;
use crate::error::{Error, TokenError, TokenProblem};
use crate::token::codes::COMPONENT;
use crate::token::provider::TokenProvider;
use crate::transport::BoxFuture;

/// With more entries than this, those that hold nothing and that nobody uses are dropped.
const MANY_ENTRIES: usize = 1024;

/// A third-party platform. Takes the tickets that WeChat pushes, and keeps its own token and those of its merchants
/// fresh, in a store that other processes can share. Clones are cheap and are the same platform.
///
/// [`client`](Self::client) is for calls in the platform's own name. The same client
/// [with the tokens](crate::Client::with_tokens) of what [`authorizer`](Self::authorizer) returns is for calls in a
/// merchant's name. Its own work runs on a thread of its own, or on the [spawner](crate::Spawn) it was
/// given: it can be used from any executor.
///
/// ```
/// # use wxopen_runtime::{MemoryTransport, ThirdPartyPlatform, TokenProblem, TokenProvider};
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let platform = ThirdPartyPlatform::builder("wx-component", "SECRET").transport(MemoryTransport::new()).build();
/// let error = platform.authorizer("wx-merchant").token("authorizer_access_token").await.unwrap_err();
/// assert_eq!(error.problem, TokenProblem::NotAuthorized);
/// # });
/// ```
#[derive(Clone)]
pub struct ThirdPartyPlatform {
    pub(crate) inner: Arc<PlatformInner>,
}

/// What a platform is made of.
pub(crate) struct PlatformInner {
    pub(crate) component: String,
    pub(crate) secret: Secret,
    /// How it calls, and how its clients do.
    pub(crate) calls: Settings,
    pub(crate) store: Arc<dyn TokenStore>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) timing: Timing,
    pub(crate) spawner: Spawner,
    pub(crate) on_event: Option<Listener>,
    pub(crate) ticket: Arc<TokenEntry>,
    pub(crate) token: Arc<TokenEntry>,
    pub(crate) authorizers: Mutex<HashMap<String, Arc<TokenEntry>>>,
}

impl PlatformInner {
    pub(crate) fn time(&self) -> Now {
        // In this order: should the thread be kept waiting in between, a token seems to end earlier, not later.
        let elapsed = self.clock.elapsed();
        Now { now: unix_millis(self.clock.now()), elapsed }
    }
}

/// How long things take and may take.
#[derive(Clone)]
pub(crate) struct Timing {
    /// How long before its end a token is refreshed, at the latest.
    pub(crate) margin: Duration,
    /// How much earlier, by key.
    pub(crate) jitter: Arc<dyn Fn(&str) -> Duration + Send + Sync>,
    /// How long one process may take over a refresh.
    pub(crate) lease: Duration,
    /// How long after a refresh that failed, or that a refusal brought about, none is tried.
    pub(crate) cool_down: Duration,
    /// How long a token is used without a look at the store.
    pub(crate) recheck: Duration,
    /// How long a caller with a token that is still good waits for a refresh.
    pub(crate) wait_for_other: Duration,
}

impl Timing {
    /// How long before its end the token of a key is refreshed.
    pub(crate) fn lead(&self, key: &str) -> Duration {
        self.margin.saturating_add((self.jitter)(key))
    }
}

impl fmt::Debug for ThirdPartyPlatform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ThirdPartyPlatform({})", self.inner.component)
    }
}

impl ThirdPartyPlatform {
    /// The platform's appid.
    pub fn component_appid(&self) -> &str {
        &self.inner.component
    }

    /// Does work on the platform's spawner: it goes on when the caller is dropped.
    pub(crate) async fn run_on_spawner<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, TokenError> {
        let done = self.inner.spawner.run(work).await;
        done.map_err(|unfinished| TokenError::new(COMPONENT, unfinished.reason()))
    }

    /// Asks WeChat to push tickets, which it does every 10 minutes from then on.
    ///
    /// # Errors
    ///
    /// What WeChat answers, or why it did not.
    pub async fn start_push_ticket(&self) -> Result<(), Error<AnyCode>> {
        let platform = self.clone();
        let work = async move {
            let PlatformInner { component, secret, .. } = &*platform.inner;
            let call = StartPushTicket { component: component.clone(), secret: secret.clone() };
            platform.call(platform.limits_with_waiting(), call).await.map(drop)
        };
        self.run_on_spawner(work).await.map_err(Error::Token)?
    }

    /// The platform's own token: the one in use, or a new one.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub async fn component_access_token(&self) -> Result<Secret, TokenError> {
        self.token(COMPONENT).await
    }

    /// The entry of a merchant.
    pub(crate) fn entry(&self, appid: &str) -> Arc<TokenEntry> {
        let PlatformInner { component, timing, authorizers, .. } = &*self.inner;
        let mut entries = authorizers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.get(appid) {
            return entry.clone();
        }
        if entries.len() >= MANY_ENTRIES && entries.len().is_power_of_two() {
            entries.retain(|_, entry| Arc::strong_count(entry) > 1 || entry.known().version > 0);
        }
        let key = format!("{component}/authorizer/{appid}");
        let lead = timing.lead(&key);
        let entry = Arc::new(TokenEntry::new(key, Owner::Authorizer(appid.to_owned()), lead));
        entries.insert(appid.to_owned(), entry.clone());
        entry
    }

    /// Another token for one that was refused. A refusal that a new token would not end is no error: the caller knows it.
    pub(crate) async fn replace(
        &self,
        entry: &Arc<TokenEntry>,
        refused: &Secret,
    ) -> Result<Option<Secret>, TokenError> {
        match self.get(entry, Need::Another(refused.clone())).await {
            Ok(token) => Ok(Some(token)),
            Err(error) if error.problem == TokenProblem::JustRefreshed => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Returns the platform's own token.
impl TokenProvider for ThirdPartyPlatform {
    fn token<'a>(&'a self, kind: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        match kind {
            COMPONENT => self.get(&self.inner.token, Need::Good),
            _ => Box::pin(async move { Err(TokenError::new(kind, "the platform itself has none; ask an authorizer")) }),
        }
    }

    fn account(&self) -> Option<&str> {
        Some(self.component_appid())
    }

    fn kind_for(&self, token: &Token) -> &'static str {
        if token.takes(COMPONENT) { COMPONENT } else { token.kind }
    }

    fn rejected<'a>(
        &'a self,
        kind: &'a str,
        token: &'a Secret,
        _: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        Box::pin(async move {
            match kind {
                COMPONENT => self.replace(&self.inner.token, token).await,
                _ => Ok(None),
            }
        })
    }
}
