//! The changes between two versions with all that is said about them: which are accepted, and what to release.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::ignore::{Accepted, Ignore, Ignores};
use super::rule::Severity;
use super::verdict::Verdict;
use super::version::{Skipped, Version};
use super::{Change, Diff};

/// The changes between two versions, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The old version.
    pub old: Side,
    /// The new version.
    pub new: Side,
    /// All changes. Those of one endpoint stand together, what all endpoints share first, then by area and name; the
    /// worst of each comes first and what is accepted last.
    pub changes: Vec<Reviewed>,
    /// What they amount to.
    pub verdict: Verdict,
    /// Entries of the ignore file that have expired and would have accepted a change.
    pub expired: Vec<Ignore>,
    /// Entries of the ignore file that no change needs. None while a part is left out, for that may hold the change.
    pub unused: Vec<Ignore>,
}

/// One of the two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// How it was named: `main`, `spec`, `.`.
    pub label: String,
    /// The version that its `api.yaml` declares.
    pub version: String,
    /// What of it could not be compared.
    pub skipped: Vec<Skipped>,
}

/// A change and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The change.
    pub change: Change,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Why it is accepted, where it is.
    pub accepted: Option<Accepted>,
}

/// How many changes there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Breaking and not accepted.
    pub breaking: usize,
    /// Risky and not accepted.
    pub risky: usize,
    /// Compatible and not accepted.
    pub compatible: usize,
    /// Texts only, and not accepted.
    pub docs: usize,
    /// Accepted, of whatever severity.
    pub accepted: usize,
}

impl Review {
    /// Judges what changed. `today`, as YYYY-MM-DD, decides which entries of the ignore file still count.
    pub fn of(old: &Version, new: &Version, diff: Diff, ignores: &Ignores, today: &str) -> Self {
        let mut used = vec![false; ignores.entries.len()];
        let by_fingerprint: HashMap<_, _> =
            ignores.entries.iter().enumerate().map(|(at, entry)| (entry.fingerprint.as_str(), at)).collect();
        let mut changes: Vec<_> = diff
            .changes
            .into_iter()
            .map(|change| {
                let fingerprint = change.fingerprint();
                let found = by_fingerprint.get(fingerprint.as_str()).copied();
                if let Some(used) = found.and_then(|at| used.get_mut(at)) {
                    *used = true;
                }
                let entry = found.and_then(|at| ignores.entries.get(at)).filter(|entry| !entry.has_expired(today));
                let accepted = entry.map(|entry| entry.accepted.clone());
                Reviewed { change, fingerprint, accepted }
            })
            .collect();
        changes.sort_by(|a, b| a.order().cmp(&b.order()));
        let verdict = Verdict::of(
            &old.api.krate.version,
            &new.api.krate.version,
            changes.iter().map(|reviewed| (reviewed.change.rule, reviewed.accepted.is_some())),
        );
        let all_compared = old.skipped.is_empty() && new.skipped.is_empty();
        let entries = || ignores.entries.iter().zip(&used);
        Self {
            old: Side::of(old),
            new: Side::of(new),
            verdict,
            expired: entries().filter(|(e, used)| **used && e.has_expired(today)).map(|(e, _)| e.clone()).collect(),
            unused: entries().filter(|(_, used)| !**used && all_compared).map(|(e, _)| e.clone()).collect(),
            changes,
        }
    }

    /// The changes of one endpoint after the other.
    pub fn groups(&self) -> impl Iterator<Item = &[Reviewed]> {
        self.changes.chunk_by(|a, b| a.group() == b.group())
    }

    /// Counts the changes by severity, those that are accepted apart.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for reviewed in &self.changes {
            *match (&reviewed.accepted, reviewed.severity()) {
                (Some(_), _) => &mut counts.accepted,
                (None, Severity::Breaking) => &mut counts.breaking,
                (None, Severity::Risky) => &mut counts.risky,
                (None, Severity::Compatible) => &mut counts.compatible,
                (None, Severity::Docs) => &mut counts.docs,
            } += 1;
        }
        counts
    }

    /// What is left out of both sides, with the word for the side.
    pub fn skipped(&self) -> impl Iterator<Item = (&'static str, &Skipped)> {
        let old = self.old.skipped.iter().map(|skipped| ("old", skipped));
        old.chain(self.new.skipped.iter().map(|skipped| ("new", skipped)))
    }
}

impl Side {
    fn of(version: &Version) -> Self {
        Self {
            label: version.label.clone(),
            version: version.api.krate.version.clone(),
            skipped: version.skipped.clone(),
        }
    }

    /// A path as shown, without the revision that stands before it: `main:spec/api.yaml` → `spec/api.yaml`.
    pub fn path<'p>(&self, shown: &'p str) -> &'p str {
        let revision = self.label.split(':').next().unwrap_or_default();
        shown.strip_prefix(revision).and_then(|rest| rest.strip_prefix(':')).unwrap_or(shown)
    }
}

impl Reviewed {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.change.rule.severity()
    }

    /// Area and endpoint, what is shared before all.
    pub fn group(&self) -> (Option<&str>, Option<&str>) {
        (self.change.subject.area.as_deref(), self.change.subject.endpoint.as_deref())
    }

    fn order(&self) -> impl Ord {
        let Change { rule, subject, before, after, .. } = &self.change;
        let (area, endpoint) = self.group();
        let group = (endpoint.is_some(), area, endpoint);
        (group, self.accepted.is_some(), Reverse(self.severity()), &subject.part, rule.id, before, after)
    }
}
