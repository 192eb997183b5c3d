//! What happened: a trace for people, counts, what did not hold, and what may excuse it.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What came of one run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    /// What did not hold.
    pub(crate) violations: Vec<String>,
    /// How often things happened, by name.
    pub(crate) counts: BTreeMap<&'static str, u64>,
    /// What happened, line by line; empty unless it was asked for.
    pub(crate) trace: String,
}

/// Something that went wrong by plan.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    pub(crate) what: &'static str,
    /// Only this machine's processes; none: all.
    pub(crate) machine: Option<usize>,
    /// Only this owner's tokens; none: all.
    pub(crate) owner: Option<String>,
    pub(crate) from: Duration,
    /// None: it has not ended.
    pub(crate) until: Option<Duration>,
}

impl Trouble {
    fn concerns(&self, machine: usize, owner: &str) -> bool {
        self.machine.is_none_or(|its| its == machine) && self.owner.as_ref().is_none_or(|its| its == owner)
    }

    fn overlaps(&self, from: Duration, until: Duration) -> bool {
        self.from <= until && self.until.is_none_or(|end| end >= from)
    }
}

/// Writes down what happens.
pub(crate) struct Journal {
    inner: Mutex<Inner>,
    traces: bool,
}

#[derive(Default)]
struct Inner {
    run: Run,
    troubles: Vec<Trouble>,
}

impl Journal {
    /// With a trace, or without.
    pub(crate) fn new(traces: bool) -> Self {
        Self { inner: Mutex::default(), traces }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line of the trace.
    pub(crate) fn note(&self, at: Duration, line: fmt::Arguments<'_>) {
        if self.traces {
            let trace = &mut self.inner().run.trace;
            // Writing to a text cannot fail.
            let _ = writeln!(trace, "{:>13.6} {line}", at.as_secs_f64());
        }
    }

    /// One more of these.
    pub(crate) fn count(&self, what: &'static str) {
        self.add(what, 1);
    }

    /// So many more of these.
    pub(crate) fn add(&self, what: &'static str, number: u64) {
        *self.inner().run.counts.entry(what).or_default() += number;
    }

    /// Something that had to hold did not.
    pub(crate) fn violation(&self, at: Duration, what: String) {
        self.note(at, format_args!("VIOLATION {what}"));
        self.inner().run.violations.push(format!("at {:.6} s: {what}", at.as_secs_f64()));
    }

    /// Something went wrong by plan.
    pub(crate) fn trouble(&self, trouble: Trouble) {
        self.inner().troubles.push(trouble);
    }

    /// Ends troubles of that kind that have not ended.
    pub(crate) fn end_troubles(&self, what: &str, owner: Option<&str>, at: Duration) {
        for trouble in &mut self.inner().troubles {
            let theirs = owner.is_none() || trouble.owner.as_deref() == owner;
            if trouble.what == what && theirs && trouble.until.is_none() {
                trouble.until = Some(at);
            }
        }
    }

    /// Is there one of that kind that has not ended?
    pub(crate) fn is_open(&self, what: &str) -> bool {
        self.inner().troubles.iter().any(|trouble| trouble.what == what && trouble.until.is_none())
    }

    /// What may have gone wrong by plan for that owner's tokens on that machine, in that time.
    pub(crate) fn excuse(&self, machine: usize, owner: &str, from: Duration, until: Duration) -> Option<&'static str> {
        let inner = self.inner();
        let found = inner.troubles.iter().find(|it| it.concerns(machine, owner) && it.overlaps(from, until));
        found.map(|trouble| trouble.what)
    }

    /// The same, but only what concerns all owners: the ways to the store and to WeChat, and what the store holds.
    pub(crate) fn excuse_of_all(&self, machine: usize, from: Duration, until: Duration) -> Option<&'static str> {
        let inner = self.inner();
        let of_all = |it: &&Trouble| it.owner.is_none() && it.machine.is_none_or(|its| its == machine);
        inner.troubles.iter().filter(of_all).find(|it| it.overlaps(from, until)).map(|trouble| trouble.what)
    }

    /// Did that happen to this machine in that time?
    pub(crate) fn happened_to(&self, machine: usize, what: &str, from: Duration, until: Duration) -> bool {
        let inner = self.inner();
        inner.troubles.iter().any(|it| it.what == what && it.machine == Some(machine) && it.overlaps(from, until))
    }

    /// Did anything go wrong on this machine, or on its ways to the store and to WeChat?
    pub(crate) fn happened_on(&self, machine: usize, from: Duration, until: Duration) -> bool {
        self.inner().troubles.iter().any(|it| it.machine == Some(machine) && it.overlaps(from, until))
    }

    /// How often that happened in that time, to anybody.
    pub(crate) fn happened(&self, what: &str, from: Duration, until: Duration) -> usize {
        self.inner().troubles.iter().filter(|it| it.what == what && it.overlaps(from, until)).count()
    }

    /// All of it.
    pub(crate) fn take(&self) -> Run {
        std::mem::take(&mut self.inner().run)
    }
}
