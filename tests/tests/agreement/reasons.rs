//! Why `cargo semver-checks` and rustc do not see what we call a change of the crate's interface.

use wxgen_diff::{Effect, Rule};

/// What breaks code, by the reason why `cargo semver-checks` does not see it.
const NOT_SEEN: &[(&str, &[&str])] = &[
    (
        "it compares names and numbers of things, not the types of fields, arguments and variants",
        &[
            "reply-field-became-enum",
            "reply-field-became-optional",
            "reply-field-became-required",
            "reply-field-became-secret",
            "reply-field-default-added",
            "reply-field-default-removed",
            "reply-field-float-became-integer",
            "reply-field-no-longer-secret",
            "reply-field-type-changed",
            "request-param-became-enum",
            "request-param-became-secret",
            "request-param-integer-became-float",
            "request-param-no-longer-secret",
            "request-param-type-changed",
        ],
    ),
    (
        "it does not compare the types that functions take and give, nor the order of arguments",
        &["reply-enum-base-changed", "request-arguments-reordered", "request-enum-base-changed"],
    ),
    ("it does not compare the types that a trait is implemented with", &["reply-became-json"]),
    ("it compares crates of one name", &["crate-name-changed"]),
    ("a `TokenProvider` is asked for the name when the program runs", &["token-kind-renamed"]),
];

/// What is no break, by its effect: the reason why `cargo semver-checks` asks for nothing.
const NOT_ASKED_FOR: &[(Effect, &str)] = &[
    (Effect::Compatible, "its checks of additions are off by default, and it has none of fields and variants"),
    (Effect::Risky, "what code does is no part of its signature"),
];

/// What compiles all the same and yet does not work any more.
const COMPILES: &[(&str, &[&str])] = &[
    ("both crates have the same name here", &["crate-name-changed"]),
    ("a variant as a number is another number", &["errcode-number-changed"]),
    ("arguments of one type can be taken for each other", &["request-arguments-reordered"]),
    ("a `TokenProvider` is asked for the name when the program runs", &["token-kind-renamed"]),
];

/// Why `cargo semver-checks` does not see a change.
pub(crate) fn not_seen(rule: &Rule) -> Option<&'static str> {
    let named = NOT_SEEN.iter().find(|(_, rules)| rules.contains(&rule.id)).map(|(why, _)| *why);
    let by_effect = NOT_ASKED_FOR.iter().find(|(effect, _)| *effect == rule.rust && !rule.seen_by_semver_checks);
    named.or(by_effect.map(|(_, why)| *why))
}

/// The rules that have a reason of their own.
pub(crate) fn named() -> impl Iterator<Item = &'static str> {
    NOT_SEEN.iter().flat_map(|(_, rules)| rules.iter().copied())
}

/// Do all of these break code that still compiles?
pub(crate) fn compiles_all_the_same(rules: &[&str]) -> bool {
    rules.iter().all(|rule| COMPILES.iter().any(|(_, known)| known.contains(rule)))
}
