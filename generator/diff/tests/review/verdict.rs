//! The version that a release needs.

use wxgen_diff::{Bump, Effect, Rule, Severity, Verdict};

use crate::support::{ADDED, DOC, PATH, RENAMED, REQUIRED};

/// What is compared, from, to: what is needed, and is it enough?
const VERSIONS: &[(&[&Rule], &str, &str, &str, bool)] = &[
    // From 1.0.0 on.
    (&[&RENAMED], "1.2.3", "1.2.3", "2.0.0", false),
    (&[&RENAMED], "1.2.3", "1.3.0", "2.0.0", false),
    (&[&RENAMED], "1.2.3", "2.0.0", "2.0.0", true),
    (&[&ADDED], "1.2.3", "1.2.4", "1.3.0", false),
    (&[&ADDED], "1.2.3", "1.3.0", "1.3.0", true),
    (&[&ADDED], "1.2.3", "2.0.0", "1.3.0", true),
    (&[&DOC], "1.2.3", "1.2.3", "1.2.4", false),
    (&[&DOC], "1.2.3", "1.2.4", "1.2.4", true),
    (&[&DOC, &RENAMED, &ADDED], "1.2.3", "1.3.0", "2.0.0", false),
    // What WeChat did breaks callers, not the crate.
    (&[&PATH], "1.2.3", "1.2.4", "1.2.4", true),
    // Before 1.0.0 a part counts as the one before it.
    (&[&REQUIRED], "0.1.0", "0.1.0", "0.2.0", false),
    (&[&REQUIRED], "0.1.0", "0.1.1", "0.2.0", false),
    (&[&REQUIRED], "0.1.0", "0.2.0", "0.2.0", true),
    (&[&REQUIRED], "0.1.7", "1.0.0", "0.2.0", true),
    (&[&ADDED], "0.1.0", "0.1.1", "0.1.1", true),
    (&[&DOC], "0.1.0", "0.1.1", "0.1.1", true),
    (&[&REQUIRED], "0.0.4", "0.0.4", "0.0.5", false),
    (&[&REQUIRED], "0.0.4", "0.0.5", "0.0.5", true),
    (&[&ADDED], "0.0.4", "0.0.5", "0.0.5", true),
    (&[&DOC], "0.0.4", "0.0.4", "0.0.5", false),
    // Without changes the old version will do, and a lower one will not.
    (&[], "1.2.3", "1.2.3", "1.2.3", true),
    (&[], "1.2.3", "1.3.0", "1.2.3", true),
    (&[], "1.2.3", "1.2.2", "1.2.3", false),
    (&[&DOC], "1.2.3", "1.2.2", "1.2.4", false),
    // A pre-release may change what its release may.
    (&[&REQUIRED], "1.0.0-rc.1", "1.0.0-rc.1", "1.0.0-rc.2", false),
    (&[&REQUIRED], "1.0.0-rc.1", "1.0.0-rc.2", "1.0.0-rc.2", true),
    (&[&REQUIRED], "1.0.0-rc.1", "1.0.0", "1.0.0-rc.2", true),
    (&[&REQUIRED], "0.2.0-alpha", "0.2.0-alpha.1", "0.2.0-alpha.1", true),
    (&[&REQUIRED], "1.2.0-rc.9", "1.2.0", "2.0.0", false),
    (&[&ADDED], "1.2.0-rc.9", "1.2.0-rc.10", "1.2.0-rc.10", true),
    (&[&ADDED], "1.2.1-rc.1", "1.2.1", "1.3.0", false),
    (&[&DOC], "1.2.1-rc.1", "1.2.1", "1.2.1-rc.2", true),
    // Who asks for the old version does not get a pre-release, so that of a needed version is enough.
    (&[&REQUIRED], "0.1.0", "0.2.0-alpha.1", "0.2.0", true),
    (&[&REQUIRED], "1.2.3", "1.3.0-rc.1", "2.0.0", false),
    // The build says nothing about the order.
    (&[&DOC], "1.2.3+a", "1.2.3+b", "1.2.4", false),
    (&[], "1.2.3+a", "1.2.3+b", "1.2.3", true),
    // There is no higher number.
    (&[&DOC], "0.1.18446744073709551615", "0.1.18446744073709551615", "0.1.18446744073709551615", false),
];

#[test]
fn versions() {
    for (changes, old, new, needed, enough) in VERSIONS {
        let verdict = Verdict::of(old, new, changes.iter().map(|rule| (*rule, false)));
        let ids: Vec<_> = changes.iter().map(|rule| rule.id).collect();
        assert_eq!((verdict.needed.as_str(), verdict.enough), (*needed, *enough), "{ids:?} from {old} to {new}");
        assert_eq!(verdict.declared, *new);
    }
}

/// What is needed is enough, whatever the version.
#[test]
fn needed_is_enough() {
    for (changes, old, ..) in VERSIONS.iter().filter(|(_, old, ..)| !old.ends_with("615")) {
        let judge = |new: &str| Verdict::of(old, new, changes.iter().map(|rule| (*rule, false)));
        let needed = judge(old).needed;
        assert!(judge(&needed).enough, "{needed} after {old}");
    }
}

#[test]
fn accepted_changes_do_not_gate_but_count_for_the_version() {
    let verdict = Verdict::of("1.0.0", "1.0.0", [(&RENAMED, true), (&PATH, false), (&DOC, false)]);
    assert_eq!(verdict.severity, Some(Severity::Risky));
    assert_eq!((verdict.rust, verdict.wire), (Effect::Breaking, Effect::Risky));
    assert_eq!((verdict.bump, verdict.needed.as_str()), (Some(Bump::Major), "2.0.0"));
    let verdict = Verdict::of("1.0.0", "1.0.0", [(&RENAMED, true)]);
    assert_eq!((verdict.severity, verdict.enough), (None, false));
}

#[test]
fn a_version_that_is_none_is_judged_all_the_same() {
    let verdict = Verdict::of("one", "two", [(&RENAMED, false)]);
    assert_eq!((verdict.needed.as_str(), verdict.declared.as_str(), verdict.enough), ("0.0.1", "two", false));
}
