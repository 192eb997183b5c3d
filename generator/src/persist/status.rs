//! How a folder differs from what it should hold.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::manifest::digest;
use super::{MANIFEST, Manifest, PersistError, open, paths};

/// How one file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Fresh,
    /// As it was written, but the spec or the generator has changed since.
    Stale,
    /// Not there.
    Missing,
    /// Written by an earlier run and no longer part of the output.
    Orphan,
    /// Changed by hand after it was written.
    Edited,
    /// Not written by wxgen, in a folder that is all its own.
    Foreign,
}

impl State {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Orphan => "orphan",
            Self::Edited => "edited",
            Self::Foreign => "foreign",
        }
    }
}

/// A file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// How it stands.
    pub state: State,
    /// The first line that differs.
    pub first_difference: Option<Difference>,
}

/// A line that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its number, from 1.
    pub line: usize,
    /// What stands there; `None`: the file ends before.
    pub is: Option<String>,
    /// What should; `None`: the file should end before.
    pub should: Option<String>,
}

/// Folders in which every file is written by wxgen.
const OWN_FOLDERS: &[&str] = &["src", "docs", "tests/examples"];

/// Lists what is not as it should be, by path.
///
/// # Errors
///
/// When the folder is not ours or cannot be read.
pub fn compare(dir: &Path, files: &BTreeMap<String, String>) -> Result<Vec<Finding>, PersistError> {
    let old = open(dir)?;
    let mut findings = Vec::new();
    for (path, text) in files {
        let state = of_file(dir, path, text, &old)?;
        if state != State::Fresh {
            let on_disk = fs::read(dir.join(path)).ok();
            let first_difference = on_disk.and_then(|bytes| first_difference(&String::from_utf8_lossy(&bytes), text));
            findings.push(Finding { path: path.clone(), state, first_difference });
        }
    }
    for path in old.files.keys().filter(|path| !files.contains_key(*path)) {
        if of_orphan(dir, path, &old) != State::Missing {
            findings.push(Finding { path: path.clone(), state: State::Orphan, first_difference: None });
        }
    }
    let mut strangers = Vec::new();
    for folder in OWN_FOLDERS {
        collect_files(dir, folder, &mut strangers)?;
    }
    strangers.retain(|path| !files.contains_key(path) && !old.files.contains_key(path));
    findings.extend(strangers.into_iter().map(|path| Finding { path, state: State::Foreign, first_difference: None }));
    if findings.is_empty() && of_manifest(dir, &Manifest::of(files).to_text())? {
        findings.push(Finding { path: MANIFEST.to_owned(), state: State::Stale, first_difference: None });
    }
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(findings)
}

/// How a file of the output stands on disk.
pub(super) fn of_file(dir: &Path, path: &str, text: &str, old: &Manifest) -> Result<State, PersistError> {
    let on_disk = dir.join(path);
    let read = fs::symlink_metadata(&on_disk).and_then(|about| match about.is_symlink() {
        true => Ok(None),
        false => fs::read(&on_disk).map(Some),
    });
    let bytes = match read {
        Ok(Some(bytes)) => bytes,
        // We write files, never links.
        Ok(None) => return Ok(if old.files.contains_key(path) { State::Edited } else { State::Foreign }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
        Err(error) => return Err(PersistError::Io(on_disk, error)),
    };
    if bytes == text.as_bytes() {
        return Ok(State::Fresh);
    }
    Ok(match old.files.get(path) {
        None => State::Foreign,
        Some(known) if *known == digest(&bytes) => State::Stale,
        Some(_) => State::Edited,
    })
}

/// How a file stands that is no longer part of the output: gone already, as it was written, or edited since.
pub(super) fn of_orphan(dir: &Path, path: &str, old: &Manifest) -> State {
    let on_disk = dir.join(path);
    if !paths::is_file(&on_disk) {
        return State::Missing;
    }
    let as_written = !paths::is_link(&on_disk)
        && fs::read(&on_disk).is_ok_and(|bytes| old.files.get(path).is_some_and(|known| *known == digest(&bytes)));
    if as_written { State::Orphan } else { State::Edited }
}

/// Does the manifest on disk have other bytes?
pub(super) fn of_manifest(dir: &Path, text: &str) -> Result<bool, PersistError> {
    let path = dir.join(MANIFEST);
    match fs::read(&path) {
        Ok(bytes) => Ok(bytes != text.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(PersistError::Io(path, error)),
    }
}

/// Line ends count: a file that differs in them alone differs.
fn first_difference(is: &str, should: &str) -> Option<Difference> {
    let (mut is, mut should) = (is.split('\n'), should.split('\n'));
    for line in 1.. {
        match (is.next(), should.next()) {
            (None, None) => break,
            (is, should) if is == should => {}
            (is, should) => {
                return Some(Difference { line, is: is.map(str::to_owned), should: should.map(str::to_owned) });
            }
        }
    }
    None
}

fn collect_files(dir: &Path, folder: &str, found: &mut Vec<String>) -> Result<(), PersistError> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(dir.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(PersistError::Io(dir.join(&folder), error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| PersistError::Io(dir.join(&folder), error))?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    Ok(())
}
