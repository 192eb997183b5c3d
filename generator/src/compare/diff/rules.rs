//! The table of rules.

use super::rule::{Effect, Rule};

/// Every rule, by what it is about.
pub const RULES: &[Rule] = &[Rule {
    id: "request-param-became-required",
    wire: Effect::Breaking,
    rust: Effect::Breaking,
    seen_by_semver_checks: true,
    what: "a parameter has to be given now",
    for_rust: "`new` takes one argument more.",
    on_wire: "Calls that leave the parameter out are refused.",
}];
