//! For build scripts: one Rust file in `OUT_DIR`.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::emit;
use crate::persist;
use crate::pipeline;
use crate::pipeline::Loaded;
use crate::report;

/// Turns a spec folder into one Rust file.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), wxgen::BuildError> {
///     wxgen::Builder::new().specs("spec").generate()
/// }
/// ```
///
/// ```ignore
/// // lib.rs or main.rs
/// mod api {
///     include!(concat!(env!("OUT_DIR"), "/wxopen.rs"));
/// }
/// ```
///
/// The crate needs `wxopen-runtime` among its dependencies; neither rustfmt nor a nightly compiler is needed.
#[derive(Debug, Clone)]
pub struct Builder {
    specs: PathBuf,
    file: String,
    out_dir: Option<PathBuf>,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// Reads `spec` and writes `wxopen.rs`.
    pub fn new() -> Self {
        Self { specs: PathBuf::from("spec"), file: "wxopen.rs".to_owned(), out_dir: None }
    }

    /// The spec folder, from the folder of the crate.
    #[must_use]
    pub fn specs(mut self, dir: impl Into<PathBuf>) -> Self {
        self.specs = dir.into();
        self
    }

    /// The name of the file to write.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file = name.into();
        self
    }

    /// Where to write it; without this, cargo's `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(dir.into());
        self
    }

    /// Generates. Writes only when the bytes change, and tells cargo to run the script again when a file or folder of
    /// the spec does.
    ///
    /// # Errors
    ///
    /// When the spec has errors (the message is what `wxgen check` would show) or the file cannot be written. What an
    /// earlier build wrote stays as it was.
    pub fn generate(self) -> Result<(), BuildError> {
        let loaded = pipeline::load(&self.specs);
        println!("cargo::rerun-if-changed={}", self.specs.display());
        for path in loaded.sources.watched() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        // Equality costs compile time, so calls and replies have it only where the including crate has the feature.
        println!("cargo::rustc-check-cfg=cfg(feature, values(\"eq\"))");
        let Some(api) = &loaded.api else { return Err(BuildError(shown(&loaded))) };
        for line in shown(&loaded).lines().filter(|_| !loaded.diagnostics.is_empty()) {
            println!("cargo::warning={line}");
        }
        let dir = match self.out_dir.or_else(|| env::var_os("OUT_DIR").map(PathBuf::from)) {
            Some(dir) => dir,
            None => return Err(BuildError("OUT_DIR is not set: call this from a build script".to_owned())),
        };
        if Path::new(&self.file).components().count() != 1 || self.file == ".." {
            return Err(BuildError(format!("{:?} is not a plain file name", self.file)));
        }
        write_if_changed(&dir.join(&self.file), &emit::rust::emit_single(api))
    }
}

fn write_if_changed(path: &Path, text: &str) -> Result<(), BuildError> {
    if fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(());
    }
    persist::put(path, text.as_bytes()).map_err(|error| BuildError(error.to_string()))
}

fn shown(loaded: &Loaded) -> String {
    report::text(&loaded.diagnostics, &loaded.sources, false)
}

/// Why a build script could not generate. `Debug` shows the same as `Display`, for that is what cargo prints when
/// `main` returns an error.
pub struct BuildError(String);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the spec cannot be used\n{}", self.0)
    }
}

impl std::error::Error for BuildError {}
