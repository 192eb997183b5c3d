//! What a rule is: a kind of change, and what it does to those who use the crate and to those who use the wire.

/// What a change does to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Nothing; at most a text reads otherwise.
    None,
    /// More is possible than before, and all that worked still works.
    Compatible,
    /// What worked still works, but may do something else.
    Risky,
    /// What worked does not any more.
    Breaking,
}

/// How much a change matters: the worse of its two effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A text that people read.
    Docs,
    /// All that worked still works.
    Compatible,
    /// What worked may do something else.
    Risky,
    /// What worked does not any more.
    Breaking,
}

/// Which part of the version a release has to raise, for versions from 1.0.0 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// The last part.
    Patch,
    /// The middle part.
    Minor,
    /// The first part.
    Major,
}

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name, `request-param-became-required`. It never changes.
    pub id: &'static str,
    /// What it does to callers of WeChat, whatever their language.
    pub wire: Effect,
    /// What it does to code that uses the crate.
    pub rust: Effect,
    /// Can `cargo semver-checks` see it in the generated crates?
    pub seen_by_semver_checks: bool,
    /// What changed, in a few words.
    pub what: &'static str,
    /// What it means for a user of the crate.
    pub for_rust: &'static str,
    /// What it means on the wire.
    pub on_wire: &'static str,
}

impl Effect {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Risky => "risky",
            Self::Breaking => "breaking",
        }
    }
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Risky => "risky",
            Self::Breaking => "breaking",
        }
    }
}

impl Bump {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Rule {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self.wire.max(self.rust) {
            Effect::None => Severity::Docs,
            Effect::Compatible => Severity::Compatible,
            Effect::Risky => Severity::Risky,
            Effect::Breaking => Severity::Breaking,
        }
    }

    /// What a release has to raise. Only the crate's own interface counts: code that compiled and worked against the
    /// old crate has to with the new one. What WeChat did is no fault of the crate.
    pub fn bump(&self) -> Bump {
        match self.rust {
            Effect::None => Bump::Patch,
            Effect::Compatible | Effect::Risky => Bump::Minor,
            Effect::Breaking => Bump::Major,
        }
    }
}
