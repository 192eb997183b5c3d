//! The two clients side by side: whatever one does, the other has to do.

use std::future::IntoFuture;
use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Builder, Runtime};
use wxopen::{Client, ClientBuilder, Endpoint, Error, IntoTokenProvider, Reply, ReqwestTransport, Retry, blocking};

use crate::events;
use crate::server::{Served, TOKEN};

/// What a call comes to.
pub(crate) type Outcome<E> = Result<Reply<<E as Endpoint>::Reply>, Error<<E as Endpoint>::Error>>;

/// Transports that nobody uses right now. Making one takes a while; sharing one between two runtimes of which only one
/// runs at a time would not do, for a connection lives in the runtime that opened it.
static IDLE: Mutex<Vec<[ReqwestTransport; 2]>> = Mutex::new(Vec::new());

/// The transports of two clients, given back when they are done.
struct Lent([ReqwestTransport; 2]);

impl Lent {
    fn new() -> Self {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self(idle.unwrap_or_else(|| [ReqwestTransport::new(), ReqwestTransport::new()]))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(self.0.clone());
    }
}

/// An async and a blocking client with the same settings.
pub(crate) struct Callers {
    pub(crate) client: Client,
    pub(crate) blocking: blocking::Client,
    runtime: Runtime,
    /// Last, so that it is given back when the runtimes are gone.
    _lent: Lent,
}

impl Callers {
    /// Clients of the served API that hold the right token.
    pub(crate) fn of(served: &Served) -> Self {
        Self::with(TOKEN, |client| client.base_url(&served.base))
    }

    /// Clients with this token and these settings. They call once, unless told otherwise.
    pub(crate) fn with(
        token: impl IntoTokenProvider + Clone,
        settings: impl Fn(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        events::listen();
        let lent = Lent::new();
        let [one, other] = lent.0.clone();
        Self {
            client: settings(Client::with_transport(token.clone(), one).retry(Retry::none())).build(),
            blocking: settings(Client::with_transport(token, other).retry(Retry::none())).build_blocking(),
            runtime: Builder::new_current_thread().enable_all().build().expect("a runtime"),
            _lent: lent,
        }
    }

    /// Sends the call with each client.
    pub(crate) fn send<E: Endpoint + Clone + 'static>(&self, call: E) -> [Outcome<E>; 2] {
        [self.run(self.client.send(call.clone())), self.blocking.send(call)]
    }

    /// Sends the call with each client and takes the replies out.
    pub(crate) fn replies<E: Endpoint + Clone + 'static>(&self, call: E) -> [Reply<E::Reply>; 2]
    where
        E::Error: std::fmt::Debug,
    {
        self.send(call).map(|outcome| outcome.expect("a good reply"))
    }

    /// Sends the call with each client and takes the errors out.
    pub(crate) fn errors<E: Endpoint + Clone + 'static>(&self, call: E) -> [Error<E::Error>; 2] {
        self.send(call).map(|outcome| outcome.err().expect("an error"))
    }

    /// Runs a future of the async client.
    pub(crate) fn run<T>(&self, future: impl IntoFuture<Output = T>) -> T {
        self.runtime.block_on(future.into_future())
    }
}
