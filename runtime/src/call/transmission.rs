//! One attempt: the request goes out once, the reply is judged. Nothing here repeats anything.

use std::borrow::Cow;
use std::time::Duration;

use crate::call::failure::{Failure, GoodReply, Outcome};
use crate::call::layer::{AttemptOutcome, Below};
use crate::call::settings::{Caller, Options};
use crate::codec::{Json, Secret};
use crate::endpoint::meta::Meta;
use crate::endpoint::reply::RawReply;
use crate::endpoint::request::{Body, Request};
use crate::endpoint::return_code::Class;
use crate::endpoint::sniff::{Content, FIRST_BYTES};
use crate::endpoint::verdict::{Wanted, verdict};
use crate::error::RequestError;
use crate::hide::without_secrets;
use crate::transport::{BodyStream, BoxFuture, HttpRequest, ReplyStream, TransportError};

/// All that an attempt takes.
pub(crate) struct Transmission<'a> {
    pub(crate) client: &'a Caller,
    pub(crate) options: &'a Options,
    pub(crate) request: &'a Request,
    pub(crate) wanted: Wanted,
    /// What kind of failure a code is that this endpoint lists.
    pub(crate) class: fn(i64) -> Option<Class>,
    pub(crate) token: Option<SentToken<'a>>,
    pub(crate) base: &'a str,
    /// When the call has to be over, as the clock counts.
    pub(crate) end: Duration,
}

/// A token, and the query parameter that it travels in.
#[derive(Clone, Copy)]
pub(crate) struct SentToken<'a> {
    pub(crate) param: &'static str,
    pub(crate) token: &'a Secret,
}

impl Below for Transmission<'_> {
    fn send(&self) -> BoxFuture<'_, AttemptOutcome> {
        Box::pin(self.answer())
    }
}

impl Transmission<'_> {
    /// Sends it and returns the outcome.
    pub(crate) async fn answer(&self) -> AttemptOutcome {
        let clock = &self.client.settings.clock;
        let start = clock.elapsed();
        let outcome = self.outcome(self.end.saturating_sub(start)).await;
        let code = outcome.as_ref().err().and_then(Failure::code);
        AttemptOutcome {
            outcome,
            class: code.map(|code| (self.class)(code).unwrap_or(Class::Other)),
            elapsed: clock.elapsed().saturating_sub(start),
        }
    }

    async fn outcome(&self, remaining: Duration) -> Outcome {
        let http = self.http_request(remaining).map_err(Failure::Request)?;
        let (raw, rest) = match (&self.request.body, self.options.streamed) {
            (Body::Bytes(bytes), false) => {
                let http = HttpRequest { body: bytes.clone(), ..http };
                let sent = self.client.settings.transport.send(http).await;
                (sent.map_err(|error| self.hide_secrets_in(Failure::Transport(error)))?, None)
            }
            // In a box: most calls are not streamed, and need not hold room for it.
            _ => Box::pin(self.streamed(http)).await.map_err(|failure| self.hide_secrets_in(failure))?,
        };
        if rest.is_some() {
            return Ok(GoodReply { raw, json: Json::default(), rest });
        }
        match verdict(&raw, self.wanted) {
            Ok(json) => Ok(GoodReply { raw, json, rest }),
            Err(bad) => Err(self.hide_secrets_in(Failure::BadReply(bad, raw))),
        }
    }

    /// Sends it as a stream. Where the reply is to be one too and begins as bytes do, the rest of it is left unread.
    async fn streamed(&self, http: HttpRequest) -> Result<(RawReply, Option<BodyStream>), Failure> {
        let (mut http, mut body) = (http, None);
        match &self.request.body {
            Body::Bytes(bytes) => http.body.clone_from(bytes),
            Body::Form(form) => body = Some(form.open().await.map_err(Failure::Request)?),
        }
        let most = http.max_reply;
        if self.options.streamed && self.options.max_reply.is_none() {
            http.max_reply = usize::MAX;
        }
        let reply = self.client.settings.transport.open(http, body).await.map_err(Failure::Transport)?;
        if !self.options.streamed {
            return Ok((reply.collect(most).await.map_err(Failure::Transport)?, None));
        }
        let ReplyStream { head: mut raw, body: mut rest } = reply;
        while raw.body.len() < FIRST_BYTES
            && let Some(piece) = rest.next().await.map_err(Failure::Transport)?
        {
            raw.body.extend_from_slice(&piece);
        }
        if (200..300).contains(&raw.status) && raw.content() == Content::Bytes {
            let (meta, secrets) = (self.request.meta, self.secrets().cloned().collect::<Vec<_>>());
            return Ok((raw, Some(rest.map_err(move |error| without_secrets_in(error, meta, &secrets)))));
        }
        let rest = rest.collect(most.saturating_sub(raw.body.len())).await.map_err(Failure::Transport)?;
        raw.body.extend_from_slice(&rest);
        Ok((raw, None))
    }

    /// The secrets of the call.
    fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.token.map(|sent| sent.token).into_iter().chain(&self.request.secrets)
    }

    /// The failure without secrets: a server or a transport may repeat what it was sent.
    fn hide_secrets_in(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Transport(error) => {
                Failure::Transport(without_secrets_in(error, self.request.meta, self.secrets()))
            }
            Failure::BadReply(mut bad, raw) => {
                bad.hide(|text| without_secrets(text, self.secrets()));
                Failure::BadReply(bad, raw)
            }
            other => other,
        }
    }

    /// Puts the parts together and refuses what HTTP would.
    fn http_request(&self, remaining: Duration) -> Result<HttpRequest, RequestError> {
        let Self { options, request, base, .. } = self;
        let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")).unwrap_or_default();
        // `http:///path` would call a host named `path`.
        let plain = |c: char| c.is_ascii_graphic() && c != '?' && c != '#';
        if host.is_empty() || host.starts_with('/') || !base.chars().all(plain) {
            return Err(RequestError::BaseUrl);
        }
        let mut headers: Vec<(Cow<'static, str>, Cow<'static, str>)> = Vec::with_capacity(options.headers.len() + 1);
        headers.extend(request.content_type.clone().map(|kind| ("content-type".into(), kind)));
        for (name, value) in &options.headers {
            let good_name =
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c));
            let frames_body = ["content-length", "transfer-encoding"].iter().any(|own| name.eq_ignore_ascii_case(own));
            if !good_name || frames_body || value.chars().any(|c| c.is_control() && c != '\t') {
                return Err(RequestError::Header(name.clone()));
            }
            // A later header takes precedence over an earlier one of the same name: the call's over the client's.
            headers.retain(|(earlier, _)| !earlier.eq_ignore_ascii_case(name));
            headers.push((name.clone().into(), value.clone().into()));
        }
        Ok(HttpRequest {
            method: request.meta.method,
            url: request.url_with(base, self.token.map(|sent| (sent.param, sent.token.expose()))),
            headers,
            body: Vec::new(),
            timeout: options.timeout.min(remaining),
            max_reply: options.max_reply.unwrap_or(self.wanted.max_reply()),
        })
    }
}

/// The error of this endpoint without secrets.
fn without_secrets_in<'a>(
    error: TransportError,
    endpoint: &'static Meta,
    secrets: impl IntoIterator<Item = &'a Secret>,
) -> TransportError {
    TransportError { endpoint: Some(endpoint), message: without_secrets(&error.message, secrets), ..error }
}
