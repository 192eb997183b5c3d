//! The spec folder of `--into`: reading it, and writing what changed.

use std::io::{self, IsTerminal};
use std::path::Path;

use wxgen::persist;
use wxgen::read::read_spec;
use wxgen::report;
use wxgen::report::Severity;
use wxgen::source::Sources;
use wxgen_pages::spec_folder::{File, State};

/// The files of a spec folder; nothing where there is none yet. What keeps it from being read is told as text.
pub(super) fn sources(dir: &Path) -> Result<Sources, String> {
    if !dir.exists() {
        return Ok(Sources::default());
    }
    let mut diagnostics = Vec::new();
    let sources = read_spec(dir, &mut diagnostics);
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let empty = dir.is_dir() && sources.files().is_empty();
    if broken && !empty {
        return Err(report::text(&diagnostics, &sources, io::stderr().is_terminal()));
    }
    Ok(sources)
}

/// Writes the files that are new or changed, each as a whole or not at all, and none through a link.
pub(super) fn write(dir: &Path, files: &[File]) -> Result<(), String> {
    for file in files.iter().filter(|file| file.state != State::Unchanged) {
        persist::put_below(dir, &file.path, file.text.as_bytes()).map_err(|error| error.to_string())?;
    }
    Ok(())
}
