//! The client: one verb, `send`.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::call::exchange;
use crate::call::failover::FailOver;
use crate::call::failure::{Failure, GoodReply};
use crate::call::layer::Layer;
use crate::call::log::log_unreadable_value;
use crate::call::retry::Retry;
use crate::call::settings::{Caller, Prepared, Settings};
use crate::clock::{Clock, SystemClock};
use crate::endpoint::reply::Reply;
use crate::endpoint::return_code::{Class, ErrorKind};
use crate::endpoint::{Endpoint, FromReply, finish};
use crate::error::Error;
use crate::token::{IntoTokenProvider, TokenProvider};
use crate::transport::{BoxFuture, Transport};

/// Calls endpoints. Clones are cheap and share connections and tokens.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Caller>,
}

impl Client {
    /// A client over HTTP with this token, or this source of tokens.
    #[cfg(feature = "reqwest")]
    pub fn new(tokens: impl IntoTokenProvider) -> Self {
        Self::builder(tokens).build()
    }

    /// A client over HTTP with settings of its own.
    #[cfg(feature = "reqwest")]
    pub fn builder(tokens: impl IntoTokenProvider) -> ClientBuilder {
        Self::with_transport(tokens, crate::transport::ReqwestTransport::new())
    }

    /// A client over another transport.
    pub fn with_transport(tokens: impl IntoTokenProvider, transport: impl Transport + 'static) -> ClientBuilder {
        let settings = Settings {
            transport: Arc::new(transport),
            options: Arc::default(),
            fail_over: None,
            layers: Vec::new(),
            clock: Arc::new(SystemClock),
        };
        ClientBuilder::of(tokens.into_provider(), settings)
    }

    /// The same client in the name of somebody else: settings, connections and layers are shared. It is almost
    /// free, so a platform keeps one client and makes another of it for each merchant it calls for. What
    /// [`ClientBuilder::granted`] set is not copied.
    #[must_use]
    pub fn with_tokens(&self, tokens: impl IntoTokenProvider) -> Self {
        let settings = self.inner.settings.clone();
        Self { inner: Arc::new(Caller { tokens: tokens.into_provider(), granted: None, settings }) }
    }

    /// Prepares a call; awaiting it sends it.
    pub fn send<E: Endpoint>(&self, endpoint: E) -> Call<E> {
        Call {
            prepared: Prepared {
                client: self.inner.clone(),
                options: self.inner.settings.options.clone(),
                request: endpoint.request(),
            },
            endpoint: PhantomData,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("options", &self.inner.settings.options).finish_non_exhaustive()
    }
}

/// Settings of a client.
pub struct ClientBuilder {
    tokens: Arc<dyn TokenProvider>,
    granted: Option<Arc<[u32]>>,
    settings: Settings,
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("options", &self.settings.options).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// A client with these settings.
    pub(crate) fn of(tokens: Arc<dyn TokenProvider>, settings: Settings) -> Self {
        Self { tokens, granted: None, settings }
    }

    /// Where to call instead of the endpoint's own host, for example `http://127.0.0.1:8080`.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.settings.options).base_url = Some(url.into());
        self
    }

    /// How long one attempt of a call may take, getting a token not counted; 30 s unless set.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        Arc::make_mut(&mut self.settings.options).timeout = timeout;
        self
    }

    /// How long a call may take in all: tokens, attempts and the pauses between them; 90 s unless set.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        Arc::make_mut(&mut self.settings.options).deadline = deadline;
        self
    }

    /// When calls that failed are made again; up to three times in all where that is safe, unless set.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        Arc::make_mut(&mut self.settings.options).retry = retry;
        self
    }

    /// Other hosts for when the first one cannot be reached; none unless set.
    #[must_use]
    pub fn fail_over(mut self, fail_over: FailOver) -> Self {
        self.settings.fail_over = Some(fail_over);
        self
    }

    /// Adds a layer around what is sent, inside those that were added before.
    #[must_use]
    pub fn layer(mut self, layer: impl Layer + 'static) -> Self {
        self.settings.layers.push(Arc::new(layer));
        self
    }

    /// What deadlines and pauses run by; the machine's clock unless set. A transport has its own.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// A header for every call. Takes precedence over an earlier one of the same name.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.settings.options).headers.push((name.into(), value.into()));
        self
    }

    /// What the client calls itself.
    #[must_use]
    pub fn user_agent(self, name: impl Into<String>) -> Self {
        self.header("user-agent", name)
    }

    /// The largest reply to take, in bytes; [`DEFAULT_MAX_JSON`](crate::DEFAULT_MAX_JSON) unless set, and
    /// [`DEFAULT_MAX_BYTES`](crate::DEFAULT_MAX_BYTES) where bytes are wanted.
    #[must_use]
    pub fn max_reply(mut self, bytes: usize) -> Self {
        Arc::make_mut(&mut self.settings.options).max_reply = Some(bytes);
        self
    }

    /// The permission sets that the authorizer has granted. Then a call that lacks its set fails before anything is
    /// sent. Takes precedence over the token provider's.
    #[must_use]
    pub fn granted(mut self, sets: impl IntoIterator<Item = u32>) -> Self {
        self.granted = Some(sets.into_iter().collect());
        self
    }

    /// The client.
    pub fn build(self) -> Client {
        let Self { tokens, granted, settings } = self;
        Client { inner: Arc::new(Caller { tokens, granted, settings: Arc::new(settings) }) }
    }
}

/// A call that has not been sent yet: await it.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<E> {
    pub(crate) prepared: Prepared,
    endpoint: PhantomData<fn() -> E>,
}

impl<E> Call<E> {
    /// How long one attempt of this call may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        Arc::make_mut(&mut self.prepared.options).timeout = timeout;
        self
    }

    /// How long this call may take in all.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        Arc::make_mut(&mut self.prepared.options).deadline = deadline;
        self
    }

    /// When this call is made again.
    pub fn retry(mut self, retry: Retry) -> Self {
        Arc::make_mut(&mut self.prepared.options).retry = retry;
        self
    }

    /// Where to send this call.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.prepared.options).base_url = Some(url.into());
        self
    }

    /// A header for this call. Takes precedence over the client's of the same name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.prepared.options).headers.push((name.into(), value.into()));
        self
    }
}

impl<E> fmt::Debug for Call<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Prepared { options, request, .. } = &self.prepared;
        f.debug_struct("Call").field("request", request).field("options", options).finish()
    }
}

impl<E: Endpoint + 'static> IntoFuture for Call<E> {
    type Output = Result<Reply<E::Reply>, Error<E::Error>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            match exchange::run(self.prepared, E::Reply::WANTED, class_of::<E::Error>).await {
                Ok(GoodReply { raw, json, .. }) => {
                    finish(E::meta(), raw, &json).inspect_err(|_| log_unreadable_value(E::meta()))
                }
                Err(failure) => Err(Failure::into_error(failure, E::meta())),
            }
        })
    }
}

/// What kind of failure a code is, where the endpoint lists it.
pub(crate) fn class_of<E: ErrorKind>(code: i64) -> Option<Class> {
    let kind = E::from_code(code);
    kind.info().map(|_| kind.class())
}
