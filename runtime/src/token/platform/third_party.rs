//! A third-party platform: its ticket, its token, its merchants.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::authorizer::Authorizer;
use super::builder::PlatformBuilder;
use super::calls::StartPushTicket;
use super::event::{Listener, PlatformEvent};
use super::keep::{Keeper, Renew};
use super::record::Record;
use super::slot::{COMPONENT, Need, Owner, Slot};
#[allow(unused_imports, reason = "a link in the docs")]
use super::spawn::Spawn;
use crate::client::Settings;
use crate::clock::{millis, span};
use crate::codec::Secret;
use crate::error::{Error, TokenError, TokenProblem};
use crate::kind::AnyCode;
use crate::meta::Token;
use crate::token::codes::{self, Verdict};
use crate::token::provider::TokenProvider;
use crate::transport::BoxFuture;

/// How long a ticket is good.
const TICKET_LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// With more slots than this, those that hold nothing and that nobody uses are dropped.
const MANY_SLOTS: usize = 1024;

/// A third-party platform. Takes the tickets that WeChat pushes, and keeps its own token and those of its merchants
/// fresh, in a store that other processes can share. Clones are cheap and are the same platform.
///
/// [`client`](Self::client) is for calls in the platform's own name. The same client
/// [with the tokens](crate::Client::with_tokens) of what [`authorizer`](Self::authorizer) returns is for calls in a
/// merchant's name. Its own work runs on a thread of its own, or on the [spawner](Spawn) it was
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
    pub(crate) inner: Arc<Inner>,
}

/// What a platform is made of.
pub(crate) struct Inner {
    pub(crate) component: String,
    pub(crate) secret: Secret,
    /// How it calls, and how its clients do.
    pub(crate) calls: Settings,
    pub(crate) keeper: Arc<Keeper>,
    pub(crate) on_event: Option<Listener>,
    pub(crate) ticket: Arc<Slot>,
    pub(crate) token: Arc<Slot>,
    pub(crate) authorizers: Mutex<HashMap<String, Arc<Slot>>>,
}

impl fmt::Debug for ThirdPartyPlatform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ThirdPartyPlatform({})", self.inner.component)
    }
}

impl ThirdPartyPlatform {
    /// A platform with this appid and secret.
    pub fn builder(component_appid: impl Into<String>, secret: impl Into<Secret>) -> PlatformBuilder {
        PlatformBuilder::new(component_appid.into(), secret.into())
    }

    /// The platform's appid.
    pub fn component_appid(&self) -> &str {
        &self.inner.component
    }

    /// Takes a ticket that WeChat has pushed, and when it was. The newest counts, in whichever order they come; it is
    /// good for 12 hours. `false`: a newer one is there already.
    ///
    /// # Errors
    ///
    /// When the ticket is empty, or the store fails.
    pub async fn set_ticket(&self, ticket: impl Into<Secret>, issued_at: SystemTime) -> Result<bool, TokenError> {
        let (platform, ticket) = (self.clone(), ticket.into());
        self.apart(async move { platform.take_ticket(ticket, issued_at).await }).await?
    }

    /// Does work on the platform's spawner: it goes on when the caller is dropped.
    pub(crate) async fn apart<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, TokenError> {
        let done = self.inner.keeper.spawner.run(work).await;
        done.map_err(|unfinished| TokenError::new(COMPONENT, unfinished.reason()))
    }

    async fn take_ticket(&self, ticket: Secret, issued_at: SystemTime) -> Result<bool, TokenError> {
        let Inner { keeper, ticket: slot, token, .. } = &*self.inner;
        if ticket.expose().is_empty() {
            return Err(slot.error(TokenProblem::NoTicket, "the ticket that came is empty"));
        }
        // One from the future would keep all others out until then.
        let issued_at = millis(issued_at).min(keeper.now());
        let new = Record {
            token: ticket,
            obtained_at: issued_at,
            expires_at: issued_at.saturating_add(span(TICKET_LIFETIME)),
            ..Record::default()
        };
        let newer = |old: &Record| old.token.expose().is_empty() || old.obtained_at < issued_at;
        let taken = keeper.update(slot, |old| newer(old).then(|| new.clone())).await?;
        if taken {
            // What failed for want of a ticket may be tried again.
            token.known().failure = None;
        }
        Ok(taken)
    }

    /// The ticket in use.
    pub(crate) async fn ticket(&self) -> Result<Secret, TokenError> {
        let Inner { keeper, ticket: slot, .. } = &*self.inner;
        let (_, record) = keeper.read(slot).await?;
        if record.token.expose().is_empty() {
            let reason = "WeChat has not pushed a ticket yet; it does every 10 minutes";
            return Err(slot.error(TokenProblem::NoTicket, reason));
        }
        if keeper.now() >= record.expires_at {
            let reason = "the last ticket is older than 12 hours; pushes do not arrive";
            return Err(slot.error(TokenProblem::StaleTicket, reason));
        }
        Ok(record.token.clone())
    }

    /// Asks WeChat to push tickets, which it does every 10 minutes from then on.
    ///
    /// # Errors
    ///
    /// What WeChat answers, or why it did not.
    pub async fn start_push_ticket(&self) -> Result<(), Error<AnyCode>> {
        let platform = self.clone();
        let work = async move {
            let Inner { component, secret, .. } = &*platform.inner;
            platform.call(StartPushTicket { component: component.clone(), secret: secret.clone() }).await.map(drop)
        };
        self.apart(work).await.map_err(Error::Token)?
    }

    /// The platform's own token: the one in use, or a new one.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub async fn component_access_token(&self) -> Result<Secret, TokenError> {
        self.token(COMPONENT).await
    }

    /// The tokens of a merchant, by appid. Cheap; the merchant need not have authorised yet.
    pub fn authorizer(&self, appid: impl AsRef<str>) -> Authorizer {
        Authorizer { slot: self.slot(appid.as_ref()), platform: self.clone() }
    }

    /// The slot of a merchant.
    pub(crate) fn slot(&self, appid: &str) -> Arc<Slot> {
        let Inner { component, keeper, authorizers, .. } = &*self.inner;
        let mut slots = authorizers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = slots.get(appid) {
            return slot.clone();
        }
        if slots.len() >= MANY_SLOTS && slots.len().is_power_of_two() {
            slots.retain(|_, slot| Arc::strong_count(slot) > 1 || slot.known().version > 0);
        }
        let key = format!("{component}/authorizer/{appid}");
        let lead = keeper.lead(&key);
        let slot = Arc::new(Slot::new(key, Owner::Authorizer(appid.to_owned()), lead));
        slots.insert(appid.to_owned(), slot.clone());
        slot
    }

    pub(crate) fn tell(&self, event: &PlatformEvent) {
        if let Some(listener) = &self.inner.on_event {
            listener(event);
        }
    }

    /// A token as needed.
    pub(crate) fn get(&self, slot: &Arc<Slot>, need: Need) -> BoxFuture<'static, Result<Secret, TokenError>> {
        self.inner.keeper.token(slot, need, || Arc::new(self.clone()) as Arc<dyn Renew>)
    }

    /// Another token for one that was refused. A refusal that a new token would not end is no error: the caller knows it.
    pub(crate) async fn replace(&self, slot: &Arc<Slot>, refused: &Secret) -> Result<Option<Secret>, TokenError> {
        match self.get(slot, Need::Another(refused.clone())).await {
            Ok(token) => Ok(Some(token)),
            Err(error) if error.problem == TokenProblem::JustRefreshed => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Gives the platform's own token.
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
        code: i64,
    ) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        Box::pin(async move {
            match codes::verdict(code) {
                Some(Verdict::Refresh) if kind == COMPONENT => self.replace(&self.inner.token, token).await,
                _ => Ok(None),
            }
        })
    }
}
