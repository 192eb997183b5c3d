//! The table of rules, in groups by what they are about. The first word of an id is that of its group.
//!
//! On the wire, a rule is judged for a caller of WeChat who was written against the old version, when WeChat behaves as
//! the new one says. In Rust it is judged for code that was built with the crate of the old version, and is now built with
//! that of the new one: what does not compile any more is breaking, what compiles and does something else is risky.

pub(super) mod areas;
pub(super) mod endpoints;
pub(super) mod errors;
pub(super) mod replies;
pub(super) mod reply_fields;
pub(super) mod request_choices;
pub(super) mod request_params;
pub(super) mod requests;
pub(super) mod shared;

use super::rule::Rule;

/// Makes a constant of each rule, and a table of them all.
macro_rules! rules {
    ($($name:ident = {
        id: $id:literal, wire: $wire:ident, rust: $rust:ident, seen: $seen:literal,
        what: $what:literal,
        for_rust: $for_rust:literal,
        on_wire: $on_wire:literal,
    })*) => {
        $(pub(crate) const $name: &$crate::Rule = &$crate::Rule {
            id: $id,
            wire: $crate::Effect::$wire,
            rust: $crate::Effect::$rust,
            seen_by_semver_checks: $seen,
            what: $what,
            for_rust: $for_rust,
            on_wire: $on_wire,
        };)*

        /// All of this group.
        pub(super) const TABLE: &[$crate::Rule] = &[$(*$name),*];
    };
}
use rules;

/// The groups, in the order they are listed.
const GROUPS: &[&[Rule]] = &[
    shared::TABLE,
    areas::TABLE,
    endpoints::TABLE,
    errors::TABLE,
    request_params::TABLE,
    request_choices::TABLE,
    requests::TABLE,
    reply_fields::TABLE,
    replies::TABLE,
];

/// Every rule, by what it is about.
pub const RULES: &[Rule] = &joined::<{ count() }>();

const fn count() -> usize {
    let mut count = 0;
    let mut group = 0;
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
}

/// Worked out by the compiler, which also sees to it that no index is wrong.
const fn joined<const COUNT: usize>() -> [Rule; COUNT] {
    let mut all = [*shared::CRATE_NAME; COUNT];
    let (mut group, mut at) = (0, 0);
    while group < GROUPS.len() {
        let mut index = 0;
        while index < GROUPS[group].len() {
            all[at] = GROUPS[group][index];
            at += 1;
            index += 1;
        }
        group += 1;
    }
    all
}
