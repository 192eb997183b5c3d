//! A call, from its request to a judged reply: the token, the attempts, the pauses between them. Nothing here knows the
//! types of the call, so it is compiled once.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use tracing::{Instrument, Span, field};

use crate::call::failover::{FailOver, base_of};
use crate::call::failure::{Failure, Outcome};
use crate::call::layer::{Attempt, AttemptOutcome, Layer, Next};
use crate::call::log::{log_outcome, record_outcome, span_of};
use crate::call::settings::{Caller, Options, Prepared};
use crate::call::transmission::{SentToken, Transmission};
use crate::clock::within;
use crate::codec::Secret;
use crate::endpoint::permission::check_granted;
use crate::endpoint::request::Request;
use crate::endpoint::return_code::Class;
use crate::endpoint::verdict::Wanted;
use crate::error::{TokenError, TokenProblem};
use crate::token::{another_token_may_help, fallback_class};
use crate::transport::{BoxFuture, TransportError, TransportErrorKind, WithoutSecrets};

/// Runs a call. Boxed here, so that none of it is compiled again for each type of call. `class` is what kind of failure a
/// code is that the endpoint lists.
pub(crate) fn run(prepared: Prepared, wanted: Wanted, class: fn(i64) -> Option<Class>) -> BoxFuture<'static, Outcome> {
    // A block and no function: that would have room for `prepared` twice.
    Box::pin(async move {
        let Prepared { client, options, request } = &prepared;
        let span = span_of(request.meta, client.tokens.account());
        let end = client.settings.clock.elapsed().saturating_add(options.deadline);
        let mut exchange = Exchange { client, options, request, wanted, class, end, sent: 0 };
        // Nobody listens, mostly. A box for those who do costs the others no room.
        let outcome = match span.is_disabled() {
            true => exchange.run().await,
            false => Box::pin(exchange.run().instrument(span.clone())).await,
        };
        span.in_scope(|| log_outcome(&span, &outcome, class));
        outcome
    })
}

/// A call under way.
struct Exchange<'a> {
    client: &'a Caller,
    options: &'a Options,
    request: &'a Request,
    wanted: Wanted,
    class: fn(i64) -> Option<Class>,
    /// When it has to be over, as the clock counts.
    end: Duration,
    /// How often it has been sent.
    sent: u32,
}

impl Exchange<'_> {
    async fn run(&mut self) -> Outcome {
        self.check()?;
        let (clock, meta) = (&self.client.settings.clock, self.request.meta);
        let tokens = &self.client.tokens;
        let sent = meta.token.and_then(|token| Some((tokens.param_for(&token)?, tokens.kind_for(&token))));
        let (mut another, mut may_replace, mut tries) = (None, true, 1);
        loop {
            let token = match (sent, another.take()) {
                (Some((_, kind)), None) => Some(self.token(kind).await?),
                (_, another) => another,
            };
            let sent_token = sent.zip(token.as_ref()).map(|((param, _), token)| SentToken { param, token });
            let AttemptOutcome { outcome, class, .. } = self.send_to_reachable_host(sent_token).await;
            let failure = match outcome {
                Ok(reply) => return Ok(reply),
                Err(failure) => failure,
            };
            // What came from a reader is gone.
            if !self.request.body.can_be_sent() {
                return Err(failure);
            }
            let code = failure.code();
            if let (Some((_, kind)), Some(token), Some(code)) = (sent, &token, code)
                && another_token_may_help((self.class)(code).or_else(|| fallback_class(code)), kind)
                && std::mem::take(&mut may_replace)
            {
                // Refused for its token: the call has had no effect, and may be repeated whatever it does. Once.
                another = self.replace(kind, token, code).await?;
                if another.is_none() {
                    return Err(failure);
                }
                tracing::debug!(code, "the token was refused; once more with another");
                continue;
            }
            let Some(pause) = self.options.retry.pause(meta, &failure, class, tries, clock) else {
                return Err(failure);
            };
            if clock.elapsed().saturating_add(pause) >= self.end {
                tracing::debug!(?pause, code, "the deadline leaves no time for another attempt");
                return Err(failure);
            }
            tracing::debug!(?pause, code, "once more after a pause");
            clock.sleep(pause).await;
            tries += 1;
        }
    }

    /// The token, and with it what a provider may have learned of the sets that are granted.
    async fn token(&self, kind: &'static str) -> Result<Secret, Failure> {
        match within(&*self.client.settings.clock, self.end, self.client.tokens.token(kind)).await {
            Some(token) => {
                let token = token.map_err(Failure::Token)?;
                self.check().map(|()| token)
            }
            None => Err(token_past_deadline(kind)),
        }
    }

    /// Another token for one that was refused.
    async fn replace(&self, kind: &'static str, token: &Secret, code: i64) -> Result<Option<Secret>, Failure> {
        match within(&*self.client.settings.clock, self.end, self.client.tokens.rejected(kind, token, code)).await {
            Some(Ok(another)) => Ok(another.filter(|another| another != token)),
            Some(Err(error)) => Err(Failure::Token(error)),
            // Then the call fails with the refusal.
            None => Ok(None),
        }
    }

    /// Is the call allowed, as far as is known?
    fn check(&self) -> Result<(), Failure> {
        match self.client.granted.clone().or_else(|| self.client.tokens.granted()) {
            Some(granted) => check_granted(self.request.meta, &granted).map_err(Failure::Permission),
            None => Ok(()),
        }
    }

    /// Sends it to the first host that can be reached.
    async fn send_to_reachable_host(&mut self, token: Option<SentToken<'_>>) -> AttemptOutcome {
        let own = self.options.base_url.as_deref();
        let first = own.map_or_else(|| Cow::Owned(base_of(self.request.meta.host)), Cow::Borrowed);
        match &self.client.settings.fail_over {
            None => self.send(&first, token).await,
            // In a box, as are layers below: most calls have neither, and need not hold room for them.
            Some(fail_over) => Box::pin(self.send_with_fail_over(&first, fail_over, token)).await,
        }
    }

    async fn send_with_fail_over(
        &mut self,
        first: &str,
        fail_over: &FailOver,
        token: Option<SentToken<'_>>,
    ) -> AttemptOutcome {
        let (client, options, meta) = (self.client, self.options, self.request.meta);
        let mut bases = vec![first.to_owned()];
        bases.extend(fail_over.fallback_bases(meta, options.base_url.is_some()));
        let (count, clock) = (bases.len(), &client.settings.clock);
        let begin = fail_over.first_to_try(first, clock.elapsed()) % count;
        let mut order = bases.iter().enumerate().cycle().skip(begin).take(count).peekable();
        let mut moved = false;
        while let Some((index, base)) = order.next() {
            let answer = self.send(base, token).await;
            let failed = answer.transport_error().map(|error| error.kind);
            if failed == Some(TransportErrorKind::Connect) && order.peek().is_some() && clock.elapsed() < self.end {
                tracing::debug!(host = %WithoutSecrets(base), "cannot be reached; on to another host");
                moved = true;
                continue;
            }
            if answer.status().is_some() {
                fail_over.note_answer(first, index, moved, clock.elapsed());
            }
            return answer;
        }
        self.send(first, token).await
    }

    /// Sends it once, through the layers.
    async fn send(&mut self, base: &str, token: Option<SentToken<'_>>) -> AttemptOutcome {
        let Self { client, options, request, wanted, class, end, .. } = *self;
        self.sent = self.sent.saturating_add(1);
        let transmission = Transmission { client, options, request, wanted, class, token, base, end };
        let span = tracing::debug_span!(
            "wechat.attempt",
            attempt = self.sent,
            host = %WithoutSecrets(base),
            status = field::Empty,
            errcode = field::Empty,
            rid = field::Empty
        );
        let answer = match client.settings.layers.as_slice() {
            [] if span.is_disabled() => transmission.answer().await,
            [] => Box::pin(transmission.answer().instrument(span.clone())).await,
            layers => Box::pin(self.send_through_layers(layers, &transmission, &span)).await,
        };
        record_outcome(&span, &answer.outcome);
        answer
    }

    async fn send_through_layers(
        &self,
        layers: &[Arc<dyn Layer>],
        transmission: &Transmission<'_>,
        span: &Span,
    ) -> AttemptOutcome {
        let Self { client, request, end, .. } = *self;
        let base_url = WithoutSecrets(transmission.base).to_string();
        let attempt = Attempt {
            meta: request.meta,
            number: self.sent,
            base_url: &base_url,
            body_len: request.body.len().unwrap_or_default(),
            remaining: end.saturating_sub(client.settings.clock.elapsed()),
        };
        let run = Next { layers, below: transmission }.run(&attempt);
        let answer = within(&*client.settings.clock, end, Box::pin(run.instrument(span.clone()))).await;
        answer.unwrap_or_else(|| self.past_deadline())
    }

    /// The outcome of an attempt that its layers did not end in time.
    fn past_deadline(&self) -> AttemptOutcome {
        let error = TransportError::new(TransportErrorKind::Timeout, "the deadline of the call has passed");
        let outcome = Err(Failure::Transport(TransportError { endpoint: Some(self.request.meta), ..error }));
        AttemptOutcome { outcome, class: None, elapsed: Duration::ZERO }
    }
}

fn token_past_deadline(kind: &'static str) -> Failure {
    let reason = "it did not come before the deadline of the call";
    Failure::Token(TokenError::new(kind, reason).with_problem(TokenProblem::Late))
}
