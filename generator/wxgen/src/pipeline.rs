//! From a folder of specs to files in memory: the one way, for the command line, build scripts and tests alike.

use std::path::Path;

use crate::emit;
use crate::emit::Files;
use crate::model::Api;
use crate::report::{Diagnostic, Severity};
use crate::source::Sources;
use crate::{check, lower, parse, read};

/// A spec folder, read and judged.
#[derive(Debug)]
pub struct Loaded {
    /// Its files, for showing places.
    pub sources: Sources,
    /// Everything there is to say about it, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What it means; `None` when there are errors.
    pub api: Option<Api>,
}

impl Loaded {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }
}

/// Reads, parses, checks and lowers a spec folder.
pub fn load(dir: &Path) -> Loaded {
    let mut diagnostics = Vec::new();
    let sources = read::read_spec(dir, &mut diagnostics);
    load_sources(sources, diagnostics)
}

/// The same for files that were read already, with what reading had to say.
pub fn load_sources(sources: Sources, mut diagnostics: Vec<Diagnostic>) -> Loaded {
    let spec = parse::parse(&sources, &mut diagnostics);
    diagnostics.extend(check::check(&spec, &sources));
    crate::report::sort(&mut diagnostics);
    let good = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    let api = good.then(|| lower::lower(&spec, &sources));
    Loaded { sources, diagnostics, api }
}

/// Every file of the crate and its docs.
pub fn emit(api: &Api) -> Files {
    let mut files = emit::rust::emit_crate(api);
    for (path, text) in emit::docs::emit(api) {
        files.insert(format!("docs/{path}"), text);
    }
    files
}
