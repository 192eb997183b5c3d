//! How bad it is all in all, and which version a release needs.

use std::cmp::Ordering;

use semver::{BuildMetadata, Prerelease, Version};

use super::rule::{Bump, Effect, Rule, Severity};

/// What all changes together amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The worst of what is not accepted; `None` when nothing is left. This is what a gate goes by.
    pub severity: Option<Severity>,
    /// The worst that any change does on the wire, accepted or not.
    pub wire: Effect,
    /// The worst that any change does to code that uses the crate, accepted or not.
    pub rust: Effect,
    /// What a release has to raise; `None` without changes. Accepted changes count: the crate changed all the same.
    pub bump: Option<Bump>,
    /// The first version after the old one that may hold the changes.
    pub needed: String,
    /// The version that the new `api.yaml` declares.
    pub declared: String,
    /// Is the declared version at least the needed one?
    pub enough: bool,
}

impl Verdict {
    /// Judges changes, each with whether it is accepted, between the versions that the two `api.yaml` declare.
    pub fn of<'r>(old: &str, new: &str, changes: impl IntoIterator<Item = (&'r Rule, bool)>) -> Self {
        let (mut severity, mut bump) = (None, None);
        let (mut wire, mut rust) = (Effect::None, Effect::None);
        for (rule, accepted) in changes {
            if !accepted {
                severity = severity.max(Some(rule.severity()));
            }
            wire = wire.max(rule.wire);
            rust = rust.max(rule.rust);
            bump = bump.max(Some(rule.bump()));
        }
        let (from, declared) = (read(old), read(new));
        let needed = needed(&from, bump);
        let enough = is_enough(&from, &needed, &declared, bump.is_some());
        Self { severity, wire, rust, bump, needed: needed.to_string(), declared: new.to_owned(), enough }
    }
}

/// Checking a spec has seen to it that its version is one; anything else is as good as no release.
fn read(version: &str) -> Version {
    Version::parse(version).unwrap_or(Version::new(0, 0, 0))
}

/// The first version after `from` that may hold changes that ask for `bump`.
fn needed(from: &Version, bump: Option<Bump>) -> Version {
    let Some(bump) = bump else { return Version { build: BuildMetadata::EMPTY, ..from.clone() } };
    // Before 1.0.0 cargo takes the middle part for the first, and before 0.1.0 the last.
    let bump = match (from.major, from.minor, bump) {
        (0, 0, _) | (0, _, Bump::Minor) => Bump::Patch,
        (0, _, Bump::Major) => Bump::Minor,
        (.., bump) => bump,
    };
    if !from.pre.is_empty() && bump <= announced(from) {
        return Version { pre: next_pre(&from.pre), build: BuildMetadata::EMPTY, ..from.clone() };
    }
    match bump {
        Bump::Major => Version::new(from.major.saturating_add(1), 0, 0),
        Bump::Minor => Version::new(from.major, from.minor.saturating_add(1), 0),
        Bump::Patch => Version::new(from.major, from.minor, from.patch.saturating_add(1)),
    }
}

/// The part that the release will have raised that a pre-release goes before: 1.2.0-rc.1 announces a minor release, and
/// may change all that a minor release may.
fn announced(version: &Version) -> Bump {
    match (version.minor, version.patch) {
        (0, 0) => Bump::Major,
        (_, 0) => Bump::Minor,
        _ => Bump::Patch,
    }
}

/// `rc.1` → `rc.2`, `alpha` → `alpha.1`.
fn next_pre(pre: &Prerelease) -> Prerelease {
    let (before, last) = pre.rsplit_once('.').unwrap_or(("", pre));
    let dot = if before.is_empty() { "" } else { "." };
    let next = match last.parse::<u64>().ok().and_then(|number| number.checked_add(1)) {
        Some(number) => format!("{before}{dot}{number}"),
        None => format!("{pre}.1"),
    };
    Prerelease::new(&next).unwrap_or_else(|_| pre.clone())
}

/// A pre-release of a version that is enough is enough: no one who asks for the old version gets it.
fn is_enough(from: &Version, needed: &Version, declared: &Version, changed: bool) -> bool {
    let release = |version: &Version| (version.major, version.minor, version.patch);
    let later = match needed.pre.is_empty() {
        true => release(declared) >= release(needed),
        false => declared.cmp_precedence(needed) != Ordering::Less,
    };
    // Nothing is ever released twice, nor backwards; without changes the old version will do.
    let after_old = match declared.cmp_precedence(from) {
        Ordering::Less => false,
        Ordering::Equal => !changed,
        Ordering::Greater => true,
    };
    later && after_old
}
