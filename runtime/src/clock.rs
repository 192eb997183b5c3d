//! The one clock of the runtime: what time it is, what has passed, how to wait. Tests bring a [`ManualClock`].
//!
//! Two kinds of time, and each comparison uses the right one. What a machine compares with itself (deadlines, pauses,
//! how long ago the store was asked) runs by [`Clock::elapsed`], which nobody can turn back. What is stored or comes from
//! WeChat (when a token ends) runs by [`Clock::now`], which may jump when the machine's clock is set.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use crate::transport::BoxFuture;

/// Knows the time, waits, and decides at random for how long.
pub trait Clock: Send + Sync {
    /// The time of day. It jumps when the clock is set.
    fn now(&self) -> SystemTime;

    /// The time since a moment that never changes. It never goes back, however the clock is set.
    fn elapsed(&self) -> Duration;

    /// Waits so long. It has to work on any executor.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()>;

    /// Ends after that time, unless what it bounds comes first. The same as [`sleep`](Self::sleep), but for clocks that
    /// tests move by hand.
    fn timeout(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.sleep(time)
    }

    /// A number from 0 to 1 by which pauses differ, so that callers who failed together do not come back together.
    fn fraction(&self) -> f64 {
        let random = RandomState::new().hash_one(());
        f64::from((random >> 32) as u32) / f64::from(u32::MAX)
    }
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(time)
    }

    fn timeout(&self, time: Duration) -> BoxFuture<'static, ()> {
        (**self).timeout(time)
    }

    fn fraction(&self) -> f64 {
        (**self).fraction()
    }
}

/// The machine's clock. It waits on a thread that all of a process share, so it needs no runtime.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        machine::now()
    }

    fn elapsed(&self) -> Duration {
        machine::elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        machine::sleep(time)
    }
}

/// Where there is an operating system.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod machine {
    use std::sync::LazyLock;
    use std::time::{Duration, Instant, SystemTime};

    use crate::transport::BoxFuture;

    /// All of a process count from here.
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);

    pub(super) fn now() -> SystemTime {
        SystemTime::now()
    }

    pub(super) fn elapsed() -> Duration {
        START.elapsed()
    }

    pub(super) fn sleep(time: Duration) -> BoxFuture<'static, ()> {
        // A time that no timer can hold is forever.
        match Instant::now().checked_add(time) {
            Some(_) => Box::pin(futures_timer::Delay::new(time)),
            None => Box::pin(std::future::pending()),
        }
    }
}

/// Where JavaScript knows the time: in a browser or in Node.js.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod machine {
    use std::sync::LazyLock;
    use std::time::{Duration, SystemTime};

    use web_time::Instant;
    use web_time::web::SystemTimeExt;

    use crate::transport::BoxFuture;

    /// All of a program count from here.
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);

    /// The timers there have milliseconds, in 31 bits.
    const LONGEST: Duration = Duration::from_secs(86_400);

    pub(super) fn now() -> SystemTime {
        web_time::SystemTime::now().to_std()
    }

    pub(super) fn elapsed() -> Duration {
        START.elapsed()
    }

    pub(super) fn sleep(time: Duration) -> BoxFuture<'static, ()> {
        let end = elapsed().saturating_add(time);
        Box::pin(async move {
            loop {
                let left = end.saturating_sub(elapsed());
                if left.is_zero() {
                    return;
                }
                // A part of a millisecond would be no time at all.
                futures_timer::Delay::new(left.min(LONGEST) + Duration::from_millis(1)).await;
            }
        })
    }
}

/// A clock for tests. A sleep on it moves it forward and goes on at once, so no test waits. Clones are the same clock.
///
/// A [timeout](Clock::timeout) does not move it: it ends once the clock has come to its end by other means, or after a
/// second of real time, which it then adds up for itself. So what is bounded may work on another thread, and a test of
/// something that never comes ends too.
#[derive(Clone)]
pub struct ManualClock(Arc<Mutex<Manual>>);

struct Manual {
    now: SystemTime,
    elapsed: Duration,
    slept: Vec<Duration>,
    fraction: f64,
    /// Who waits for a timeout, by number.
    waiting: BTreeMap<u64, Waker>,
    timeouts: u64,
}

impl ManualClock {
    /// A clock that shows this time. [`fraction`](Clock::fraction) is 1: pauses are as long as they can be.
    pub fn at(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(Manual {
            now: time,
            elapsed: Duration::ZERO,
            slept: Vec::new(),
            fraction: 1.0,
            waiting: BTreeMap::new(),
            timeouts: 0,
        })))
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        let waiting = {
            let mut manual = lock(&self.0);
            manual.now = manual.now.checked_add(by).unwrap_or(manual.now);
            manual.elapsed = manual.elapsed.saturating_add(by);
            std::mem::take(&mut manual.waiting)
        };
        waiting.into_values().for_each(Waker::wake);
    }

    /// Sets the time of day, forward or back, as an administrator or NTP does. No time passes by that.
    pub fn set(&self, time: SystemTime) {
        lock(&self.0).now = time;
    }

    /// What [`fraction`](Clock::fraction) is from now on, from 0 to 1.
    pub fn set_fraction(&self, fraction: f64) {
        lock(&self.0).fraction = fraction;
    }

    /// How long each sleep was.
    pub fn slept(&self) -> Vec<Duration> {
        lock(&self.0).slept.clone()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        lock(&self.0).now
    }

    fn elapsed(&self) -> Duration {
        lock(&self.0).elapsed
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            lock(&clock.0).slept.push(time);
            clock.advance(time);
        })
    }

    fn timeout(&self, time: Duration) -> BoxFuture<'static, ()> {
        let mut manual = lock(&self.0);
        manual.timeouts += 1;
        let (number, end) = (manual.timeouts, manual.elapsed.saturating_add(time));
        drop(manual);
        Box::pin(Timeout { clock: self.clone(), number, end, real: SystemClock.sleep(REAL) })
    }

    fn fraction(&self) -> f64 {
        lock(&self.0).fraction
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ManualClock").field(&self.now()).finish()
    }
}

/// How long a timeout of a [`ManualClock`] waits for somebody to move it.
const REAL: Duration = Duration::from_secs(1);

/// A timeout of a [`ManualClock`].
struct Timeout {
    clock: ManualClock,
    number: u64,
    end: Duration,
    real: BoxFuture<'static, ()>,
}

impl Future for Timeout {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.real.as_mut().poll(context).is_ready() {
            self.clock.advance(self.end.saturating_sub(self.clock.elapsed()));
        }
        let mut manual = lock(&self.clock.0);
        if manual.elapsed >= self.end {
            return Poll::Ready(());
        }
        manual.waiting.insert(self.number, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        lock(&self.clock.0).waiting.remove(&self.number);
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a future returns, unless the clock comes to `end` first.
pub(crate) async fn within<T>(clock: &dyn Clock, end: Duration, mut future: BoxFuture<'_, T>) -> Option<T> {
    // Made only when the future is not ready at once, as a token that is known is.
    let mut timeout: Option<BoxFuture<'static, ()>> = None;
    std::future::poll_fn(move |context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let timeout = timeout.get_or_insert_with(|| clock.timeout(end.saturating_sub(clock.elapsed())));
        timeout.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// Milliseconds since 1970; what records hold.
#[cfg(feature = "platform")]
pub(crate) fn unix_millis(time: SystemTime) -> i64 {
    in_millis(time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default())
}

/// A span of time in milliseconds.
#[cfg(feature = "platform")]
pub(crate) fn in_millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
