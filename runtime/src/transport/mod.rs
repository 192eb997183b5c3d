//! Carries requests to a server and replies back.

#[cfg(feature = "reqwest")]
mod http;
mod memory;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

#[cfg(feature = "reqwest")]
pub use http::ReqwestTransport;
pub use memory::MemoryTransport;

use crate::meta::Method;
use crate::reply::RawReply;

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends one request and waits for the whole reply. Redirects are not followed: the URL holds a token.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>>;
}

/// A request as it goes over the wire. `Debug` shows neither query nor headers nor body.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// HTTP method.
    pub method: Method,
    /// URL with the token.
    pub url: String,
    /// Headers, checked already.
    pub headers: Vec<(String, String)>,
    /// Body; empty for a GET.
    pub body: Vec<u8>,
    /// How long the whole exchange may take.
    pub timeout: Duration,
    /// The most bytes of a reply to take.
    pub max_reply: usize,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split('?').next().unwrap_or_default();
        write!(f, "HttpRequest({} {url}, {} bytes)", self.method.name(), self.body.len())
    }
}

/// Why no reply came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
#[non_exhaustive]
pub struct TransportError {
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
    /// It took too long.
    #[error("timed out")]
    Timeout,
    /// The connection ended before the reply did.
    #[error("the reply was cut short")]
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
        Self { kind, message: message.into() }
    }
}
