//! The store that all processes share: what it holds, and the ways in which it can lose that.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use wxopen_runtime::{Lease, Secret, StoreError, Stored, Written};

use super::dice::Dice;
use super::plan::{Fault, Plan};
use super::process::Process;
use super::tokens::serial_in;

/// So many older states can be put back.
const HISTORY: usize = 24;

/// What a replica holds.
type Rows = BTreeMap<String, Row>;

/// What is held under a key.
#[derive(Clone, Default)]
struct Row {
    stored: Stored,
    /// It cannot be read.
    garbled: bool,
    fence: u64,
    held_until: Duration,
}

/// The store: one replica, or two while it is split.
pub(crate) struct Replicas {
    main: Rows,
    other: Option<Rows>,
    /// Which machines see the other one.
    apart: Vec<bool>,
    history: VecDeque<Rows>,
    /// Are older states of use?
    has_history: bool,
    /// How often data was lost.
    era: usize,
    /// The newest token of an owner that a process has read or written, by number.
    seen: BTreeMap<(Process, String), u64>,
}

impl Replicas {
    /// Without anything in it.
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            main: Rows::new(),
            other: None,
            apart: vec![false; plan.machines],
            history: VecDeque::new(),
            has_history: plan.has(Fault::Restore) || plan.has(Fault::Split),
            era: 0,
            seen: BTreeMap::new(),
        }
    }

    /// What a machine sees.
    fn rows(&self, machine: usize) -> &Rows {
        match &self.other {
            Some(other) if self.apart[machine] => other,
            _ => &self.main,
        }
    }

    fn rows_mut(&mut self, machine: usize) -> &mut Rows {
        match &mut self.other {
            Some(other) if self.apart[machine] => other,
            _ => &mut self.main,
        }
    }

    /// What is held under a key.
    pub(crate) fn get(&self, machine: usize, key: &str) -> Result<Stored, StoreError> {
        match self.rows(machine).get(key) {
            Some(row) if row.garbled => Err(StoreError::unreadable(row.stored.version, "it cannot be read")),
            row => Ok(row.map(|row| row.stored.clone()).unwrap_or_default()),
        }
    }

    /// Writes, as [`wxopen_runtime::TokenStore::put`] says. Versions of a key begin at random, and grow by random steps.
    pub(crate) fn put(
        &mut self,
        machine: usize,
        key: &str,
        expected: u64,
        value: Option<&Secret>,
        lease: Option<Lease>,
        dice: &Dice,
    ) -> Written {
        let row = self.rows_mut(machine).entry(key.to_owned()).or_default();
        if lease.is_some_and(|lease| lease.fence < row.fence) {
            return Written::LeaseLost;
        }
        if row.stored.version != expected {
            return Written::Overtaken;
        }
        let version = grown(expected, dice);
        row.stored = Stored { version, value: value.cloned() };
        row.garbled = false;
        if lease.is_some() {
            row.held_until = Duration::ZERO;
        }
        if self.has_history {
            if self.history.len() == HISTORY {
                self.history.pop_front();
            }
            self.history.push_back(self.main.clone());
        }
        Written::Done(version)
    }

    /// Takes a lease.
    pub(crate) fn lease(
        &mut self,
        machine: usize,
        key: &str,
        term: Duration,
        now: Duration,
        dice: &Dice,
    ) -> Option<Lease> {
        let row = self.rows_mut(machine).entry(key.to_owned()).or_default();
        if now < row.held_until {
            return None;
        }
        row.held_until = now + term;
        row.fence = grown(row.fence, dice);
        Some(Lease { fence: row.fence })
    }

    /// Gives a lease back.
    pub(crate) fn release(&mut self, machine: usize, key: &str, lease: Lease) {
        if let Some(row) = self.rows_mut(machine).get_mut(key).filter(|row| row.fence == lease.fence) {
            row.held_until = Duration::ZERO;
        }
    }

    /// All is gone.
    pub(crate) fn forget(&mut self) {
        self.main.clear();
        self.lost();
    }

    /// An older state is put back. `false`: there is none.
    pub(crate) fn restore(&mut self, dice: &Dice) -> bool {
        let Some(older) = self.older(dice) else { return false };
        self.main = older;
        self.lost();
        true
    }

    /// Some machines see a replica that lags behind. `false`: they do already.
    pub(crate) fn split(&mut self, dice: &Dice) -> bool {
        let Some(older) = self.older(dice).filter(|_| self.other.is_none()) else { return false };
        self.other = Some(older);
        // At least one on each side.
        self.apart.iter_mut().for_each(|apart| *apart = dice.percent(50));
        let (first, second) = (dice.below(self.apart.len()), self.apart.len() - 1);
        self.apart[first] = true;
        self.apart[if first == second { 0 } else { second }] = false;
        self.lost();
        true
    }

    /// All see the same again: what the others saw wins, or is thrown away. `false`: it was not split.
    pub(crate) fn heal(&mut self, wins: bool) -> bool {
        let Some(other) = self.other.take() else { return false };
        if wins {
            self.main = other;
        }
        self.apart.fill(false);
        self.lost();
        true
    }

    /// Do some machines see another replica?
    pub(crate) fn is_split(&self) -> bool {
        self.other.is_some()
    }

    /// One value cannot be read any more; its key. None: nothing is held.
    pub(crate) fn garble(&mut self, dice: &Dice) -> Option<String> {
        let chosen = dice.below(self.main.len());
        let (key, row) = self.main.iter_mut().nth(chosen)?;
        row.garbled = true;
        let key = key.clone();
        self.lost();
        Some(key)
    }

    fn older(&self, dice: &Dice) -> Option<Rows> {
        self.history.get(dice.below(self.history.len())).cloned()
    }

    fn lost(&mut self) {
        self.era += 1;
        self.seen.clear();
    }

    /// How often data was lost.
    pub(crate) fn era(&self) -> usize {
        self.era
    }

    /// Is this text in anything that a machine sees?
    pub(crate) fn holds(&self, machine: usize, text: &str) -> bool {
        self.rows(machine)
            .values()
            .any(|row| !row.garbled && row.stored.value.as_ref().is_some_and(|value| value.expose().contains(text)))
    }

    /// A process has read or written this. What was lost in between counts for nothing.
    pub(crate) fn saw(&mut self, process: Process, era: usize, text: &str) {
        if let Some((owner, number)) = serial_in(text).filter(|_| era == self.era) {
            let newest = self.seen.entry((process, owner.to_owned())).or_default();
            *newest = number.max(*newest);
        }
    }

    /// The newest token of an owner that a process has read or written, by number.
    pub(crate) fn seen(&self, process: Process, owner: &str) -> u64 {
        self.seen.get(&(process, owner.to_owned())).copied().unwrap_or_default()
    }
}

/// The next version or fence: random where there was none, and random steps above.
fn grown(number: u64, dice: &Dice) -> u64 {
    let random = dice.number(1 << 20);
    if number == 0 { (random + 1) << 32 } else { number + 1 + random }
}
