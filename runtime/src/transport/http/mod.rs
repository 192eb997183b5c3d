//! The transport over HTTP: reqwest with rustls and pools of connections.

mod pools;
mod sent;
mod settings;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Response;
use tokio::time::{Instant, timeout, timeout_at};

use self::pools::Pools;
use self::sent::SentBody;
pub use self::settings::{HttpSettings, HttpSettingsError};
use super::stream::too_large;
use super::{BodyStream, BoxFuture, HttpRequest, ReplyStream, Transport, TransportError, TransportErrorKind};
use crate::codec::Bytes;
use crate::endpoint::meta::Method;
use crate::endpoint::reply::RawReply;

/// Sends over HTTP. Needs a tokio runtime around it, with its timer on. Clones share their connections.
///
/// A connection lives in the runtime that opened it. So this has a pool of connections for each runtime it is used in, and
/// one transport serves async callers, blocking clients and the work of a platform at the same time.
///
/// [`HttpSettings`] makes one with a proxy, certificates or its own pool.
#[derive(Clone)]
pub struct ReqwestTransport {
    clients: Result<Clients, TransportError>,
}

/// Where clients of reqwest come from.
#[derive(Clone)]
enum Clients {
    PerRuntime(Arc<Pools>),
    Own(reqwest::Client),
}

/// Does not show the client: its headers and proxies can hold secrets.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ReqwestTransport");
        match &self.clients {
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
    /// With pools of its own and the usual [`HttpSettings`]. Should TLS be unusable on this machine, every call says so.
    pub fn new() -> Self {
        HttpSettings::new().build().unwrap_or_else(|error| {
            let error = TransportError::new(TransportErrorKind::Other, error.to_string());
            Self { clients: Err(error) }
        })
    }

    /// With your own client, unchanged. It lacks what [`HttpSettings`] sets:
    ///
    /// - Redirects are not followed, for URLs hold tokens: give it `redirect(reqwest::redirect::Policy::none())`.
    /// - A connection attempt ends after 5 seconds, and another host is tried: `connect_timeout`. reqwest itself waits as long
    ///   as the operating system does.
    /// - The user agent is `wxopen/VERSION`: `user_agent`. reqwest sends none.
    /// - Each tokio runtime has connections of its own. Your own client has one pool, whose connections end or hang
    ///   with the runtime that opened them; use it in one runtime.
    ///
    /// [`HttpSettings::configure`] reaches every setting of reqwest and loses none of this.
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { clients: Ok(Clients::Own(client)) }
    }

    fn with_pools(pools: Pools) -> Self {
        Self { clients: Ok(Clients::PerRuntime(Arc::new(pools))) }
    }

    /// The client for the runtime around.
    fn client(&self) -> Result<reqwest::Client, TransportError> {
        // Without one, what is below would panic.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            let message = "this transport needs a tokio runtime, and there is none here";
            return Err(TransportError::new(TransportErrorKind::Other, message));
        };
        match self.clients.as_ref().map_err(Clone::clone)? {
            Clients::PerRuntime(pools) => pools.client(&runtime),
            Clients::Own(client) => Ok(client.clone()),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        Box::pin(async move {
            let client = self.client()?;
            // Cheaper than a time limit of the request's own in reqwest.
            timeout(request.timeout, exchange(&client, request)).await.unwrap_or_else(|_| Err(late()))
        })
    }

    fn open(
        &self,
        request: HttpRequest,
        body: Option<BodyStream>,
    ) -> BoxFuture<'_, Result<ReplyStream, TransportError>> {
        Box::pin(async move {
            let client = self.client()?;
            let (end, most) = (end_of(request.timeout), request.max_reply);
            let mut request = request;
            let body = match body {
                Some(body) => reqwest::Body::wrap(SentBody::new(body)),
                None => std::mem::take(&mut request.body).into(),
            };
            let response = timeout_at(end, start(&client, request, body)).await.unwrap_or_else(|_| Err(late()))?;
            let (head, len) = (head_of(&response), response.content_length());
            if len.is_some_and(|len| len > most as u64) {
                return Err(too_large(most));
            }
            let body = BodyStream::steps(len, (response, most), move |(mut response, most)| {
                Box::pin(async move {
                    let piece = timeout_at(end, response.chunk()).await.map_err(|_| late())?;
                    let Some(piece) = piece.map_err(|error| failed(&error))? else { return Ok(None) };
                    let most = most.checked_sub(piece.len()).ok_or_else(|| too_large(most))?;
                    Ok(Some((Bytes::of_shared(piece), (response, most))))
                })
            });
            Ok(ReplyStream { head, body })
        })
    }
}

async fn exchange(client: &reqwest::Client, mut request: HttpRequest) -> Result<RawReply, TransportError> {
    let (body, most) = (std::mem::take(&mut request.body), request.max_reply);
    let mut response = start(client, request, body.into()).await?;
    let mut reply = head_of(&response);
    if response.content_length().is_some_and(|length| length > most as u64) {
        return Err(too_large(most));
    }
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
        if reply.body.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        if reply.body.is_empty() {
            reply.body = chunk.into();
        } else {
            reply.body.extend_from_slice(&chunk);
        }
    }
    Ok(reply)
}

/// Sends a request, and waits for the head of the reply.
async fn start(
    client: &reqwest::Client,
    request: HttpRequest,
    body: reqwest::Body,
) -> Result<Response, TransportError> {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut builder = client.request(method, &request.url);
    for (name, value) in &request.headers {
        builder = builder.header(&**name, &**value);
    }
    if request.method == Method::Post {
        builder = builder.body(body);
    }
    builder.send().await.map_err(|error| failed(&error))
}

/// Status and headers.
fn head_of(response: &Response) -> RawReply {
    RawReply {
        status: response.status().as_u16(),
        headers: response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: Vec::new(),
    }
}

/// When the time is over. A time that no clock can hold is a year.
fn end_of(time: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 86_400);
    let now = Instant::now();
    now.checked_add(time).unwrap_or_else(|| now + YEAR)
}

fn late() -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, "no reply in time")
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
        // The body that was to be sent says itself what was wrong with it.
        if let Some(error) = error.downcast_ref::<TransportError>() {
            return error.clone();
        }
        // One of reqwest's own would name the URL.
        if !error.is::<reqwest::Error>() {
            causes.push(error.to_string());
        }
        cause = error.source();
    }
    TransportError::new(kind, causes.join(": "))
}
