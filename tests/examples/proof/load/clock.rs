//! A machine's clock that is wrong, and jumps.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use wxopen_runtime::{BoxFuture, Clock, SystemClock};

use super::plan::{Dice, LEASE, micros};

/// How far clocks of machines are off, either way.
const SKEW: Duration = Duration::from_secs(600);
/// How far a clock jumps, either way.
const STEP: Duration = Duration::from_secs(3600);
/// A clock jumps about this often.
const EVERY: Duration = Duration::from_secs(7);

/// The time of day as one machine shows it. What passes on it is true: a clock that is set does not change that.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct WrongClock {
    /// From when on it is off by how much, in microseconds; the latest last. Before the first it is right.
    off: Vec<(u64, i64)>,
}

impl WrongClock {
    /// One that is wrong from the start, and jumps now and then.
    pub(crate) fn new(dice: &mut Dice, from: u64, to: u64) -> Self {
        let either_way = |dice: &mut Dice, most: Duration| dice.below(2 * micros(most)) as i64 - micros(most) as i64;
        let skew = either_way(dice, SKEW);
        let (mut off, mut at) = (vec![(0, skew)], from);
        loop {
            at += dice.below(2 * micros(EVERY));
            if at >= to {
                return Self { off };
            }
            // Forward, back, or right again but for the skew.
            let hour = micros(STEP) as i64;
            let now = off.last().map_or(0, |(_, off)| off - skew);
            let next = match (now == 0, dice.below(2)) {
                (true, 0) => hour,
                (true, _) => -hour,
                (false, _) => 0,
            };
            off.push((at, skew + next));
        }
    }

    /// How far off it is at a true time, in microseconds.
    pub(crate) fn off(&self, at: u64) -> i64 {
        self.off.iter().rev().find(|(from, _)| *from <= at).map_or(0, |(_, off)| *off)
    }

    /// The least and the most that it is off between two true times.
    pub(crate) fn off_between(&self, from: u64, to: u64) -> (i64, i64) {
        let jumps = self.off.iter().filter(|(at, _)| (from..=to).contains(at)).map(|(_, off)| *off);
        jumps.fold((self.off(from), self.off(from)), |(least, most), off| (least.min(off), most.max(off)))
    }

    /// How often it jumps until a true time.
    pub(crate) fn jumps(&self, until: u64) -> usize {
        self.off.iter().skip(1).filter(|(at, _)| *at < until).count()
    }

    /// When it showed this time: both in milliseconds, and not long before this true time in microseconds.
    pub(crate) fn truth(&self, shown: u64, before: u64) -> u64 {
        let earliest = before.saturating_sub(2 * micros(LEASE));
        let offs = self.off.iter().map(|(_, off)| *off).chain([0]);
        let mut times = offs.filter_map(|off| Some((off, (shown * 1000).checked_add_signed(-off)?)));
        // What is stored is cut to milliseconds: it showed this for that long.
        let was_off = |off: i64, at: u64| self.off(at) == off || self.off(at + 999) == off;
        let found = times.find(|(off, at)| (earliest..=before).contains(at) && was_off(*off, *at));
        found.map_or(before, |(_, at)| at) / 1000
    }
}

impl Clock for WrongClock {
    fn now(&self) -> SystemTime {
        let off = self.off(super::plan::now());
        let by = Duration::from_micros(off.unsigned_abs());
        if off < 0 { SystemClock.now() - by } else { SystemClock.now() + by }
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        SystemClock.sleep(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_was_shown_is_found_again() {
        let (mut dice, from) = (Dice::new(1), 1_800_000_000_000_000);
        for _ in 0..50 {
            let clock = WrongClock::new(&mut dice, from, from + micros(STEP));
            assert!(clock.jumps(u64::MAX) > 100);
            for _ in 0..100 {
                let at = from + dice.below(micros(STEP));
                let shown = at.checked_add_signed(clock.off(at)).expect("after 1970") / 1000;
                let found = clock.truth(shown, at + dice.below(micros(LEASE)));
                assert!(found.abs_diff(at / 1000) <= 1, "{at} {found}");
            }
        }
    }
}
