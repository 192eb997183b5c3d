//! One of the two versions that are compared.

use crate::model::Api;
use crate::parse::Spec;
use crate::read::Sources;

/// A version of a spec, as far as it could be understood.
#[derive(Debug)]
pub struct Version {
    /// How it was named: `main`, `spec`, `.`.
    pub label: String,
    /// Its files.
    pub sources: Sources,
    /// The spec as written, for places.
    pub spec: Spec,
    /// What it means, without what is left out.
    pub api: Api,
    /// What could not be understood.
    pub left_out: Vec<LeftOut>,
}

/// A file that could not be understood and so is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
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
