//! What a run is to be like, and what a worker is told of it.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::clock::WrongClock;

/// How long tokens live.
pub(crate) const LIFETIME: Duration = Duration::from_secs(1);
/// How long one process may take over a refresh before another one tries.
pub(crate) const LEASE: Duration = Duration::from_secs(3);

/// Where tokens are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum StoreKind {
    /// A Redis server of the run's own
    Redis,
    /// A SQLite file
    Sqlite,
}

/// A run.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) store: StoreKind,
    pub(crate) processes: usize,
    /// Of each process.
    pub(crate) tasks: usize,
    pub(crate) authorizers: usize,
    pub(crate) seconds: u64,
    /// Calls a second of all tasks together, as far as the machine goes; 0: no pauses.
    pub(crate) rate: u64,
    pub(crate) seed: u64,
    /// Does each refresh replace the refresh token, too?
    pub(crate) rotate: bool,
    /// Does the store forget everything midway?
    pub(crate) forget: bool,
    /// Are the clocks of workers wrong, and do they jump?
    pub(crate) wrong_clocks: bool,
}

/// What a worker is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Orders {
    /// Which worker it is; those that take a dead one's place have numbers of their own.
    pub(crate) number: usize,
    pub(crate) tasks: usize,
    pub(crate) authorizers: usize,
    pub(crate) seed: u64,
    /// How long a task rests between two calls, on average.
    pub(crate) pause: Duration,
    /// When to stop, in microseconds since 1970.
    pub(crate) ends_at: u64,
    /// What time it is for it.
    pub(crate) clock: WrongClock,
    pub(crate) wechat: String,
    /// A `redis://` URL, or the path of a SQLite file.
    pub(crate) store: String,
    /// Where to note what happens.
    pub(crate) trace: PathBuf,
}

/// The appid of a merchant.
pub(crate) fn appid(index: usize) -> String {
    format!("wx-merchant-{index:04}")
}

/// The true time, in microseconds since 1970. All processes of a run are on one machine, and note what happens by its clock,
/// whatever their own show.
pub(crate) fn now() -> u64 {
    micros(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

pub(crate) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// Dice that fall the same way each time: SplitMix64.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}
