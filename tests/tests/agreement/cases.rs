//! Pairs of specs, each with its own place in one pair of APIs.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use wxgen::model::{Api, CrateInfo};
use wxgen::read::read_spec;
use wxgen::source::{Role, SourceFile, Sources};
use wxgen_diff::{Bump, Change, Rule, Version, diff};

use crate::fixtures;
use crate::mutations::{EVERY_TYPE, MUTATIONS, Mutation};

/// Name of both crates.
pub(crate) const CRATE: &str = "agreed";

/// Two versions of a spec that differ in one thing.
#[derive(Debug)]
pub(crate) struct Case {
    /// What is different, for people.
    pub(crate) name: String,
    /// The rule this is the example of.
    pub(crate) example_of: Option<String>,
    /// What it was.
    pub(crate) old: Api,
    /// What it is.
    pub(crate) new: Api,
    /// What we say about it.
    pub(crate) changes: Vec<Change>,
}

/// A side of a case.
pub(crate) type Side = fn(&Case) -> &Api;

impl Case {
    /// Our verdict.
    pub(crate) fn bump(&self) -> Bump {
        self.changes.iter().map(|change| change.rule.bump()).max().unwrap_or(Bump::Patch)
    }

    /// The rules that say so, each once.
    pub(crate) fn deciding(&self) -> Vec<&'static Rule> {
        let bump = self.bump();
        let deciding = self.changes.iter().map(|change| change.rule).filter(|rule| rule.bump() == bump);
        let mut rules: Vec<_> = deciding.collect();
        rules.sort_unstable_by_key(|rule| rule.id);
        rules.dedup();
        rules
    }

    /// Their ids.
    pub(crate) fn rules(&self) -> Vec<&'static str> {
        self.deciding().into_iter().map(|rule| rule.id).collect()
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.changes.iter().map(|change| change.rule.id).collect();
        write!(f, "{} [{}]", self.name, all.join(", "))
    }
}

/// The fixture of each rule, and each mutation.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = of_rules();
    cases.extend(MUTATIONS.iter().map(mutated));
    cases
}

/// What stands for a case in names: `c012`, of modules and features, and in capitals of variants.
pub(crate) fn mark(number: usize) -> String {
    format!("c{number:03}")
}

/// The cases that a text names.
pub(crate) fn marks_in(text: &str) -> impl Iterator<Item = usize> {
    let starts = text.char_indices().filter(|(_, c)| matches!(c, 'c' | 'C')).map(|(at, _)| at);
    starts.filter_map(|at| {
        let before = text.get(..at)?.chars().next_back();
        let digits = text.get(at + 1..at + 4)?;
        let mine = digits.bytes().all(|byte| byte.is_ascii_digit());
        let word = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        (mine && !word).then(|| digits.parse().ok()).flatten()
    })
}

/// One API with every case in it, told apart by their marks.
pub(crate) fn together(cases: &[Case], side: Side, runtime: &Path) -> Api {
    let krate = CrateInfo {
        name: CRATE.to_owned(),
        version: "1.0.0".to_owned(),
        summary: "Every case.".to_owned(),
        repository: None,
        runtime_path: Some(runtime.display().to_string()),
    };
    let mut together = Api { krate, host: "api.example.com".to_owned(), ..Api::default() };
    for (number, case) in cases.iter().enumerate() {
        let mark = mark(number);
        let of_case = apart(side(case).clone(), &mark, number);
        together.areas.extend(of_case.areas);
        together.errcodes.extend(of_case.errcodes);
        together.permission_sets.extend(of_case.permission_sets);
    }
    together
}

/// The old version of a case, named as it is among all.
pub(crate) fn together_alone(case: &Case, number: usize) -> Api {
    apart(case.old.clone(), &mark(number), number)
}

/// Makes the names of an API its own.
fn apart(mut api: Api, mark: &str, number: usize) -> Api {
    for area in &mut api.areas {
        area.id = format!("{mark}_{}", area.id);
        area.module = format!("{mark}_{}", area.module);
    }
    for code in &mut api.errcodes {
        code.variant = format!("{}{}", mark.to_uppercase(), code.variant);
        code.code += (number as i64 + 1) * 1_000_000_000;
    }
    for set in &mut api.permission_sets {
        set.id += (number as u32 + 1) * 1_000;
    }
    api
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file per rule.
fn of_rules() -> Vec<Case> {
    let dir = project().join("generator/diff/tests/diff/rules");
    let entries = fs::read_dir(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "spec"));
    paths.sort();
    paths.iter().map(|path| of_rule(path)).collect()
}

fn of_rule(path: &Path) -> Case {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let pair = fixtures::pair(&text);
    let (old, new) = (fixtures::version("old", &pair.old), fixtures::version("new", &pair.new));
    Case { changes: diff(&old, &new).changes, example_of: Some(name.clone()), name, old: old.api, new: new.api }
}

fn mutated(mutation: &Mutation) -> Case {
    let name = format!("{}: {:?}", mutation.file, mutation.edits);
    let old = version(&name, golden(mutation.file, &[]));
    let new = version(&name, golden(mutation.file, mutation.edits));
    Case { changes: diff(&old, &new).changes, name, example_of: None, old: old.api, new: new.api }
}

/// The golden spec with one endpoint of it, without examples: those would have to be edited too.
fn golden(file: &str, edits: &[(&str, &str)]) -> Sources {
    let read = read_spec(&project().join("tests/golden/spec"), &mut Vec::new());
    let endpoint = if file.contains('/') { file } else { EVERY_TYPE };
    let mut files = Vec::new();
    for source in read.files() {
        let of_endpoint = matches!(source.role(), Role::Endpoint(_));
        if of_endpoint && source.path != endpoint {
            continue;
        }
        let mut text = source.text.clone();
        if of_endpoint {
            text.truncate(text.find("\nexamples:").map_or(text.len(), |at| at + 1));
        }
        for (from, to) in edits.iter().filter(|_| source.path == file) {
            assert!(text.contains(from), "{file} says {from:?}");
            text = text.replacen(from, to, 1);
        }
        files.push(SourceFile::new(&source.path, &source.shown, text));
    }
    Sources::of(files)
}

fn version(label: &str, sources: Sources) -> Version {
    let mut diagnostics = Vec::new();
    let spec = wxgen::parse::parse(&sources, &mut diagnostics);
    diagnostics.extend(wxgen::check::check(&spec, &sources));
    diagnostics.retain(|diagnostic| diagnostic.severity == wxgen::report::Severity::Error);
    assert!(diagnostics.is_empty(), "{label}: {}", wxgen::report::text(&diagnostics, &sources, false));
    let api = wxgen::lower::lower(&spec, &sources);
    Version { label: label.to_owned(), sources, spec, api, skipped: Vec::new() }
}
