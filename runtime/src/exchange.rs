//! One exchange, from a request to a judged reply. Nothing here knows the types of the call, so it is compiled once.

use std::cmp::Reverse;
use std::fmt;
use std::time::Duration;

use serde_json::Value;
use tracing::{Instrument, Span, field};

use crate::client::{Inner, Prepared};
use crate::codec::Secret;
use crate::error::{Error, MissingPermission, RequestError, TokenError};
use crate::judge::{self, Bad, Wanted};
use crate::kind::ErrorKind;
use crate::meta::Meta;
use crate::permission::check_granted;
use crate::reply::RawReply;
use crate::request::{Request, percent_encoded};
use crate::token::verdict;
use crate::transport::{BoxFuture, HttpRequest, TransportError, without_secrets};

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
    /// The code WeChat reports.
    fn code(&self) -> Option<i64> {
        match self {
            Self::Bad(bad, _) => bad.code(),
            _ => None,
        }
    }

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

/// What came back, and the JSON of it.
type Outcome = Result<(RawReply, Value), Failure>;

/// Runs a call. Boxed here, so that none of it is compiled again for each type of call.
pub(crate) fn run(prepared: Prepared, wanted: Wanted) -> BoxFuture<'static, Outcome> {
    Box::pin(traced(prepared, wanted))
}

/// The span tells endpoint, path, HTTP status, errcode and rid; never the query.
async fn traced(prepared: Prepared, wanted: Wanted) -> Outcome {
    let Prepared { client, options, request } = prepared;
    let Meta { name, path, .. } = request.meta;
    let span = tracing::info_span!(
        "wechat.call",
        endpoint = name,
        path,
        status = field::Empty,
        errcode = field::Empty,
        rid = field::Empty
    );
    let outcome = exchange(&client, options, request, wanted).instrument(span.clone()).await;
    span.in_scope(|| report(&span, &outcome));
    outcome
}

fn report(span: &Span, outcome: &Outcome) {
    match outcome {
        Ok((raw, _)) => {
            span.record("status", raw.status).record("errcode", 0);
            tracing::debug!("done");
        }
        Err(Failure::Bad(bad, raw)) => {
            span.record("status", raw.status).record("errcode", bad.code()).record("rid", bad.rid());
            tracing::warn!("refused");
        }
        Err(Failure::Transport(error)) => tracing::warn!(%error, "no reply"),
        Err(_) => tracing::warn!("not sent"),
    }
}

/// Says that a good reply holds something that does not fit its type. What, the error tells.
pub(crate) fn report_misfit(endpoint: &'static Meta) {
    tracing::warn!(endpoint = endpoint.name, "the reply does not fit");
}

async fn exchange(client: &Inner, options: Options, request: Request, wanted: Wanted) -> Outcome {
    let meta = request.meta;
    check(client, meta)?;
    let Some(kind) = meta.token.map(|token| client.tokens.kind_for(&token)) else {
        return attempt(client, &options, request, wanted, None).await;
    };
    let token = client.tokens.token(kind).await.map_err(Failure::Token)?;
    // With the token a provider may have learned what is granted.
    check(client, meta)?;
    let failure = match attempt(client, &options, request.clone(), wanted, Some(&token)).await {
        Err(failure) if failure.code().is_some_and(|code| verdict(code).is_some()) => failure,
        outcome => return outcome,
    };
    // Refused for its token: the call has had no effect, and may be repeated whatever it does. Once.
    let code = failure.code().unwrap_or_default();
    match client.tokens.rejected(kind, &token, code).await {
        Ok(Some(another)) if another != token => {
            tracing::debug!(code, "the token was refused; once more with another");
            attempt(client, &options, request, wanted, Some(&another)).await
        }
        Ok(_) => Err(failure),
        Err(error) => Err(Failure::Token(error)),
    }
}

/// Is the call allowed, as far as is known?
fn check(client: &Inner, meta: &'static Meta) -> Result<(), Failure> {
    match client.granted.clone().or_else(|| client.tokens.granted()) {
        Some(granted) => check_granted(meta, &granted).map_err(Failure::Permission),
        None => Ok(()),
    }
}

/// Sends the request once.
async fn attempt(
    client: &Inner,
    options: &Options,
    request: Request,
    wanted: Wanted,
    token: Option<&Secret>,
) -> Outcome {
    let meta = request.meta;
    let mut secrets: Vec<_> = token.into_iter().chain(&request.secrets).cloned().collect();
    // The longest first: what is left of it when a shorter one is hidden in it would show.
    secrets.sort_by_key(|secret| Reverse(secret.expose().len()));
    let http = http_request(request, options, token.map(Secret::expose)).map_err(Failure::Request)?;
    // A server or a transport may repeat what it was given; secrets are not to be seen.
    let hidden = |text: &str| without(&secrets, text);
    let raw = client.transport.send(http).await.map_err(|error| {
        Failure::Transport(TransportError { endpoint: Some(meta), message: hidden(&error.message), ..error })
    })?;
    match judge::judge(&raw, wanted) {
        Ok(value) => Ok((raw, value)),
        Err(mut bad) => {
            bad.hide(hidden);
            Err(Failure::Bad(bad, raw))
        }
    }
}

/// Puts the parts together and refuses what HTTP would.
fn http_request(request: Request, options: &Options, token: Option<&str>) -> Result<HttpRequest, RequestError> {
    let own = format!("https://{}", request.meta.host);
    let base = options.base_url.as_deref().unwrap_or(&own);
    let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")).unwrap_or_default();
    // `http:///path` would call a host named `path`.
    if host.is_empty() || host.starts_with('/') || !base.chars().all(|c| c.is_ascii_graphic() && c != '?' && c != '#') {
        return Err(RequestError::BaseUrl);
    }
    let url = request.url(base, token);
    let mut headers: Vec<(String, String)> = Vec::new();
    headers.extend(request.content_type.map(|kind| ("content-type".to_owned(), kind)));
    for (name, value) in &options.headers {
        let good_name =
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c));
        let frames_body = ["content-length", "transfer-encoding"].iter().any(|own| name.eq_ignore_ascii_case(own));
        if !good_name || frames_body || value.chars().any(|c| c.is_control() && c != '\t') {
            return Err(RequestError::Header(name.clone()));
        }
        // A later header goes before an earlier one of the same name: the call's before the client's.
        headers.retain(|(earlier, _)| !earlier.eq_ignore_ascii_case(name));
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

/// A text without the secrets, neither as they are nor as they stand in a URL.
fn without(secrets: &[Secret], text: &str) -> String {
    secrets.iter().map(Secret::expose).filter(|secret| !secret.is_empty()).fold(text.to_owned(), |text, secret| {
        text.replace(secret, "[redacted]").replace(&percent_encoded(secret), "[redacted]")
    })
}
