//! Is the verdict of `wxgen diff` true? Crates are generated from pairs of specs that differ in one thing, and rustc and
//! `cargo semver-checks` say what that breaks.
//!
//! Each pair has a module of its own in one pair of crates, so that all are judged in one go and each by itself.

mod cases;
#[allow(dead_code)]
#[path = "../../../generator/diff/tests/diff/support.rs"]
mod fixtures;
mod ground;
mod mutations;
mod reasons;
mod semver;
mod usage;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use wxgen_diff::{Bump, RULES};

use crate::cases::Case;
use crate::ground::Ground;

static CASES: LazyLock<Vec<Case>> = LazyLock::new(cases::all);
static GROUND: LazyLock<Ground> = LazyLock::new(|| Ground::prepare(&CASES));

/// Fails with all of them at once.
fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{} {what}:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_rule_is_put_to_the_test() {
    let fired: BTreeSet<_> = CASES.iter().flat_map(|case| &case.changes).map(|change| change.rule.id).collect();
    let missing = RULES.iter().filter(|rule| !fired.contains(rule.id)).map(|rule| rule.id.to_owned());
    none("rules without a case", missing.collect());
}

#[test]
fn rustc_refuses_what_we_call_breaking_and_takes_the_rest() {
    none("cases whose use does not compile to begin with", names(&GROUND.broken("old", &CASES)));
    let broken = GROUND.broken("new", &CASES);
    let mut found = Vec::new();
    for (number, case) in CASES.iter().enumerate() {
        let (breaks, ours) = (broken.contains(&number), case.bump() == Bump::Major);
        let known = reasons::compiles_all_the_same(&case.rules());
        match (breaks, ours) {
            (true, false) => found.push(format!("does not compile, by us {}: {case}", case.bump().word())),
            (false, true) if !known => found.push(format!("compiles, by us major: {case}")),
            _ => {}
        }
    }
    none("cases where rustc says otherwise", found);
}

#[test]
fn semver_checks_agrees_or_we_know_why() {
    let Some(findings) = semver::findings(&GROUND) else { return };
    let mut found = Vec::new();
    let mut needed = BTreeSet::new();
    for (number, case) in CASES.iter().enumerate() {
        let (theirs, checks) = findings.get(&number).cloned().unwrap_or((Bump::Patch, Vec::new()));
        let ours = case.bump();
        if theirs > ours {
            found.push(format!(
                "by semver-checks {} ({}), by us {}: {case}",
                theirs.word(),
                checks.join(", "),
                ours.word()
            ));
        }
        for rule in case.deciding() {
            if theirs < ours {
                match reasons::not_seen(rule) {
                    Some(_) => needed.extend([rule.id]),
                    None => found.push(format!("by semver-checks {}, by us {}: {case}", theirs.word(), ours.word())),
                }
            }
            // A case may be decided by several rules, of which one is seen.
            if case.example_of.as_deref() == Some(rule.id) && case.rules().len() == 1 {
                let seen = theirs == ours && ours > Bump::Patch;
                if rule.seen_by_semver_checks != seen {
                    found.push(format!("{} is {}seen: {case} {checks:?}", rule.id, if seen { "" } else { "not " }));
                }
            }
        }
    }
    let idle = reasons::named().filter(|id| !needed.contains(id));
    found.extend(idle.map(|id| format!("{id} has a reason and needs none")));
    none("disagreements", found);
}

fn names(numbers: &BTreeSet<usize>) -> Vec<String> {
    numbers.iter().filter_map(|number| CASES.get(*number)).map(ToString::to_string).collect()
}
