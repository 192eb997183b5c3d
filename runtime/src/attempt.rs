//! One attempt: the request goes out once, the reply is judged. Nothing here repeats anything.

use std::borrow::Cow;
use std::time::Duration;

use crate::client::Inner;
use crate::codec::Secret;
use crate::error::RequestError;
use crate::failure::{Failure, Outcome};
use crate::hide::without_secrets;
use crate::judge::{self, Wanted};
use crate::kind::Class;
use crate::layer::{Answer, Below};
use crate::options::Options;
use crate::reply::RawReply;
use crate::request::{Body, Request};
use crate::transport::{BoxFuture, HttpRequest, TransportError};

/// All that an attempt takes.
pub(crate) struct Sending<'a> {
    pub(crate) client: &'a Inner,
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

impl Below for Sending<'_> {
    fn send(&self) -> BoxFuture<'_, Answer> {
        Box::pin(self.answer())
    }
}

impl Sending<'_> {
    /// Sends it, and tells what came of it.
    pub(crate) async fn answer(&self) -> Answer {
        let clock = &self.client.settings.clock;
        let start = clock.passed();
        let outcome = self.outcome(self.end.saturating_sub(start)).await;
        let code = outcome.as_ref().err().and_then(Failure::code);
        Answer {
            outcome,
            class: code.map(|code| (self.class)(code).unwrap_or(Class::Other)),
            elapsed: clock.passed().saturating_sub(start),
        }
    }

    async fn outcome(&self, remaining: Duration) -> Outcome {
        let http = self.http_request(remaining).map_err(Failure::Request)?;
        let hidden = |text: &str| {
            without_secrets(text, self.token.map(|sent| sent.token).into_iter().chain(&self.request.secrets))
        };
        let endpoint = Some(self.request.meta);
        let raw = self.send_body(http).await.map_err(|failure| match failure {
            Failure::Transport(error) => {
                Failure::Transport(TransportError { endpoint, message: hidden(&error.message), ..error })
            }
            other => other,
        })?;
        match judge::judge(&raw, self.wanted) {
            Ok(value) => Ok((raw, value)),
            Err(mut bad) => {
                bad.hide(hidden);
                Err(Failure::Bad(bad, raw))
            }
        }
    }

    /// Sends it with its body, which is read as it is sent where it is a form.
    async fn send_body(&self, http: HttpRequest) -> Result<RawReply, Failure> {
        let transport = &self.client.settings.transport;
        let form = match &self.request.body {
            Body::Bytes(bytes) => {
                let http = HttpRequest { body: bytes.clone(), ..http };
                return transport.send(http).await.map_err(Failure::Transport);
            }
            Body::Form(form) => form,
        };
        // In a box: most calls have no form, and need not hold room for one.
        Box::pin(async {
            let (most, body) = (http.max_reply, form.open().await.map_err(Failure::Request)?);
            let reply = transport.open(http, Some(body)).await.map_err(Failure::Transport)?;
            reply.collect(most).await.map_err(Failure::Transport)
        })
        .await
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
            // A later header goes before an earlier one of the same name: the call's before the client's.
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
