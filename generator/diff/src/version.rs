//! One of the two versions that are compared, as far as it can be understood.
//!
//! A mistake in one endpoint is no reason to say nothing about the others: its file is left out, and said to be. Where two
//! files contradict each other both are, for neither can be trusted. What all endpoints share has to be in order.

use std::collections::{BTreeMap, BTreeSet};

use wxgen::model::Api;
use wxgen::parse;
use wxgen::parse::Spec;
use wxgen::report;
use wxgen::report::{Code, Diagnostic, Severity, codes};
use wxgen::source::{FileId, Role, SourceFile, Sources, Span};
use wxgen::{check, lower};

/// What is wrong with examples alone. An example that has yet to follow a change is no reason not to report the change.
const OF_EXAMPLES: [Code; 5] =
    [codes::EXAMPLE_MISSING, codes::EXAMPLE_UNKNOWN, codes::EXAMPLE_TYPE, codes::EXAMPLE_CHOICE, codes::EXAMPLE_CONST];

/// How often what is left is judged again. Each time at least one file more is left out.
const MOST_ROUNDS: usize = 8;

/// A version of a spec, as far as it could be understood.
#[derive(Debug)]
pub struct Version {
    /// How it was named: `main`, `spec`, `.`.
    pub label: String,
    /// Its files.
    pub sources: Sources,
    /// The spec as written, for places; without the endpoints that are left out.
    pub spec: Spec,
    /// What it means, without what is left out.
    pub api: Api,
    /// What could not be understood, in the order of the files.
    pub skipped: Vec<Skipped>,
}

/// A file that could not be understood and so is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Path within the spec folder.
    pub file: String,
    /// The same as people see it.
    pub shown: String,
    /// Name of its endpoint, where that much was understood.
    pub endpoint: Option<String>,
    /// Line of the first error, from 1.
    pub line: usize,
    /// Code of the first error, `WX0202`.
    pub code: &'static str,
    /// The first error.
    pub why: String,
    /// How many errors there are.
    pub errors: usize,
}

/// A version that cannot be compared at all: what all endpoints share is wrong, or none of them is right.
#[derive(Debug)]
pub struct VersionError {
    /// Its files, for showing places.
    pub sources: Sources,
    /// What is wrong, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

impl Version {
    /// Understands a spec as far as possible. `diagnostics` holds what reading had to say.
    ///
    /// # Errors
    ///
    /// When `api.yaml`, `permission_sets.yaml`, `errcodes.yaml` or the folder itself is wrong, and when no endpoint is left.
    pub fn of(label: String, sources: Sources, mut diagnostics: Vec<Diagnostic>) -> Result<Self, VersionError> {
        let mut spec = parse::parse(&sources, &mut diagnostics);
        let mut skipped: BTreeMap<FileId, Skipped> = BTreeMap::new();
        diagnostics.extend(check::check(&spec, &sources));
        let mut judged = 0;
        for _ in 0..MOST_ROUNDS {
            let faults = Faults::of(diagnostics.get(judged..).unwrap_or_default(), &sources, &skipped);
            if faults.shared {
                break;
            }
            if faults.files.is_empty() {
                let api = lower::lower(&spec, &sources);
                return Ok(Self { label, api, skipped: skipped.into_values().collect(), sources, spec });
            }
            for (id, errors) in faults.files {
                skipped.extend(leave_out(id, errors, &spec, &sources).map(|out| (id, out)));
            }
            spec.endpoints.retain(|endpoint| !skipped.contains_key(&endpoint.file));
            if spec.endpoints.is_empty() {
                break;
            }
            // Without them the others may be in order, or be found to be wrong themselves.
            judged = diagnostics.len();
            diagnostics.extend(check::check(&spec, &sources));
        }
        report::sort(&mut diagnostics);
        Err(VersionError { sources, diagnostics })
    }
}

/// An error: where in its file, its code, what is wrong.
type Fault<'a> = (u32, Code, &'a str);

/// Who is to blame.
#[derive(Default)]
struct Faults<'a> {
    /// Is something wrong that all endpoints share?
    shared: bool,
    /// The endpoint files with errors, other than those that are left out already.
    files: BTreeMap<FileId, BTreeSet<Fault<'a>>>,
}

impl<'a> Faults<'a> {
    fn of(diagnostics: &'a [Diagnostic], sources: &Sources, known: &BTreeMap<FileId, Skipped>) -> Self {
        let mut faults = Self::default();
        let grave = |diagnostic: &&Diagnostic| {
            diagnostic.severity == Severity::Error && !OF_EXAMPLES.contains(&diagnostic.code)
        };
        for error in diagnostics.iter().filter(grave) {
            match error.file() {
                Some(file) if !is_shared(sources, file) => {}
                _ => faults.shared = true,
            }
            let labels = error.primary.iter().chain(&error.secondary);
            for Span { file, start, .. } in labels.map(|label| label.span) {
                faults.add(file, (start, error.code, &error.message), sources, known);
                // Said once, of the first file of a folder.
                if error.code == codes::UNKNOWN_AREA {
                    for other in files_beside(sources, file) {
                        faults.add(other, (0, error.code, &error.message), sources, known);
                    }
                }
            }
        }
        faults
    }

    fn add(&mut self, file: FileId, fault: Fault<'a>, sources: &Sources, known: &BTreeMap<FileId, Skipped>) {
        if !is_shared(sources, file) && !known.contains_key(&file) {
            self.files.entry(file).or_default().insert(fault);
        }
    }
}

fn is_shared(sources: &Sources, file: FileId) -> bool {
    let role = sources.file(file).map(SourceFile::role);
    !matches!(role, Some(Role::Endpoint(_) | Role::Stray))
}

/// All files of the folder that a file lies in.
fn files_beside(sources: &Sources, file: FileId) -> impl Iterator<Item = FileId> {
    let area = sources.path(file).split_once('/').map(|(area, _)| area);
    let beside = move |source: &SourceFile| source.role() == Role::Endpoint(area.unwrap_or_default());
    sources.iter().filter(move |(_, source)| beside(source)).map(|(id, _)| id)
}

fn leave_out(id: FileId, errors: BTreeSet<Fault<'_>>, spec: &Spec, sources: &Sources) -> Option<Skipped> {
    let file = sources.file(id)?;
    let (start, code, why) = *errors.first()?;
    let parsed =
        spec.endpoints.iter().find(|endpoint| endpoint.file == id).map(|endpoint| endpoint.name.value.as_str());
    let endpoint = parsed.filter(|name| !name.is_empty()).or_else(|| name_in(&file.text));
    Some(Skipped {
        file: file.path.clone(),
        shown: file.shown.clone(),
        endpoint: endpoint.map(str::to_owned),
        line: file.position(start).line,
        code,
        why: why.to_owned(),
        errors: errors.len(),
    })
}

/// The name that a file seems to give its endpoint, where the text as a whole is no YAML.
fn name_in(text: &str) -> Option<&str> {
    let name = text.lines().find_map(|line| line.strip_prefix("name:"))?;
    let name = name.split('#').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    let plain =
        !name.is_empty() && name.len() <= 128 && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    plain.then_some(name)
}
