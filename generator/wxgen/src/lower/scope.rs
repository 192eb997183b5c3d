//! Names taken so far.

use std::collections::HashSet;

use crate::names;

/// Names that live side by side: the types of an area, the fields of a struct.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// The scope of an area's types, where the names that generated code uses are taken already.
    pub(super) fn of_types() -> Self {
        Self { taken: names::TAKEN_TYPES.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Takes `name`, numbered if it is taken already.
    pub(super) fn take(&mut self, name: &str) -> String {
        let name = names::unique(name, |name| self.taken.contains(name));
        self.taken.insert(name.clone());
        name
    }

    /// Is the name taken?
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }
}
