//! The table of rules, and a pair of specs for each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use wxgen_diff::{Effect, RULES};

use super::support::{Pair, diff_of, folder, pair, shown};

/// Every pair by the rule it is for.
pub(crate) fn pairs() -> BTreeMap<String, Pair> {
    let files = fs::read_dir(folder().join("rules")).expect("the pairs are there");
    files
        .map(|entry| {
            let path = entry.expect("the folder can be listed").path();
            let rule = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (rule, pair(&fs::read_to_string(path).expect("a pair can be read")))
        })
        .collect()
}

/// With `UPDATE_FIXTURES` set, what is told is written into the files, to be looked at in the diff.
#[test]
fn each_rule_is_told_of_its_pair() {
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    for (rule, pair) in pairs() {
        let told = shown(&diff_of(&pair.old, &pair.new).changes);
        assert!(told.contains(&format!("{rule} |")), "{rule} is not told, but:\n{told}");
        if update && told != pair.told {
            let path = folder().join("rules").join(format!("{rule}.spec"));
            let text = fs::read_to_string(&path).expect("a pair can be read");
            let (versions, _) = text.split_once("--- changes\n").expect("a pair says what is told");
            fs::write(path, format!("{versions}--- changes\n{told}")).expect("a pair can be written");
        } else {
            assert_eq!(told, pair.told, "{rule}");
        }
    }
}

/// A pair is about its rule: what else is told goes with it.
#[test]
fn little_else_is_told_of_a_pair() {
    let companions: BTreeMap<&str, &[&str]> = BTreeMap::from([
        // An area is gone when its last endpoint is.
        ("area-added", ["endpoint-added"].as_slice()),
        ("area-removed", &["endpoint-removed"]),
    ]);
    for (rule, pair) in pairs() {
        let told: Vec<_> = diff_of(&pair.old, &pair.new).changes.iter().map(|change| change.rule.id).collect();
        let others: Vec<_> = told.iter().copied().filter(|id| *id != rule).collect();
        assert_eq!(others, companions.get(rule.as_str()).copied().unwrap_or_default(), "{rule}");
        assert_eq!(told.len() - others.len(), 1, "{rule} is told more than once");
    }
}

#[test]
fn every_rule_has_a_pair_and_every_pair_a_rule() {
    let known: BTreeSet<_> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    let tested: BTreeSet<_> = pairs().into_keys().collect();
    assert_eq!(known.symmetric_difference(&tested).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(known.len(), RULES.len(), "an id stands twice");
    assert!(RULES.len() >= 60);
}

#[test]
fn rules_stand_in_groups() {
    let mut groups: Vec<_> = RULES.iter().map(|rule| rule.id.split('-').next().unwrap_or_default()).collect();
    groups.dedup();
    let apart: BTreeSet<_> = groups.iter().collect();
    assert_eq!(apart.len(), groups.len(), "{groups:?}");
}

#[test]
fn rules_are_words_and_sentences() {
    for rule in RULES {
        assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.id);
        assert!(
            !rule.what.ends_with('.') && rule.what.starts_with(|c: char| !c.is_uppercase() || c == 'W'),
            "{}",
            rule.id
        );
        for sentence in [rule.for_rust, rule.on_wire] {
            assert!(sentence.ends_with('.') && sentence.len() > 10, "{}: {sentence}", rule.id);
        }
        // What a tool for Rust's interfaces sees, Rust code notices.
        assert!(!rule.seen_by_semver_checks || rule.rust >= Effect::Risky, "{}", rule.id);
    }
}
