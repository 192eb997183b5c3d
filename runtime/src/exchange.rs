//! One exchange, from a request to a judged reply. Nothing here knows the types of the call, so it is compiled once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tracing::{Instrument, Span, field};

use crate::client::Inner;
use crate::error::{Error, MissingPermission, RequestError, TokenError};
use crate::judge::{self, Bad, Wanted};
use crate::kind::ErrorKind;
use crate::meta::Meta;
use crate::permission::check_granted;
use crate::reply::RawReply;
use crate::request::Request;
use crate::transport::{HttpRequest, TransportError};

/// Settings of a call.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) base_url: Option<String>,
    pub(crate) timeout: Duration,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) max_reply: usize,
}

/// Shows which headers there are, not what they hold.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Options")
            .field("base_url", &self.base_url.as_deref().map(without_secrets))
            .field("timeout", &self.timeout)
            .field("headers", &headers)
            .field("max_reply", &self.max_reply)
            .finish()
    }
}

/// Why an exchange failed, before the endpoint's enum comes in.
#[derive(Debug)]
pub(crate) enum Failure {
    Bad(Bad, RawReply),
    Permission(MissingPermission),
    Token(TokenError),
    Request(RequestError),
    Transport(TransportError),
}

impl Failure {
    /// The error that callers see.
    pub(crate) fn into_error<E: ErrorKind>(self, meta: &'static Meta) -> Error<E> {
        match self {
            Self::Bad(bad, raw) => bad.with_raw(meta, raw),
            Self::Permission(error) => Error::Permission(Box::new(error)),
            Self::Token(error) => Error::Token(error),
            Self::Request(error) => Error::Request(error),
            Self::Transport(error) => Error::Transport(error),
        }
    }
}

/// Runs a call. The span tells endpoint, path, HTTP status, errcode and rid; never the query.
pub(crate) async fn run(
    client: Arc<Inner>,
    options: Options,
    request: Request,
    wanted: Wanted,
) -> Result<(RawReply, Value), Failure> {
    let Meta { name, path, .. } = request.meta;
    let span = tracing::info_span!(
        "wechat.call",
        endpoint = name,
        path,
        status = field::Empty,
        errcode = field::Empty,
        rid = field::Empty
    );
    async move {
        let outcome = exchange(&client, options, request, wanted).await;
        match &outcome {
            Ok((raw, _)) => {
                Span::current().record("status", raw.status).record("errcode", 0);
                tracing::debug!("done");
            }
            Err(Failure::Bad(bad, raw)) => {
                let span = Span::current();
                span.record("status", raw.status);
                span.record("errcode", bad.code()).record("rid", bad.rid());
                tracing::warn!("refused");
            }
            Err(Failure::Transport(error)) => tracing::warn!(%error, "no reply"),
            Err(_) => tracing::warn!("not sent"),
        }
        outcome
    }
    .instrument(span)
    .await
}

async fn exchange(
    client: &Inner,
    options: Options,
    request: Request,
    wanted: Wanted,
) -> Result<(RawReply, Value), Failure> {
    let meta = request.meta;
    if let Some(granted) = client.granted.clone().or_else(|| client.tokens.granted()) {
        check_granted(meta, &granted).map_err(Failure::Permission)?;
    }
    let token = match meta.token {
        Some(token) => Some(client.tokens.token(token.kind).await.map_err(Failure::Token)?),
        None => None,
    };
    let http = http_request(request, &options, token.as_ref().map(|token| token.expose())).map_err(Failure::Request)?;
    let raw = client.transport.send(http).await.map_err(|error| match &token {
        Some(token) => Failure::Transport(without_token(error, token.expose())),
        None => Failure::Transport(error),
    })?;
    match judge::judge(&raw, wanted) {
        Ok(value) => Ok((raw, value)),
        Err(bad) => Err(Failure::Bad(bad, raw)),
    }
}

/// Puts the parts together and refuses what HTTP would.
fn http_request(request: Request, options: &Options, token: Option<&str>) -> Result<HttpRequest, RequestError> {
    let own = format!("https://{}", request.meta.host);
    let base = options.base_url.as_deref().unwrap_or(&own);
    let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")).unwrap_or_default();
    if host.trim_end_matches('/').is_empty() || !base.chars().all(|c| c.is_ascii_graphic() && c != '?' && c != '#') {
        return Err(RequestError::BaseUrl);
    }
    let url = request.url(base, token);
    let mut headers = Vec::new();
    headers.extend(request.content_type.map(|kind| ("content-type".to_owned(), kind)));
    for (name, value) in &options.headers {
        let good_name =
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c));
        if !good_name || value.chars().any(|c| c.is_control() && c != '\t') {
            return Err(RequestError::Header(name.clone()));
        }
        headers.push((name.clone(), value.clone()));
    }
    Ok(HttpRequest {
        method: request.meta.method,
        url,
        headers,
        body: request.body,
        timeout: options.timeout,
        max_reply: options.max_reply,
    })
}

/// A transport may quote what it was given; the token is not to be seen.
fn without_token(mut error: TransportError, token: &str) -> TransportError {
    if !token.is_empty() {
        error.message = error.message.replace(token, "[redacted]");
    }
    error
}

/// A base URL without a user and password.
fn without_secrets(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://[redacted]@{host}"),
        _ => url.to_owned(),
    }
}
