//! What chance decides, all of it from one seed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Throws that follow from a seed. Clones share them. Only whole numbers are drawn, so they are the same on each machine.
#[derive(Clone)]
pub(crate) struct Dice(Arc<Mutex<fastrand::Rng>>);

impl Dice {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(fastrand::Rng::with_seed(seed))))
    }

    /// A number below `end`; 0 for an end of 0.
    pub(crate) fn number(&self, end: u64) -> u64 {
        match end {
            0 => 0,
            _ => self.0.lock().unwrap_or_else(PoisonError::into_inner).u64(..end),
        }
    }

    /// A place among so many.
    pub(crate) fn below(&self, end: usize) -> usize {
        usize::try_from(self.number(end as u64)).unwrap_or_default()
    }

    /// True so many times in a million.
    pub(crate) fn million(&self, times: u32) -> bool {
        times > 0 && self.number(1_000_000) < u64::from(times)
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&self, times: u32) -> bool {
        self.million(times * 10_000)
    }

    /// A time from `least` to `most`, in whole microseconds.
    pub(crate) fn between(&self, least: Duration, most: Duration) -> Duration {
        let span = u64::try_from(most.saturating_sub(least).as_micros()).unwrap_or(u64::MAX);
        least + Duration::from_micros(self.number(span))
    }

    /// One of these.
    pub(crate) fn one_of<T: Copy>(&self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }

    /// A number from 0 to 1.
    pub(crate) fn fraction(&self) -> f64 {
        self.number(1 << 20) as f64 / f64::from(1 << 20)
    }
}
