//! The transport over HTTP: reqwest with rustls and a pool of connections.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::{BoxFuture, HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::meta::Method;
use crate::reply::RawReply;

/// How long a connection may take to make; after that another host is worth a try.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Sends over HTTP. Clones share their connections. Needs a tokio runtime around it: a connection lives in the runtime
/// that opened it, so runtimes that take turns, as those of several blocking clients do, want a transport each.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: Result<reqwest::Client, TransportError>,
}

/// Does not show the client: its headers and proxies can hold secrets.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ReqwestTransport");
        match &self.client {
            Ok(_) => out.finish_non_exhaustive(),
            Err(error) => out.field("error", error).finish(),
        }
    }
}

impl Default for ReqwestTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl ReqwestTransport {
    /// With a pool of its own. Should TLS be unusable on this machine, every call says so.
    pub fn new() -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .user_agent(concat!("wxopen/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| failed(&error));
        Self { client }
    }

    /// With a client of one's own, for proxies or certificates. It should not follow redirects: URLs hold tokens.
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client: Ok(client) }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        Box::pin(async move {
            // Without one, what is below would panic.
            if tokio::runtime::Handle::try_current().is_err() {
                let message = "this transport needs a tokio runtime, and there is none here";
                return Err(TransportError::new(TransportErrorKind::Other, message));
            }
            let client = self.client.as_ref().map_err(Clone::clone)?;
            // Cheaper than a time limit of the request's own in reqwest.
            match tokio::time::timeout(request.timeout, exchange(client, request)).await {
                Ok(reply) => reply,
                Err(_) => Err(TransportError::new(TransportErrorKind::Timeout, "no reply in time")),
            }
        })
    }
}

async fn exchange(client: &reqwest::Client, request: HttpRequest) -> Result<RawReply, TransportError> {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut builder = client.request(method, &request.url);
    for (name, value) in &request.headers {
        builder = builder.header(&**name, &**value);
    }
    if request.method == Method::Post {
        builder = builder.body(request.body);
    }
    let mut response = builder.send().await.map_err(|error| failed(&error))?;
    let mut reply = RawReply {
        status: response.status().as_u16(),
        headers: response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: Vec::new(),
    };
    let too_large = || {
        let message = format!("more than {} bytes", request.max_reply);
        TransportError::new(TransportErrorKind::TooLarge, message)
    };
    if response.content_length().is_some_and(|length| length > request.max_reply as u64) {
        return Err(too_large());
    }
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
        if reply.body.len() + chunk.len() > request.max_reply {
            return Err(too_large());
        }
        if reply.body.is_empty() {
            reply.body = chunk.into();
        } else {
            reply.body.extend_from_slice(&chunk);
        }
    }
    Ok(reply)
}

/// What reqwest says, without the URL: messages further down name at most the host.
fn failed(error: &reqwest::Error) -> TransportError {
    // A connection that took too long to make is none: nothing was sent.
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_body() || error.is_decode() || error.is_request() {
        TransportErrorKind::Incomplete
    } else {
        TransportErrorKind::Other
    };
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        // One of reqwest's own would name the URL.
        if !error.is::<reqwest::Error>() {
            causes.push(error.to_string());
        }
        cause = error.source();
    }
    TransportError::new(kind, causes.join(": "))
}
