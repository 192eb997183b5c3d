//! Layers around what is sent: for logs, metrics, or your own rate limit.
//!
//! A [`Layer`] sees each attempt of each call, the repeated ones too, before it is sent, and what came of it. It may
//! wait, refuse, or send again. The layer that was added first is the outermost: it sees an attempt first and what came
//! of it last. Neither token nor values nor the body pass by a layer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::call::failure::{Failure, GoodReply, Outcome};
use crate::endpoint::meta::Meta;
use crate::endpoint::return_code::Class;
use crate::error::RequestError;
use crate::transport::{BoxFuture, TransportError};

/// A layer around what is sent.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use wxopen_runtime::{AttemptOutcome, Attempt, BoxFuture, Layer, Next};
///
/// #[derive(Default)]
/// struct Counted { sent: AtomicU64, failed: AtomicU64 }
///
/// impl Layer for Counted {
///     fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
///         Box::pin(async move {
///             self.sent.fetch_add(1, Ordering::Relaxed);
///             let answer = next.run(attempt).await;
///             self.failed.fetch_add(u64::from(!answer.is_ok()), Ordering::Relaxed);
///             answer
///         })
///     }
/// }
/// ```
pub trait Layer: Send + Sync {
    /// Passes an attempt on with [`Next::run`], or answers by itself with [`AttemptOutcome::refuse`].
    ///
    /// Passing it on twice sends it twice: [`Meta::idempotent`] says whether that is safe.
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome>;
}

impl<T: Layer + ?Sized> Layer for Arc<T> {
    fn attempt<'a>(&'a self, attempt: &'a Attempt<'a>, next: Next<'a>) -> BoxFuture<'a, AttemptOutcome> {
        (**self).attempt(attempt, next)
    }
}

/// One attempt of a call.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// Facts of the endpoint.
    pub meta: &'static Meta,
    /// Which attempt of the call this is, from 1 on.
    pub number: u32,
    /// Where it goes: `https://api.weixin.qq.com`.
    pub base_url: &'a str,
    /// Bytes of the body; 0 for a form whose files are read while they are sent.
    pub body_len: usize,
    /// What is left until the call's deadline. A layer that waits longer ends the call.
    pub remaining: Duration,
}

/// What lies below a layer.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    pub(crate) layers: &'a [Arc<dyn Layer>],
    pub(crate) below: &'a dyn Below,
}

/// What lies below all layers.
pub(crate) trait Below: Send + Sync {
    fn send(&self) -> BoxFuture<'_, AttemptOutcome>;
}

impl<'a> Next<'a> {
    /// Sends the attempt.
    pub fn run(&self, attempt: &'a Attempt<'a>) -> BoxFuture<'a, AttemptOutcome> {
        match self.layers.split_first() {
            Some((layer, layers)) => layer.attempt(attempt, Next { layers, below: self.below }),
            None => self.below.send(),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Next({} layers)", self.layers.len())
    }
}

/// What came of an attempt. `Debug` shows what is safe to log.
#[must_use = "it is what the caller waits for"]
pub struct AttemptOutcome {
    pub(crate) outcome: Outcome,
    pub(crate) class: Option<Class>,
    pub(crate) elapsed: Duration,
}

impl AttemptOutcome {
    /// The attempt is not to be sent: the call ends with [`RequestError::Refused`]. No secrets in the reason.
    pub fn refuse(reason: impl Into<String>) -> Self {
        let failure = Failure::Request(RequestError::Refused(reason.into()));
        Self { outcome: Err(failure), class: None, elapsed: Duration::ZERO }
    }

    /// Is it a good reply?
    pub fn is_ok(&self) -> bool {
        self.outcome.is_ok()
    }

    /// WeChat's code; 0 for a good reply, `None` where WeChat said nothing.
    pub fn errcode(&self) -> Option<i64> {
        match &self.outcome {
            Ok(_) => Some(0),
            Err(failure) => failure.code(),
        }
    }

    /// WeChat's id of a request that failed.
    pub fn rid(&self) -> Option<String> {
        self.outcome.as_ref().err().and_then(Failure::rid)
    }

    /// The class of WeChat's code.
    pub fn class(&self) -> Option<Class> {
        self.class
    }

    /// HTTP status, where a reply came.
    pub fn status(&self) -> Option<u16> {
        match &self.outcome {
            Ok(GoodReply { raw, .. }) | Err(Failure::BadReply(_, raw)) => Some(raw.status),
            Err(_) => None,
        }
    }

    /// Why no reply came.
    pub fn transport_error(&self) -> Option<&TransportError> {
        match &self.outcome {
            Err(Failure::Transport(error)) => Some(error),
            _ => None,
        }
    }

    /// How long the exchange took, by the client's timer.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

impl fmt::Debug for AttemptOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptOutcome")
            .field("status", &self.status())
            .field("errcode", &self.errcode())
            .field("rid", &self.rid())
            .field("class", &self.class)
            .field("transport_error", &self.transport_error())
            .field("elapsed", &self.elapsed)
            .finish()
    }
}
