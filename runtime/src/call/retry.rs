//! When a call that failed is made again, and after which pause.
//!
//! | what happened | made again |
//! |---|---|
//! | no connection: nothing was sent | always, after a back-off |
//! | WeChat is busy (-1 and codes of class `retry`), HTTP 429 or 5xx | if the spec calls the endpoint safe, after a back-off |
//! | the connection broke, or no reply came in time | if the spec calls the endpoint safe, after a back-off |
//! | 45011, too many calls in this minute: the call was refused | always, in the next minute of the clock |
//! | 45009, too many calls today; any other code | never |
//!
//! A back-off is a random part of a span that doubles each time. What would end after the call's deadline is not waited
//! for: the call fails at once, with the cause.

use std::time::{Duration, UNIX_EPOCH};

use crate::call::failure::Failure;
use crate::clock::Clock;
use crate::endpoint::meta::Meta;
use crate::endpoint::return_code::Class;
use crate::transport::TransportErrorKind;

/// Codes of the wire.
const BUSY: i64 = -1;
const PER_DAY: i64 = 45009;
const PER_MINUTE: i64 = 45011;

/// How long after the minute's beginning calls come back at most, for neither do clocks agree nor should all come at once.
const INTO_MINUTE: Duration = Duration::from_secs(1);

/// When calls that failed are made again. By default up to three times in all where that is safe, with back-offs of up to
/// 100 and 200 ms.
///
/// Safe is what was never sent, what WeChat refused for its rate, and any failure of an endpoint whose spec says that
/// calling it twice does the same as calling it once ([`Meta::idempotent`]). Anything else is never made again: a tester
/// might be bound twice.
///
/// ```
/// # use std::time::Duration;
/// use wxopen_runtime::Retry;
/// let patient = Retry::default().attempts(6).backoff(Duration::from_millis(200), Duration::from_secs(5));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
    next_minute: bool,
    unsent_only: bool,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_millis(100),
            longest: Duration::from_secs(10),
            next_minute: true,
            unsent_only: false,
        }
    }
}

impl Retry {
    /// Never again.
    pub fn none() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// So often in all, the first time included.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// The longest back-off after the first failure; it doubles with each one, up to `longest`.
    #[must_use]
    pub fn backoff(self, first: Duration, longest: Duration) -> Self {
        Self { first, longest, ..self }
    }

    /// Whether a call that WeChat refused with 45011 waits for the next minute. It does unless set otherwise.
    #[must_use]
    pub fn next_minute(self, wait: bool) -> Self {
        Self { next_minute: wait, ..self }
    }

    /// Only calls of which nothing was sent, whatever the spec says.
    #[must_use]
    pub fn unsent_only(self) -> Self {
        Self { next_minute: false, unsent_only: true, ..self }
    }

    /// How long to wait before the call is made again, after so many tries; `None`: it is not.
    pub(crate) fn pause(
        &self,
        meta: &Meta,
        failure: &Failure,
        class: Option<Class>,
        tries: u32,
        clock: &dyn Clock,
    ) -> Option<Duration> {
        if tries >= self.attempts {
            return None;
        }
        let safe = meta.idempotent && !self.unsent_only;
        match Reason::of(failure, class)? {
            Reason::NextMinute => self.next_minute.then(|| until_next_minute(clock)),
            Reason::Unsent => Some(self.back_off(tries, clock)),
            Reason::Unknown => safe.then(|| self.back_off(tries, clock)),
        }
    }

    fn back_off(&self, tries: u32, clock: &dyn Clock) -> Duration {
        let doubled = 2_u32.saturating_pow(tries.saturating_sub(1));
        part(self.first.saturating_mul(doubled).min(self.longest), clock)
    }
}

/// Why a call may be made again.
enum Reason {
    /// Nothing was sent.
    Unsent,
    /// It may have been carried out.
    Unknown,
    /// WeChat takes more of them in the next minute.
    NextMinute,
}

impl Reason {
    fn of(failure: &Failure, class: Option<Class>) -> Option<Self> {
        match failure {
            Failure::Transport(error) if error.kind == TransportErrorKind::Connect => Some(Self::Unsent),
            Failure::Transport(error) => error.is_retryable().then_some(Self::Unknown),
            Failure::BadReply(bad, raw) => match bad.code() {
                Some(PER_MINUTE) => Some(Self::NextMinute),
                Some(PER_DAY) => None,
                Some(code) => (code == BUSY || class == Some(Class::Retry)).then_some(Self::Unknown),
                None => (bad.is_status() && (raw.status >= 500 || raw.status == 429)).then_some(Self::Unknown),
            },
            Failure::Permission(_) | Failure::Token(_) | Failure::Request(_) => None,
        }
    }
}

/// A random part of a span.
fn part(span: Duration, clock: &dyn Clock) -> Duration {
    let fraction = clock.fraction();
    let fraction = if fraction.is_finite() { fraction.clamp(0.0, 1.0) } else { 1.0 };
    Duration::try_from_secs_f64(span.as_secs_f64() * fraction).map_or(span, |part| part.min(span))
}

/// Until shortly after the minute's end.
fn until_next_minute(clock: &dyn Clock) -> Duration {
    const MINUTE: u128 = 60_000;
    let since = clock.now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let rest = u64::try_from(MINUTE - since % MINUTE).unwrap_or_default();
    Duration::from_millis(rest).saturating_add(part(INTO_MINUTE, clock))
}
