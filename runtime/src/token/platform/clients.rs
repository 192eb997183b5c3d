//! Clients of a platform: all settings of calls are made once, for the platform and for whoever calls with its tokens.

use std::sync::Arc;
use std::time::Duration;

use super::authorizer::Authorizer;
use super::builder::PlatformBuilder;
use super::third_party::ThirdPartyPlatform;
use crate::call::client::ClientBuilder;
use crate::call::failover::FailOver;
use crate::call::layer::Layer;
use crate::call::retry::Retry;
use crate::call::settings::{Options, Settings};
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::endpoint::reply::Reply;
use crate::error::Error;
use crate::transport::Transport;

/// How long a call of the platform may take: one attempt, and all of it with the wait for the platform's token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) attempt: Duration,
    pub(crate) all: Duration,
}

impl Limits {
    /// No longer than this in all: for whoever holds a lease.
    pub(crate) fn within(all: Duration) -> Self {
        Self { attempt: all, all }
    }
}

/// How a platform calls, and how its clients do.
#[derive(Default)]
pub(crate) struct Calls {
    transport: Option<Arc<dyn Transport>>,
    options: Options,
    fail_over: Option<FailOver>,
    layers: Vec<Arc<dyn Layer>>,
}

impl Calls {
    pub(crate) fn settings(self, clock: Arc<dyn Clock>) -> Settings {
        let Self { transport, options, fail_over, layers } = self;
        let transport = transport.unwrap_or_else(default_transport);
        Settings { transport, options: Arc::new(options), fail_over, layers, clock }
    }
}

/// How calls are made: those of the platform itself and, unless they say otherwise, those of its
/// [clients](ThirdPartyPlatform::client).
impl PlatformBuilder {
    /// What carries calls; HTTP unless set. [`HttpSettings`](crate::HttpSettings) makes one with a proxy or certificates.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.calls.transport = Some(Arc::new(transport));
        self
    }

    /// Where to send calls, for example `http://127.0.0.1:8080`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.calls.options.base_url = Some(url.into());
        self
    }

    /// Other hosts for when the first one cannot be reached; none unless set.
    pub fn fail_over(mut self, fail_over: FailOver) -> Self {
        self.calls.fail_over = Some(fail_over);
        self
    }

    /// Adds a layer around what is sent, inside those that were added before.
    pub fn layer(mut self, layer: impl Layer + 'static) -> Self {
        self.calls.layers.push(Arc::new(layer));
        self
    }

    /// How long one attempt of a call may take; 30 s unless set. A refresh has no more than two thirds of its
    /// [lease](Self::lease) in any case.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.calls.options.timeout = timeout;
        self
    }

    /// How long a call of a client may take in all: tokens, attempts and the pauses between them; 90 s unless set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.calls.options.deadline = deadline;
        self
    }

    /// When calls of clients that failed are made again. Of the platform's own calls only those are that were not sent.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.calls.options.retry = retry;
        self
    }
}

impl ThirdPartyPlatform {
    /// A client in the platform's name, with all that was set for the platform: transport, hosts, layers, times, clock.
    /// One client is enough: [`with_tokens`](crate::Client::with_tokens) makes others of it, which share everything.
    ///
    /// ```
    /// # use wxopen_runtime::{MemoryTransport, ThirdPartyPlatform};
    /// # let transport = MemoryTransport::new();
    /// let platform = ThirdPartyPlatform::builder("wx-component", "SECRET").transport(transport).build();
    /// let client = platform.client().build();
    /// let merchant = client.with_tokens(platform.authorizer("wx-merchant"));
    /// ```
    pub fn client(&self) -> ClientBuilder {
        ClientBuilder::of(Arc::new(self.clone()), self.inner.calls.clone())
    }

    /// A refresh that takes longer would lose its lease.
    pub(crate) fn time_for_a_refresh(&self) -> Duration {
        self.inner.timing.lease * 2 / 3
    }

    /// For a call that may wait for the platform's token as long as it takes, also where a process has died that was
    /// about to get it.
    pub(crate) fn limits_with_waiting(&self) -> Limits {
        let attempt = self.time_for_a_refresh();
        Limits { attempt, all: attempt.saturating_add(self.inner.timing.lease * 3) }
    }

    /// Makes a call in the platform's name that takes no longer than this.
    pub(crate) async fn call<E: Endpoint + 'static>(
        &self,
        limits: Limits,
        endpoint: E,
    ) -> Result<Reply<E::Reply>, Error<E::Error>> {
        let timeout = self.inner.calls.options.timeout.min(limits.attempt);
        // One that may have been carried out is not for this to repeat: it may have brought a new refresh token.
        let retry = Retry::default().unsent_only();
        self.client().timeout(timeout).deadline(limits.all).retry(retry).build().send(endpoint).await
    }
}

impl Authorizer {
    /// A client in the merchant's name, with all that was set for the platform. Where there are many merchants,
    /// [`with_tokens`](crate::Client::with_tokens) of the platform's client is cheaper.
    pub fn client(&self) -> ClientBuilder {
        ClientBuilder::of(Arc::new(self.clone()), self.platform().inner.calls.clone())
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
