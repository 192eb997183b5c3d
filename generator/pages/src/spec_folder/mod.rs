//! Pages → files of a spec folder: new ones, and merges into those that are there. All in memory.

mod naming;
mod shared_files;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::apply;
use super::draft::Permissions;
use super::finding::{self, Finding};
use super::pages::Page;
use super::reconcile::{Endpoint, reconcile};
use super::yaml::{self, SharedTables};
use crate::difference::SharedCodes;
use crate::difference::pair::{Endpoints, fixed};
use naming::Names;
use wxgen::parse;
use wxgen::report::{Diagnostic, Severity};
use wxgen::source::Sources;
use wxgen::yaml::tree;

/// The area of endpoints that no spec has yet, where none is named.
pub const AREA: &str = "captured";

/// What becomes of a spec folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpecFolder {
    /// Its files that are new, changed, or were looked at and stay.
    pub files: Vec<File>,
    /// What a person should look at, each with the number of its page.
    pub findings: Vec<(usize, Finding)>,
}

/// A file of a spec folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path within the folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What became of it.
    pub state: State,
    /// What changed in it, a line each.
    pub changes: Vec<String>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was not there.
    New,
    /// Some of it changed.
    Merged,
    /// Nothing changed.
    Unchanged,
}

impl State {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Merged => "merged",
            Self::Unchanged => "unchanged",
        }
    }
}

impl File {
    /// Is it the file of an endpoint?
    pub fn is_endpoint(&self) -> bool {
        self.path.contains('/')
    }
}

/// Brings pages into a spec folder, of which `sources` are the files. New endpoints go to `area`.
///
/// # Errors
///
/// When the folder's files cannot be understood; why is in the diagnostics.
pub fn bring(sources: &Sources, pages: &[Page], area: &str) -> Result<SpecFolder, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let spec = parse::parse(sources, &mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(diagnostics);
    }
    let (endpoints, findings) = reconcile(pages);
    let (shared, codes) = (SharedTables::of(&spec), SharedCodes::of(&spec));
    let known = Endpoints::of(&spec);
    let paths = sources.files().iter().map(|file| file.path.clone()).collect();
    let names = Names::new(area, paths, spec.endpoints.iter().filter(|endpoint| endpoint.area.value == area));
    let mut run = Run {
        sources,
        known,
        codes,
        shared,
        area,
        names,
        met: HashSet::new(),
        calls: BTreeSet::new(),
        files: BTreeMap::new(),
        sets: BTreeSet::new(),
        findings,
    };
    for endpoint in &endpoints {
        run.endpoint(endpoint);
    }
    let is_new = run.files.values().any(|file| file.state == State::New);
    let mut files: Vec<_> = shared_files::files(sources, &spec, is_new.then_some(area), run.sets);
    files.extend(run.files.into_values());
    Ok(SpecFolder { files, findings: run.findings })
}

/// A call: method, path and fixed parameters.
type Call = (String, String, Vec<(String, String)>);

struct Run<'a> {
    sources: &'a Sources,
    known: Endpoints<'a>,
    codes: SharedCodes<'a>,
    shared: SharedTables,
    /// Where new endpoints go.
    area: &'a str,
    names: Names,
    /// Files that an endpoint was merged into.
    met: HashSet<usize>,
    calls: BTreeSet<Call>,
    files: BTreeMap<String, File>,
    /// Permission sets that the files name.
    sets: BTreeSet<u32>,
    findings: Vec<(usize, Finding)>,
}

impl Run<'_> {
    fn endpoint(&mut self, endpoint: &Endpoint) {
        if endpoint.draft.is_huge() {
            let message = "more parameters, fields or codes than an endpoint has; no spec was written";
            return self.tell(endpoint, finding::NO_SPEC_FORM, message.to_owned());
        }
        match self.known.find(endpoint) {
            Some(number) if self.met.insert(number) => self.merge(endpoint, number),
            Some(number) => {
                let path =
                    self.known.all().get(number).map_or("", |known| self.sources.path(known.spec.file)).to_owned();
                let message = format!("{path} is this call already, by another name; nothing was merged");
                self.tell(endpoint, finding::SAME_CALL, message);
            }
            None => self.create(endpoint),
        }
    }

    fn merge(&mut self, endpoint: &Endpoint, number: usize) {
        let Some(known) = self.known.all().get(number) else { return };
        let file = known.spec.file;
        let Some(source) = self.sources.file(file) else { return };
        let Ok(Some(root)) = tree::read_tree(file, &source.text, &mut Vec::new()) else { return };
        let shared = self.shared.for_area(&known.spec.area.value);
        let merged = apply::apply(&source.text, &root, endpoint, known.spec, &self.codes, shared);
        let state = if merged.text == source.text { State::Unchanged } else { State::Merged };
        if state == State::Merged {
            let before = yaml::problems(&source.text, shared);
            let now = yaml::problems(&merged.text, shared);
            let new = now.into_iter().filter(|now| !before.iter().any(|before| before.message == now.message));
            for problem in new {
                let message = format!("{} does not pass as merged: {}", source.path, problem.message);
                self.findings.push((endpoint.page, Finding::new(finding::NO_SPEC_FORM, endpoint.draft.line, message)));
            }
        }
        self.findings.extend(merged.findings.into_iter().map(|finding| (endpoint.page, finding)));
        let path = source.path.clone();
        self.put(endpoint, File { path, text: merged.text, state, changes: merged.changes });
    }

    fn create(&mut self, endpoint: &Endpoint) {
        let draft = &endpoint.draft;
        let (Some(method), Some(path)) = (&draft.method, &draft.path) else {
            return self.tell(endpoint, finding::NO_SPEC_FORM, "no spec without method and path".to_owned());
        };
        if !parse::keys::METHODS.contains(&method.as_str()) {
            return self.tell(endpoint, finding::NO_SPEC_FORM, format!("no spec of a {method}: GET and POST have one"));
        }
        if !self.calls.insert((method.clone(), path.clone(), fixed(draft))) {
            let message = format!("{method} {path} is an endpoint already, by another name; no spec was written");
            return self.tell(endpoint, finding::SAME_CALL, message);
        }
        let named = self.names.settle(draft);
        let shared = self.shared.for_area(self.area);
        let text = yaml::spec(endpoint, &named.name, named.made_up, shared);
        if let Some(problem) = yaml::problems(&text, shared).first() {
            let message = format!("no spec was written: {}", problem.message);
            return self.tell(endpoint, finding::NO_SPEC_FORM, message);
        }
        let file = File { path: named.path, text, state: State::New, changes: Vec::new() };
        self.put(endpoint, file);
    }

    fn put(&mut self, endpoint: &Endpoint, file: File) {
        if let (Permissions::Ids(ids), true) = (&endpoint.draft.permissions, file.state != State::Unchanged) {
            self.sets.extend(ids);
        }
        self.files.insert(file.path.clone(), file);
    }

    fn tell(&mut self, endpoint: &Endpoint, code: &'static str, message: String) {
        self.findings.push((endpoint.page, Finding::new(code, endpoint.draft.line, message)));
    }
}

/// Can an area be called that? It is a folder, a module and a feature at once.
pub fn is_area(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.len() <= 64 && name.chars().all(plain)
}
