//! Files in memory → a folder on disk: only what changed, only what we own, all or nothing.
//!
//! A folder belongs to wxgen when it holds a manifest ([`MANIFEST`]), which lists every file written there and its
//! digest. Nothing else in the folder is touched, and what is listed and no longer part of the output goes only if it has
//! that digest: a manifest that someone changed removes nothing. A run that is cut short is undone: at once when it can,
//! else by the next run that opens the folder. Line ends are git's to choose: files that differ in nothing else are fresh.

mod commit;
mod manifest;
mod paths;
mod put;
mod stamp;
mod status;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use commit::{STAGE, Step};
pub use manifest::{MANIFEST, Manifest};
pub use put::{put, put_below, replaceable};
pub use stamp::Stamp;
pub use status::{Difference, Finding, State, compare};

use self::paths::NoLinks;
use crate::persist::stamp::STAMP;
use crate::threads;

/// What a run did, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// New files and files whose bytes changed.
    pub written: Vec<String>,
    /// Of the written, files that someone had edited by hand.
    pub overwritten: Vec<String>,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files that wxgen once wrote and that are no longer part of the output.
    pub removed: Vec<String>,
    /// Files that the manifest lists and that are no longer part of the output, but not as wxgen wrote them: they are
    /// left where they are.
    pub left: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum PersistError {
    /// The folder holds files and no manifest.
    NotOurs(PathBuf),
    /// A path of the output would leave the folder, or is no path.
    BadPath(String),
    /// A file of the output stands where somebody else's file is.
    Foreign(PathBuf),
    /// A file or folder is a link, so what is written to it would be written elsewhere.
    Link(PathBuf),
    /// Another run is at work in the folder.
    Busy(PathBuf),
    /// The manifest cannot be understood.
    BadManifest(PathBuf, String),
    /// Reading or writing failed.
    Io(PathBuf, io::Error),
}

impl fmt::Display for PersistError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(dir) => write!(
                f,
                "{} is not empty and holds no {MANIFEST}, so wxgen leaves it alone; name an empty or a new folder",
                dir.display()
            ),
            Self::BadPath(path) => write!(f, "{path:?} is not a path inside the output folder"),
            Self::Foreign(path) => {
                write!(f, "{} exists and was not written by wxgen; move it away, then run again", path.display())
            }
            Self::Link(path) => write!(
                f,
                "{} is a link, and nothing is written through links; put what it leads to in its place, then run again",
                path.display()
            ),
            Self::Busy(dir) => write!(f, "another run is writing to {}", dir.display()),
            Self::BadManifest(path, why) => write!(
                f,
                "{} cannot be read ({why}); restore it, or remove the folder and generate again",
                path.display()
            ),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for PersistError {}

/// Makes the folder hold `files`, and nothing that an earlier run wrote besides them.
///
/// # Errors
///
/// Any error leaves the folder as it was.
pub fn persist(dir: &Path, files: &BTreeMap<String, String>) -> Result<Written, PersistError> {
    persist_with(dir, files, &mut |_| Ok(()))
}

/// [`persist`], asking before every step that changes the disk. An error of `before` stops the run there, as a crash or
/// a full disk would; tests use it to stop everywhere.
///
/// # Errors
///
/// As [`persist`], and what `before` says.
pub fn persist_with(
    dir: &Path,
    files: &BTreeMap<String, String>,
    before: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<Written, PersistError> {
    let mut links = NoLinks::default();
    for path in files.keys() {
        paths::check(path)?;
        links.check(dir, path)?;
    }
    // Refused before anything is made in it.
    open(dir)?;
    fs::create_dir_all(dir).map_err(|error| PersistError::Io(dir.to_owned(), error))?;
    let stage = commit::Stage::lock(dir)?;
    // Read again: another run may have ended in between.
    let old = read_manifest(dir)?;
    let mut outcome = Written::default();
    let mut changed = BTreeMap::new();
    let all: Vec<_> = files.iter().collect();
    let states = threads::map(&all, |(path, text)| status::of_file(dir, path, text, &old));
    for ((path, text), state) in all.into_iter().zip(states) {
        match state? {
            State::Fresh => outcome.unchanged += 1,
            State::Foreign => return Err(PersistError::Foreign(dir.join(path))),
            state => {
                if state == State::Edited {
                    outcome.overwritten.push(path.clone());
                }
                outcome.written.push(path.clone());
                changed.insert(path.as_str(), text.as_str());
            }
        }
    }
    for path in old.files.keys().filter(|path| !files.contains_key(*path)) {
        links.check(dir, path)?;
        match status::of_orphan(dir, path, &old) {
            State::Missing => continue,
            State::Edited => outcome.left.push(path.clone()),
            _ => outcome.removed.push(path.clone()),
        }
    }
    let manifest = Manifest::of(files).to_text();
    if status::of_manifest(dir, &manifest)? {
        changed.insert(MANIFEST, &manifest);
    }
    if !changed.is_empty() || !outcome.removed.is_empty() {
        stage.commit(&changed, &outcome.removed, before)?;
    }
    Ok(outcome)
}

/// The manifest of a folder, an empty one for a folder that is empty or not there. Undoes a run that was cut short.
///
/// # Errors
///
/// [`PersistError::NotOurs`] when the folder holds something and no manifest.
pub fn open(dir: &Path) -> Result<Manifest, PersistError> {
    commit::recover(dir)?;
    read_manifest(dir)
}

fn read_manifest(dir: &Path) -> Result<Manifest, PersistError> {
    let path = dir.join(MANIFEST);
    match fs::read_to_string(&path) {
        Ok(text) => Manifest::parse(&text).map_err(|why| PersistError::BadManifest(path, why)),
        Err(_) if dir.is_file() => {
            Err(PersistError::Io(dir.to_owned(), io::Error::new(io::ErrorKind::NotADirectory, "it is not a folder")))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if is_empty(dir)? {
                Ok(Manifest::default())
            } else {
                Err(PersistError::NotOurs(dir.to_owned()))
            }
        }
        Err(error) => Err(PersistError::Io(path, error)),
    }
}

fn is_empty(dir: &Path) -> Result<bool, PersistError> {
    match fs::read_dir(dir) {
        Ok(entries) => Ok(entries.flatten().all(|entry| entry.file_name() == STAGE || entry.file_name() == STAMP)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(PersistError::Io(dir.to_owned(), error)),
    }
}
