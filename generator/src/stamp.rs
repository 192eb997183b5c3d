//! Remembers that a folder is up to date, so that a run with nothing to do does nothing.
//!
//! The stamp is a small file beside the manifest, for this machine only (it is not checked in). It holds one digest of
//! all that the output depends on and one of how the output files look from outside (length and time of change).
//! When both still hold, the output is what a full run would write. Deleting the stamp is always safe.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use crate::persist::Manifest;
use crate::read::Sources;

/// File name of the stamp.
const STAMP: &str = ".wxgen-stamp";

/// The state of a spec and the program that reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    path: PathBuf,
    dir: PathBuf,
    input: String,
}

impl Stamp {
    /// The stamp for generating `sources` into `dir` with these options by this very program.
    pub fn new(dir: &Path, sources: &Sources, options: &str) -> Self {
        let mut digest = Sha256::new();
        let mut add = |part: &[u8]| {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        };
        add(program().as_bytes());
        add(options.as_bytes());
        for file in sources.files() {
            add(file.path.as_bytes());
            add(file.text.as_bytes());
        }
        Self { path: dir.join(STAMP), dir: dir.to_owned(), input: hex(digest) }
    }

    /// How many files are up to date, if all are.
    pub fn up_to_date(&self) -> Option<usize> {
        let text = fs::read_to_string(&self.path).ok()?;
        let (input, output) = text.split_once('\n')?;
        if input != self.input {
            return None;
        }
        let manifest = Manifest::parse(&fs::read_to_string(self.dir.join(crate::persist::MANIFEST)).ok()?).ok()?;
        (looks(&self.dir, &manifest)? == output.trim_end()).then_some(manifest.files.len())
    }

    /// Notes that the folder is up to date now.
    ///
    /// # Errors
    ///
    /// When the stamp cannot be written; the output is right all the same.
    pub fn note(&self) -> io::Result<()> {
        let text = fs::read_to_string(self.dir.join(crate::persist::MANIFEST))?;
        let output = Manifest::parse(&text).ok().and_then(|manifest| looks(&self.dir, &manifest));
        match output {
            Some(output) => fs::write(&self.path, format!("{}\n{output}\n", self.input)),
            None => Ok(()),
        }
    }
}

/// Which build of wxgen this is.
fn program() -> String {
    let file = std::env::current_exe().ok().and_then(|path| look(&path));
    format!("{} {}", env!("CARGO_PKG_VERSION"), file.unwrap_or_default())
}

fn looks(dir: &Path, manifest: &Manifest) -> Option<String> {
    let mut digest = Sha256::new();
    for path in manifest.files.keys() {
        digest.update(path.as_bytes());
        digest.update(look(&dir.join(path))?.as_bytes());
    }
    Some(hex(digest))
}

fn look(path: &Path) -> Option<String> {
    let meta = fs::metadata(path).ok()?;
    let changed = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!(" {} {}\n", meta.len(), changed.as_nanos()))
}

fn hex(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
