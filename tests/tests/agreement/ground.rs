//! The two crates on disk, and cargo.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use wxgen::model::Api;

use crate::cases::{self, CRATE, Case, Side};
use crate::usage;

/// A folder with a workspace for each version: the crate generated from it, and a user of the old one.
#[derive(Debug)]
pub(crate) struct Ground {
    dir: PathBuf,
    runtime: PathBuf,
}

impl Ground {
    /// Writes it all.
    pub(crate) fn prepare(cases: &[Case]) -> Self {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace");
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("agreement");
        let ground = Self { dir, runtime: project.join("runtime") };
        let sides: [(&str, Side); 2] = [("old", |case| &case.old), ("new", |case| &case.new)];
        for (name, side) in sides {
            let api = cases::together(cases, side, &ground.runtime);
            let dir = ground.dir.join(name);
            // Over HTTP nothing differs, and it takes long to compile.
            let mut files = wxgen::pipeline::emit(&api);
            let manifest = files.get_mut("Cargo.toml").expect("a crate has one");
            *manifest = manifest.replace("default = [\"reqwest\", ", "default = [");
            wxgen::persist::persist(&dir.join(CRATE), &files).expect("the crate is written");
            put(
                &dir.join("Cargo.toml"),
                &format!("[workspace]\nresolver = \"3\"\nmembers = [\"{CRATE}\", \"user\"]\n"),
            );
            // With the versions of the workspace nothing has to be looked up.
            let lock = fs::read_to_string(project.join("Cargo.lock")).expect("the workspace has one");
            put(&dir.join("Cargo.lock"), &lock);
            put(&dir.join("user/Cargo.toml"), &user_manifest(&features(cases, &api)));
            put(&dir.join("user/src/lib.rs"), usage::HEAD);
            for (number, case) in cases.iter().enumerate() {
                put(&dir.join(format!("user/src/{}.rs", cases::mark(number))), &program(case, number));
            }
        }
        ground
    }

    /// The folder of a version's crate.
    pub(crate) fn crate_folder(&self, side: &str) -> PathBuf {
        self.dir.join(side).join(CRATE)
    }

    /// Cargo, in the folder of a version; what both compile is compiled once.
    pub(crate) fn cargo(&self, side: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(self.dir.join(side)).env("CARGO_TARGET_DIR", self.dir.join("target"));
        cargo.env("CARGO_NET_OFFLINE", "true").env("CARGO_TERM_COLOR", "never").env("RUSTFLAGS", "");
        cargo
    }

    /// Cases whose use of the old crate does not compile with the crate of this side. Errors of names hide those of
    /// types, so what is broken is left out and the rest is tried again.
    pub(crate) fn broken(&self, side: &str, cases: &[Case]) -> BTreeSet<usize> {
        let mut broken = BTreeSet::new();
        loop {
            let modules = (0..cases.len()).filter(|number| !broken.contains(number));
            let modules: String = modules.map(|number| format!("mod {};\n", cases::mark(number))).collect();
            put(&self.dir.join(side).join("user/src/lib.rs"), &format!("{}{modules}", usage::HEAD));
            let output = self.cargo(side).args(["check", "-p", "user", "--message-format", "json"]).output();
            let output = output.expect("cargo runs");
            if output.status.success() {
                return broken;
            }
            let found = files_with_errors(&output);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!found.is_subset(&broken), "the {side} crate itself does not compile:\n{said}");
            broken.extend(found);
        }
    }
}

/// A user names the features of what is not there by default, as far as they are there at all, and compares values.
fn features(cases: &[Case], api: &Api) -> Vec<String> {
    let old = cases::together(cases, |case| &case.old, Path::new(""));
    let wanted = old.areas.into_iter().filter(|area| !area.default).map(|area| area.id);
    let there = wanted.filter(|id| api.areas.iter().any(|area| area.id == *id));
    there.chain(["eq".to_owned()]).collect()
}

fn user_manifest(features: &[String]) -> String {
    format!(
        "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{CRATE} = {{ path = \"../{CRATE}\", features = {features:?} }}\n"
    )
}

/// Uses all that the old version of a case has.
fn program(case: &Case, number: usize) -> String {
    let api = cases::together_alone(case, number);
    let areas: String = api.areas.iter().map(usage::of_area).collect();
    usage::of_shared(&api) + &areas
}

fn files_with_errors(output: &Output) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        if message["message"]["level"] != "error" || message["target"]["name"] != "user" {
            continue;
        }
        let spans = message["message"]["spans"].as_array().into_iter().flatten();
        let primary = spans.filter(|span| span["is_primary"] == true);
        found.extend(primary.filter_map(|span| span["file_name"].as_str()).flat_map(cases::marks_in));
    }
    found
}

/// Writes what changed: cargo goes by the time.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
    fs::write(path, text).expect("the file can be written");
}
