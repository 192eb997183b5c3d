//! Comparing: pages with a spec ([`drift`](mod@drift)), and one version of a spec with another ([`diff`](mod@diff)).

pub mod diff;
pub mod drift;
