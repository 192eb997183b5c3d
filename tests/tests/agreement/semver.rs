//! What `cargo semver-checks` says about the two crates, case by case.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

use wxgen_diff::Bump;

use crate::cases::marks_in;
use crate::ground::Ground;

/// What it found: by case the bump it asks for and the checks that do.
pub(crate) type Findings = BTreeMap<usize, (Bump, Vec<String>)>;

/// Set where its absence is a failure.
const REQUIRED: &str = "REQUIRE_SEMVER_CHECKS";

/// Its findings; `None`, and a word on the terminal, when it is not installed.
pub(crate) fn findings(ground: &Ground) -> Option<Findings> {
    let version = Command::new(env!("CARGO")).args(["semver-checks", "--version"]).output();
    if !version.is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os(REQUIRED).is_none(), "{REQUIRED} is set, and cargo-semver-checks is not installed");
        // Past the test's own output, which nobody sees when it passes.
        let told = std::io::stderr().write_all(
            b"SKIPPED: verdicts are not compared with cargo semver-checks, which is not installed \
              (cargo install --locked cargo-semver-checks)\n",
        );
        told.expect("the terminal takes it");
        return None;
    }
    // A patch is promised, so that all it minds is told, with the bump each check asks for.
    let mut cargo = ground.cargo("new");
    // It asks for the crates of every platform, also those that no build here has downloaded yet.
    cargo.env("CARGO_NET_OFFLINE", "false");
    cargo.args(["semver-checks", "--verbose", "--release-type", "patch", "--only-explicit-features", "--features"]);
    cargo.args(["full,eq", "--manifest-path"]).arg(ground.crate_folder("new").join("Cargo.toml"));
    let output = cargo.arg("--baseline-root").arg(ground.crate_folder("old")).output().expect("cargo runs");
    let (report, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let levels = levels(&log);
    assert!(levels.len() > 100, "cargo semver-checks did not run to its end:\n{log}\n{report}");
    Some(read(&report, &levels))
}

/// `FAIL [   0.011s]       major        enum_variant_missing`: the bump by check.
fn levels(log: &str) -> BTreeMap<&str, Bump> {
    let mut levels = BTreeMap::new();
    for line in log.lines() {
        let Some((result, rest)) = line.trim().split_once(" [") else { continue };
        let mut words = rest.split_once(']').map_or("", |(_, words)| words).split_whitespace();
        if let ("PASS" | "FAIL" | "WARN", Some(level), Some(check)) = (result, words.next(), words.next()) {
            levels.insert(check, if level == "major" { Bump::Major } else { Bump::Minor });
        }
    }
    levels
}

/// Sections start with `--- failure enum_variant_missing: … ---`; places follow `Failed in:`, one a line.
fn read(report: &str, levels: &BTreeMap<&str, Bump>) -> Findings {
    let mut findings = Findings::new();
    let sections = report.split("\n--- ").filter_map(|section| section.split_once(' ')?.1.split_once(": "));
    for (check, rest) in sections {
        let bump = levels.get(check).copied().unwrap_or_else(|| panic!("{check} has no level"));
        let (_, places) = rest.split_once("Failed in:").unwrap_or_else(|| panic!("{check} names no place"));
        for place in places.lines().filter(|line| !line.trim().is_empty()) {
            let mut marks = marks_in(place).peekable();
            assert!(marks.peek().is_some(), "{check} finds what is no case's: {place}");
            for number in marks {
                let (worst, checks) = findings.entry(number).or_insert((bump, Vec::new()));
                *worst = bump.max(*worst);
                if !checks.iter().any(|known| known == check) {
                    checks.push(check.to_owned());
                }
            }
        }
    }
    findings
}
