//! What changed between two versions of a spec, whom it breaks, and what to release.
//!
//! Models are compared, not texts: comments, formatting and order are no change. A [`Version`] is a spec as far as it can
//! be understood; [`diff`] makes the [`Change`]s between two, each by a rule of the table. A [`Review`] adds what was
//! accepted ([`Ignores`]) and the [`Verdict`]; [`show`] puts it before people and programs.

mod areas;
mod change;
mod changes;
mod choices;
mod codes;
mod endpoint;
mod endpoints;
mod error;
mod field;
mod fields;
mod ignore;
mod ignore_file;
mod locations;
mod matching;
mod permissions;
mod review;
pub mod revision;
mod rule;
mod rule_tables;
mod rules;
mod scope;
mod shared;
pub mod show;
mod structural_key;
mod types;
mod verdict;
mod version;

pub use change::{Change, Place, Subject};
pub use error::DiffError;
pub use ignore::{Accepted, Ignore, Ignores, Refused};
pub use review::{Counts, Review, Reviewed, Side};
pub use rule::{Bump, Effect, Rule, Severity};
pub use rules::RULES;
pub use verdict::Verdict;
pub use version::{Skipped, Version, VersionError};

use areas::Areas;
use changes::{Changes, both};
use endpoint::Known;
use endpoints::Endpoints;
use locations::Locations;
use shared::Kinds;

/// What changed, in a stable order: what all endpoints share first, then endpoints by area and name.
#[derive(Debug, Default)]
pub struct Diff {
    /// The changes.
    pub changes: Vec<Change>,
}

/// Compares two versions. What one of them leaves out is not compared.
pub fn diff(old: &Version, new: &Version) -> Diff {
    let versions = both(old, new);
    let mut changes = Changes { list: Vec::new(), locations: versions.map(Locations::of) };
    let kinds = Kinds::of(versions);
    let tables = codes::tables(versions);
    let endpoints = Endpoints::of(versions);
    let areas = Areas::of(versions, &endpoints);
    shared::compare(&mut changes, versions, &kinds);
    codes::compare_shared(&mut changes, versions);
    areas::compare(&mut changes, versions, &areas);
    let known = Known { areas: &areas, kinds: &kinds, tables: &tables };
    for index in endpoints.matching.left_old() {
        if let Some(placing) = endpoints.all.old.get(index) {
            endpoint::record_alone(&mut changes, *placing, false);
        }
    }
    for placings in endpoints.joined() {
        endpoint::compare(&mut changes, placings, &known);
    }
    for index in endpoints.matching.left_new() {
        if let Some(placing) = endpoints.all.new.get(index) {
            endpoint::record_alone(&mut changes, *placing, true);
        }
    }
    let mut changes = changes.list;
    // Within an endpoint, in the order of the call: the sort is stable.
    changes.sort_by(|a, b| order(a).cmp(&order(b)));
    Diff { changes }
}

fn order(change: &Change) -> Option<(Option<&str>, &str)> {
    let subject = &change.subject;
    Some((subject.area.as_deref(), subject.endpoint.as_deref()?))
}
