//! One change between two versions of a spec.

use sha2::{Digest, Sha256};

use super::rule::Rule;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: &'static Rule,
    /// What has changed.
    pub subject: Subject,
    /// What it was, as people read it; absent where there was nothing.
    pub before: Option<String>,
    /// What it is; absent where there is nothing.
    pub after: Option<String>,
    /// Where it stood in the old version.
    pub old: Option<Place>,
    /// Where it stands in the new version.
    pub new: Option<Place>,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The area; absent for what all areas share.
    pub area: Option<String>,
    /// Name of the endpoint, that of the old version where it was renamed; absent for what all endpoints share.
    pub endpoint: Option<String>,
    /// The part, in the words of the spec: `request.tester.wechatid`, `response.members[].userstr`, `errcodes.85001`,
    /// `method`, `permission_sets`; empty for the whole endpoint. Without endpoint: `host`, `areas.member`,
    /// `permission_sets.18`, `errcodes.40001`, `tokens.component_access_token`. Names are those of the old version,
    /// where there was one.
    pub part: String,
}

/// A line of a spec file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path within the spec folder, with `/`.
    pub file: String,
    /// The same as people see it: with the folder as given, or the folder's path in the repository.
    pub shown: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Change {
    /// Distinguishes this change from all others and stays the same when other things change: neither places nor files nor
    /// the area are part of it. 16 hex digits.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let before = self.before.as_deref();
        let after = self.after.as_deref();
        let endpoint = self.subject.endpoint.as_deref();
        for part in [Some(self.rule.id), endpoint, Some(&self.subject.part), before, after] {
            // Lengths keep parts apart, whatever is in them.
            hash.update(part.map_or(u64::MAX, |part| part.len() as u64).to_le_bytes());
            hash.update(part.unwrap_or_default());
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}
