//! Time as calls see it: what the clock shows, what has passed, how to wait. Tests bring a timer of their own.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use crate::transport::BoxFuture;

/// Tells the time, waits, and throws the dice for how long.
pub trait Timer: Send + Sync {
    /// What the clock shows. WeChat counts some calls by the minute of the clock.
    fn now(&self) -> SystemTime;

    /// The time that has passed since a moment that stays the same. It never runs backwards.
    fn passed(&self) -> Duration;

    /// Comes back after that time.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()>;

    /// A number from 0 to 1 by which pauses differ, so that callers who failed together do not come back together.
    fn fraction(&self) -> f64 {
        let dice = RandomState::new().hash_one(());
        f64::from((dice >> 32) as u32) / f64::from(u32::MAX)
    }
}

impl<T: Timer + ?Sized> Timer for Arc<T> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn passed(&self) -> Duration {
        (**self).passed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(time)
    }

    fn fraction(&self) -> f64 {
        (**self).fraction()
    }
}

/// The machine's time. It waits on tokio's timer where there is a runtime, else on a thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemTimer;

/// All of a process count from here.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Timer for SystemTimer {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn passed(&self) -> Duration {
        START.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        #[cfg(any(feature = "reqwest", feature = "platform", feature = "blocking"))]
        if tokio::runtime::Handle::try_current().is_ok() {
            return Box::pin(tokio::time::sleep(time));
        }
        Box::pin(OnThread { time, shared: None })
    }
}

/// Waits on a thread of its own, from the first poll on.
struct OnThread {
    time: Duration,
    shared: Option<Arc<Mutex<Alarm>>>,
}

/// What the thread and the future share.
struct Alarm {
    rung: bool,
    waker: Waker,
}

impl Future for OnThread {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Some(shared) = &self.shared {
            let mut alarm = held(shared);
            alarm.waker.clone_from(context.waker());
            return if alarm.rung { Poll::Ready(()) } else { Poll::Pending };
        }
        let shared = Arc::new(Mutex::new(Alarm { rung: false, waker: context.waker().clone() }));
        let (time, theirs) = (self.time, shared.clone());
        let thread = std::thread::Builder::new().spawn(move || {
            std::thread::sleep(time);
            let mut alarm = held(&theirs);
            alarm.rung = true;
            alarm.waker.wake_by_ref();
        });
        // Without a thread to spare this one waits itself.
        if thread.is_err() {
            std::thread::sleep(time);
            return Poll::Ready(());
        }
        self.shared = Some(shared);
        Poll::Pending
    }
}

/// A timer for tests: whoever sleeps moves it forward and goes on at once. Clones are the same timer.
#[derive(Clone)]
pub struct ManualTimer(Arc<Mutex<Manual>>);

struct Manual {
    start: SystemTime,
    passed: Duration,
    slept: Vec<Duration>,
    fraction: f64,
}

impl ManualTimer {
    /// A timer whose clock shows this time. Pauses are as long as they can be.
    pub fn at(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(Manual { start: time, passed: Duration::ZERO, slept: Vec::new(), fraction: 1.0 })))
    }

    /// Moves it forward.
    pub fn advance(&self, by: Duration) {
        let mut manual = held(&self.0);
        manual.passed = manual.passed.saturating_add(by);
    }

    /// What the dice show from now on, from 0 to 1.
    pub fn set_fraction(&self, fraction: f64) {
        held(&self.0).fraction = fraction;
    }

    /// How long was slept, each time.
    pub fn slept(&self) -> Vec<Duration> {
        held(&self.0).slept.clone()
    }
}

impl Timer for ManualTimer {
    fn now(&self) -> SystemTime {
        let manual = held(&self.0);
        manual.start.checked_add(manual.passed).unwrap_or(manual.start)
    }

    fn passed(&self) -> Duration {
        held(&self.0).passed
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let timer = self.clone();
        Box::pin(async move {
            timer.advance(time);
            held(&timer.0).slept.push(time);
        })
    }

    fn fraction(&self) -> f64 {
        held(&self.0).fraction
    }
}

impl fmt::Debug for ManualTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ManualTimer").field(&self.now()).finish()
    }
}

fn held<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a future gives, unless the timer comes to `end` before.
pub(crate) async fn within<T>(timer: &dyn Timer, end: Duration, mut future: BoxFuture<'_, T>) -> Option<T> {
    // Made only when the future is not ready at once, as a token that is known is.
    let mut alarm: Option<BoxFuture<'static, ()>> = None;
    std::future::poll_fn(move |context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let alarm = alarm.get_or_insert_with(|| timer.sleep(end.saturating_sub(timer.passed())));
        alarm.as_mut().poll(context).map(|()| None)
    })
    .await
}
