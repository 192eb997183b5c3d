//! Carries requests to a server and replies back.

#[cfg(feature = "reqwest")]
mod http;
mod local;
mod memory;
mod stream;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "reqwest")]
pub use http::{HttpSettings, HttpSettingsError, ReqwestTransport};
pub use local::{LocalBoxFuture, LocalTransport, OnOneThread};
pub use memory::MemoryTransport;
pub use stream::BodyStream;
pub(crate) use stream::{offload, unreadable};

use crate::endpoint::meta::{Meta, Method};
use crate::endpoint::reply::RawReply;

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends one request and waits for the whole reply, no longer than the request allows and taking no more bytes than
    /// it allows. Redirects are not followed: the URL holds a token.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>>;

    /// Sends one request whose body is read while it is sent, and returns as soon as the head of the reply is there; what
    /// follows is read from [`ReplyStream::body`]. Calls with files and downloads go this way.
    ///
    /// With `body`, that is what to send and the request's own is empty. The time and the size that the request allows
    /// count for the whole exchange, as in [`send`](Self::send). A transport that does not stream leaves this as it is:
    /// then both bodies are in memory as a whole on their way.
    fn open(
        &self,
        request: HttpRequest,
        body: Option<BodyStream>,
    ) -> BoxFuture<'_, Result<ReplyStream, TransportError>> {
        Box::pin(async move {
            let request = match body {
                Some(body) => HttpRequest { body: body.collect(usize::MAX).await?, ..request },
                None => request,
            };
            self.send(request).await.map(ReplyStream::from)
        })
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        (**self).send(request)
    }

    fn open(
        &self,
        request: HttpRequest,
        body: Option<BodyStream>,
    ) -> BoxFuture<'_, Result<ReplyStream, TransportError>> {
        (**self).open(request, body)
    }
}

/// A reply whose body is still to be read. `Debug` shows no content.
#[derive(Debug)]
pub struct ReplyStream {
    /// Status and headers; its body is empty.
    pub head: RawReply,
    /// The body.
    pub body: BodyStream,
}

impl From<RawReply> for ReplyStream {
    /// A reply that is there as a whole.
    fn from(mut reply: RawReply) -> Self {
        let body = BodyStream::from_bytes(std::mem::take(&mut reply.body));
        Self { head: reply, body }
    }
}

impl ReplyStream {
    /// Reads the body to its end, unless that is more than `most` bytes.
    ///
    /// # Errors
    ///
    /// Why the body did not come.
    pub async fn collect(self, most: usize) -> Result<RawReply, TransportError> {
        let body = self.body.collect(most).await?;
        Ok(RawReply { body, ..self.head })
    }
}

/// A request as it goes over the wire. `Debug` shows neither query nor headers nor body.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// HTTP method.
    pub method: Method,
    /// URL with the token.
    pub url: String,
    /// Headers, checked already.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// Body; empty for a GET.
    pub body: Vec<u8>,
    /// How long the whole exchange may take.
    pub timeout: Duration,
    /// The most bytes of a reply to take.
    pub max_reply: usize,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({} {}, {} bytes)", self.method.name(), WithoutSecrets(&self.url), self.body.len())
    }
}

/// Shows a URL without what may be secret in it: user and password, and the query.
pub(crate) struct WithoutSecrets<'a>(pub(crate) &'a str);

impl fmt::Display for WithoutSecrets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.0.split(['?', '#']).next().unwrap_or_default();
        match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1))) {
            Some((scheme, host)) => write!(f, "{scheme}://[redacted]@{host}"),
            None => f.write_str(url),
        }
    }
}

/// Why no reply came.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransportError {
    /// The endpoint that was called, once the error has come through a client.
    pub endpoint: Option<&'static Meta>,
    /// What happened.
    pub kind: TransportErrorKind,
    /// More about it; never the URL, never a token.
    pub message: String,
}

/// What kept a reply from coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection. Nothing was sent.
    #[error("no connection")]
    Connect,
    /// It took too long. Whether the call took effect is not known.
    #[error("timed out")]
    Timeout,
    /// The connection ended before the reply did. Whether the call took effect is not known.
    #[error("the connection ended before the reply")]
    Incomplete,
    /// The reply is larger than is taken.
    #[error("the reply is too large")]
    TooLarge,
    /// What was to be sent, a file for example, could not be read to its end. Whether the call took effect is not known.
    #[error("the body could not be read")]
    Body,
    /// The reply could not be written to where it was to go. The call took effect.
    #[error("the reply could not be written")]
    Output,
    /// Anything else.
    #[error("the request failed")]
    Other,
}

impl TransportError {
    /// An error of that kind.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self { endpoint: None, kind, message: message.into() }
    }

    /// May the same call work in a little while?
    pub fn is_retryable(&self) -> bool {
        use TransportErrorKind::{Connect, Incomplete, Timeout};
        matches!(self.kind, Connect | Timeout | Incomplete)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(endpoint) = self.endpoint {
            write!(f, "{}: ", endpoint.name)?;
        }
        write!(f, "{}", self.kind)?;
        if self.message.is_empty() { Ok(()) } else { write!(f, ": {}", self.message) }
    }
}

impl StdError for TransportError {}
