//! The two clients side by side: whatever one does, the other has to do.

use std::future::IntoFuture;

use tokio::runtime::{Builder, Runtime};
use wxopen::{Client, ClientBuilder, Endpoint, Error, Reply, blocking};

use crate::server::{Served, TOKEN};

/// What a call comes to.
pub(crate) type Outcome<E> = Result<Reply<<E as Endpoint>::Reply>, Error<<E as Endpoint>::Error>>;

/// An async and a blocking client with the same settings.
pub(crate) struct Callers {
    runtime: Runtime,
    pub(crate) client: Client,
    pub(crate) blocking: blocking::Client,
}

impl Callers {
    /// Clients of the served API that hold the right token.
    pub(crate) fn of(served: &Served) -> Self {
        Self::with(|| Client::builder(TOKEN).base_url(&served.base))
    }

    /// Clients with these settings.
    pub(crate) fn with(builder: impl Fn() -> ClientBuilder) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { runtime, client: builder().build(), blocking: builder().build_blocking() }
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
