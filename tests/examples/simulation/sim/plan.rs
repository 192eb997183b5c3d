//! What may go wrong in a run, and how often. Each seed has faults of its own: some have many kinds, some a single one,
//! some none, so that what is rare is not hidden behind what is common, and most runs have few excuses.

use std::time::Duration;

use super::dice::Dice;

/// How long a token of WeChat lives.
pub(crate) const LIFETIME: Duration = Duration::from_secs(7200);
/// How long everything runs before faults end.
pub(crate) const COURSE: Duration = Duration::from_secs(5 * 3600);
/// How far apart clocks of machines are at most, either way.
pub(crate) const SKEW: Duration = Duration::from_secs(600);
/// How far a clock is set wrong at most, either way.
pub(crate) const STEP: Duration = Duration::from_secs(3600);

/// The kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// A process ends at any await, and another one takes its place.
    Crash,
    /// A process is not run for up to 40 s.
    Stall,
    /// Callers give up at any await.
    Cancel,
    /// The store does not answer, and has done nothing.
    StoreFails,
    /// The store has done what was asked, and its answer is lost.
    StoreForgetsAnswer,
    /// The store takes up to 20 s.
    StoreHangs,
    /// All data of the store is gone.
    Forget,
    /// The store is put back to an older state.
    Restore,
    /// Some processes see an older replica, which is thrown away in the end or wins.
    Split,
    /// What is stored cannot be read.
    Garble,
    /// WeChat answers -1.
    Busy,
    /// A request does not reach WeChat.
    RequestLost,
    /// WeChat's reply is lost.
    ReplyLost,
    /// WeChat takes up to 20 s.
    Slow,
    /// WeChat answers 61003 to a call although all is well.
    FalseRefusal,
    /// Clocks differ.
    Skew,
    /// Clocks are set wrong, and right again.
    Step,
    /// Pushes come late, twice, out of order.
    LatePush,
}

/// All of them.
const FAULTS: [Fault; 18] = [
    Fault::Crash,
    Fault::Stall,
    Fault::Cancel,
    Fault::StoreFails,
    Fault::StoreForgetsAnswer,
    Fault::StoreHangs,
    Fault::Forget,
    Fault::Restore,
    Fault::Split,
    Fault::Garble,
    Fault::Busy,
    Fault::RequestLost,
    Fault::ReplyLost,
    Fault::Slow,
    Fault::FalseRefusal,
    Fault::Skew,
    Fault::Step,
    Fault::LatePush,
];

/// The plan of a run.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) machines: usize,
    pub(crate) merchants: usize,
    /// Does a refresh replace the refresh token?
    pub(crate) rotates: bool,
    /// How many times callers come in a group.
    pub(crate) waves: usize,
    faults: Vec<Fault>,
    /// How often a fault of an exchange happens, in a million exchanges.
    pub(crate) often: u32,
}

impl Plan {
    /// The plan of a seed.
    pub(crate) fn draw(dice: &Dice) -> Self {
        let share = dice.one_of(&[0, 6, 12, 25, 50, 80]).unwrap_or_default();
        Self {
            machines: 2 + dice.below(3),
            merchants: 1 + dice.below(3),
            rotates: dice.percent(70),
            waves: 12 + dice.below(16),
            faults: FAULTS.into_iter().filter(|_| dice.percent(share)).collect(),
            often: dice.one_of(&[5_000, 20_000, 80_000]).unwrap_or_default(),
        }
    }

    /// May this go wrong?
    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }
}
