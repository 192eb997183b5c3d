//! Carries requests to a server and replies back.

#[cfg(feature = "reqwest")]
mod http;
mod memory;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "reqwest")]
pub use http::ReqwestTransport;
pub use memory::MemoryTransport;

use crate::meta::{Meta, Method};
use crate::reply::RawReply;

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends one request and waits for the whole reply, no longer than the request allows and taking no more bytes than
    /// it allows. Redirects are not followed: the URL holds a token.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        (**self).send(request)
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
