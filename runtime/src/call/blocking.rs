//! The same calls without async.

use std::fmt;
use std::future::IntoFuture;
use std::io::{self, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::call::client;
use crate::call::download::Download;
use crate::call::retry::Retry;
use crate::endpoint::Endpoint;
use crate::endpoint::reply::{Binary, Reply};
use crate::endpoint::return_code::ErrorKind;
use crate::error::{Error, RequestError};

/// Calls endpoints and waits for the reply. Clones are cheap and share connections and tokens.
///
/// Not for use inside an async runtime: there it would block other tasks, and every call is refused with
/// [`RequestError::InsideRuntime`]. Threads that a runtime lends, as tokio's `spawn_blocking` does, count as inside; the
/// async client works there.
#[derive(Clone)]
pub struct Client {
    client: client::Client,
    runtime: Arc<Driver>,
}

/// Runs the futures of the async client. Its thread drives connections between calls, too.
struct Driver(Option<Result<Runtime, String>>);

impl Drop for Driver {
    fn drop(&mut self) {
        // A runtime that is dropped the usual way inside another one panics.
        if let Some(Ok(runtime)) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Client {
    /// A client over HTTP with this token, or this source of tokens.
    #[cfg(feature = "reqwest")]
    pub fn new(tokens: impl crate::token::IntoTokenProvider) -> Self {
        client::Client::new(tokens).into()
    }

    /// Sends a call and waits for the reply.
    ///
    /// # Errors
    ///
    /// As the async client, and [`RequestError::InsideRuntime`].
    pub fn send<E: Endpoint + 'static>(&self, endpoint: E) -> Result<Reply<E::Reply>, Error<E::Error>> {
        self.prepare(endpoint).send()
    }

    /// Prepares a call with settings of its own.
    pub fn prepare<E: Endpoint>(&self, endpoint: E) -> Call<E> {
        Call { call: self.client.send(endpoint), runtime: self.runtime.clone() }
    }
}

impl From<client::Client> for Client {
    /// A client with the settings of an async one.
    fn from(client: client::Client) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("wxopen-blocking")
            .enable_all()
            .build()
            .map_err(|error| error.to_string());
        Self { client, runtime: Arc::new(Driver(Some(runtime))) }
    }
}

impl client::ClientBuilder {
    /// The client without async.
    pub fn build_blocking(self) -> Client {
        self.build().into()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// A call that has not been sent yet.
#[must_use = "a call is sent by `send`"]
pub struct Call<E> {
    call: client::Call<E>,
    runtime: Arc<Driver>,
}

impl<E> Call<E> {
    /// How long one attempt of this call may take.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { call: self.call.timeout(timeout), ..self }
    }

    /// How long this call may take in all.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { call: self.call.deadline(deadline), ..self }
    }

    /// When this call is made again.
    pub fn retry(self, retry: Retry) -> Self {
        Self { call: self.call.retry(retry), ..self }
    }

    /// Where to send this call.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self { call: self.call.base_url(url), ..self }
    }

    /// A header for this call.
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { call: self.call.header(name, value), ..self }
    }
}

impl<E: Endpoint + 'static> Call<E> {
    /// Sends the call and waits for the reply.
    ///
    /// # Errors
    ///
    /// As the async client, and [`RequestError::InsideRuntime`].
    pub fn send(self) -> Result<Reply<E::Reply>, Error<E::Error>> {
        let runtime = driver_runtime(&self.runtime)?;
        runtime.block_on(self.call.into_future())
    }
}

impl<E: Endpoint<Reply = Binary> + 'static> Call<E> {
    /// Sends the call and writes the bytes of the reply to a file, as the async
    /// [`download`](client::Call::download) does.
    ///
    /// # Errors
    ///
    /// As the async client, and [`RequestError::InsideRuntime`].
    pub fn download(self, path: impl Into<PathBuf>) -> Result<Download, Error<E::Error>> {
        driver_runtime(&self.runtime)?.block_on(self.call.download(path))
    }

    /// Sends the call and writes the bytes of the reply to a writer, as the async
    /// [`download_to`](client::Call::download_to) does.
    ///
    /// # Errors
    ///
    /// As the async client, and [`RequestError::InsideRuntime`].
    pub fn download_to(self, writer: impl Write + Send + Unpin) -> Result<Download, Error<E::Error>> {
        driver_runtime(&self.runtime)?.block_on(self.call.download_to(Blocking(writer)))
    }
}

/// A writer that may block: this thread has nothing else to do.
struct Blocking<W>(W);

impl<W: Write + Unpin> AsyncWrite for Blocking<W> {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(self.0.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}

impl<E> fmt::Debug for Call<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

fn driver_runtime<E: ErrorKind>(driver: &Driver) -> Result<&Runtime, Error<E>> {
    if Handle::try_current().is_ok() {
        return Err(Error::Request(RequestError::InsideRuntime));
    }
    match &driver.0 {
        Some(Ok(runtime)) => Ok(runtime),
        Some(Err(why)) => Err(Error::Request(RequestError::NoRuntime(why.clone()))),
        None => Err(Error::Request(RequestError::NoRuntime("it has been shut down".to_owned()))),
    }
}
