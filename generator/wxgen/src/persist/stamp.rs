//! Remembers that a folder is up to date, so that a run with nothing to do does nothing.
//!
//! The stamp is a small file beside the manifest, for this machine only (it is not checked in). It holds one digest of
//! all that the output depends on and one of how the output files look from outside (length, times, inode).
//! When both still hold, the output is what a full run would write. Deleting the stamp is always safe.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use crate::persist::{MANIFEST, Manifest};
use crate::source::Sources;
use crate::text::hex;

/// File name of the stamp.
pub(super) const STAMP: &str = ".wxgen-stamp";

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
        Self { path: dir.join(STAMP), dir: dir.to_owned(), input: hex(&digest.finalize()) }
    }

    /// How many files are up to date, if all are.
    pub fn up_to_date(&self) -> Option<usize> {
        let text = fs::read_to_string(&self.path).ok()?;
        let (input, output) = text.split_once('\n')?;
        if input != self.input {
            return None;
        }
        let manifest = self.manifest().ok()?;
        (looks(&self.dir, &manifest)? == output.trim_end()).then_some(manifest.files.len())
    }

    /// Notes that the folder is up to date now.
    ///
    /// # Errors
    ///
    /// When the stamp cannot be written; the output is right all the same.
    pub fn note(&self) -> io::Result<()> {
        let output = self.manifest().ok().and_then(|manifest| looks(&self.dir, &manifest));
        let Some(output) = output else { return Ok(()) };
        // A new file: were there a link of that name, writing to it would write elsewhere.
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = File::create_new(&self.path)?;
        write!(file, "{}\n{output}\n", self.input)
    }

    fn manifest(&self) -> Result<Manifest, String> {
        let text = fs::read_to_string(self.dir.join(MANIFEST)).map_err(|error| error.to_string())?;
        Manifest::parse(&text)
    }
}

/// Which build of wxgen this is.
fn program() -> String {
    let file = std::env::current_exe().ok().and_then(|path| look(&path));
    format!("{} {}", env!("CARGO_PKG_VERSION"), file.unwrap_or_default())
}

fn looks(dir: &Path, manifest: &Manifest) -> Option<String> {
    let mut digest = Sha256::new();
    for path in manifest.files.keys().map(String::as_str).chain([MANIFEST]) {
        digest.update(path.as_bytes());
        digest.update(look(&dir.join(path))?.as_bytes());
    }
    Some(hex(&digest.finalize()))
}

/// How a file looks without opening it. A link looks like itself, not like its target.
fn look(path: &Path) -> Option<String> {
    let meta = fs::symlink_metadata(path).ok()?;
    let changed = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!(" {} {} {}\n", meta.len(), changed.as_nanos(), identity(&meta)))
}

/// What tells an edit that kept length and time of change.
#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!("{} {}.{}", meta.ino(), meta.ctime(), meta.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> String {
    String::new()
}
