//! All or nothing: how a set of files changes together.
//!
//! Everything new is first written below [`STAGE`], inside the output folder: a full disk shows here, with nothing
//! changed yet. Then a journal names what is about to change, and files are moved: the old one into the stage, the new
//! one to its place. Removing the journal is the moment the change counts. A run that ends before it, for whatever
//! reason, is undone: at once when it can, else by the next run that opens the folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::PersistError;
use super::paths::{self, NoLinks};
use crate::threads;

/// Folder inside the output folder that holds a change while it is made.
pub const STAGE: &str = ".wxgen-stage";

/// This many files are written on all cores, fewer one by one.
const MANY: usize = 512;

/// A step that changes the disk; tests stop a run at each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A new file is written below the stage.
    Stage(String),
    /// The journal is written.
    Journal,
    /// An old file is moved aside.
    SetAside(String),
    /// A new file is moved to its place.
    Place(String),
    /// The journal is removed: the change counts.
    Finish,
}

/// What is about to change.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Paths that get new bytes.
    write: Vec<String>,
    /// Paths that go.
    remove: Vec<String>,
}

/// The stage of one run, locked against others.
pub(super) struct Stage {
    dir: PathBuf,
    stage: PathBuf,
    _lock: File,
}

impl Stage {
    /// Opens the stage of a folder, undoes a run that was cut short, and clears what is left of it. One run at a time
    /// holds the stage.
    pub(super) fn lock(dir: &Path) -> Result<Self, PersistError> {
        let stage = dir.join(STAGE);
        let path = stage.join("lock");
        if let Some(link) = [&stage, &path].into_iter().find(|path| paths::is_link(path)) {
            return Err(PersistError::Link(link.clone()));
        }
        fs::create_dir_all(&stage).map_err(|error| PersistError::Io(stage.clone(), error))?;
        let lock = File::create(&path).map_err(|error| PersistError::Io(path.clone(), error))?;
        lock.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => PersistError::Busy(dir.to_owned()),
            fs::TryLockError::Error(error) => PersistError::Io(path, error),
        })?;
        undo(dir)?;
        // What an earlier run set aside must not be taken for what this one does.
        for name in ["new", "old"] {
            let left = stage.join(name);
            match fs::remove_dir_all(&left) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(PersistError::Io(left, error)),
                _ => {}
            }
        }
        Ok(Self { dir: dir.to_owned(), stage, _lock: lock })
    }

    /// Makes the change, or none.
    pub(super) fn commit(
        &self,
        write: &BTreeMap<&str, &str>,
        remove: &[String],
        before: &mut dyn FnMut(Step) -> io::Result<()>,
    ) -> Result<(), PersistError> {
        self.commit_or_fail(write, remove, before).inspect_err(|_| {
            // The next run tries again should this fail too.
            let _ = undo(&self.dir);
        })?;
        remove_empty_folders(&self.dir, remove);
        Ok(())
    }

    fn commit_or_fail(
        &self,
        write: &BTreeMap<&str, &str>,
        remove: &[String],
        before: &mut dyn FnMut(Step) -> io::Result<()>,
    ) -> Result<(), PersistError> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |error| PersistError::Io(path, error)
        };
        let new = self.stage.join("new");
        let mut folders = Folders::default();
        let files: Vec<_> = write.iter().map(|(path, text)| (*path, new.join(path), *text)).collect();
        let at_once = if files.len() < MANY { 1 } else { MANY };
        for files in files.chunks(at_once) {
            for (path, to, _) in files {
                before(Step::Stage((*path).to_owned())).map_err(at(to))?;
                folders.make_for(to)?;
            }
            let written = threads::map(files, |(_, to, text)| fs::write(to, text).map_err(at(to)));
            written.into_iter().collect::<Result<(), _>>()?;
        }
        let journal_path = self.stage.join("journal");
        let journal = Journal { write: write.keys().map(|path| (*path).to_owned()).collect(), remove: remove.to_vec() };
        before(Step::Journal).map_err(at(&journal_path))?;
        write_journal(&self.stage, &journal)?;
        let old = self.stage.join("old");
        for path in journal.write.iter().chain(&journal.remove) {
            let (from, to) = (self.dir.join(path), old.join(path));
            if paths::is_file(&from) {
                before(Step::SetAside(path.clone())).map_err(at(&from))?;
                folders.move_file(&from, &to)?;
            }
        }
        let mut placed = None;
        for path in &journal.write {
            before(Step::Place(path.clone())).map_err(at(&self.dir.join(path)))?;
            if placed.is_some_and(|folder| Path::new(path).starts_with(folder)) {
                continue;
            }
            // A folder that is not there yet moves to its place with all that is in it.
            placed = folders.missing(&self.dir, path);
            let part = placed.unwrap_or(Path::new(path));
            folders.move_file(&new.join(part), &self.dir.join(part))?;
        }
        before(Step::Finish).map_err(at(&journal_path))?;
        fs::remove_file(&journal_path).map_err(at(&journal_path))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // A stage that stays behind with its journal is undone by the next run; without one it is only clutter.
        if !self.stage.join("journal").exists() {
            let _ = fs::remove_dir_all(&self.stage);
        }
    }
}

/// Undoes a run that was cut short, if there was one.
pub(super) fn recover(dir: &Path) -> Result<(), PersistError> {
    if dir.join(STAGE).join("journal").exists() {
        Stage::lock(dir)?;
    }
    Ok(())
}

/// Takes new files away again and moves old ones back. Cut short itself, it can be done again.
fn undo(dir: &Path) -> Result<(), PersistError> {
    let stage = dir.join(STAGE);
    let path = stage.join("journal");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(PersistError::Io(path, error)),
    };
    let journal: Journal =
        serde_json::from_str(&text).map_err(|error| PersistError::BadManifest(path.clone(), error.to_string()))?;
    let (new, old) = (stage.join("new"), stage.join("old"));
    let (mut links, mut folders) = (NoLinks::default(), Folders::default());
    let written = journal.write.iter().map(|name| (name, true));
    for (name, written) in written.chain(journal.remove.iter().map(|name| (name, false))) {
        paths::check(name).or_else(|error| if name == super::MANIFEST { Ok(()) } else { Err(error) })?;
        for root in [dir, &new, &old] {
            links.check(root, name)?;
        }
        let (place, new, old) = (dir.join(name), new.join(name), old.join(name));
        // What no longer waits in the stage is in its place, and goes back to wait: only so can the next look tell it
        // from an old file that was moved back.
        if written && !paths::is_file(&new) && paths::is_file(&place) {
            folders.move_file(&place, &new)?;
        }
        if paths::is_file(&old) {
            folders.move_file(&old, &place)?;
        }
    }
    fs::remove_file(&path).map_err(|error| PersistError::Io(path.clone(), error))?;
    remove_empty_folders(dir, &journal.write);
    Ok(())
}

/// The journal appears whole or not at all.
fn write_journal(stage: &Path, journal: &Journal) -> Result<(), PersistError> {
    let path = stage.join("journal");
    let text = serde_json::to_string(journal).map_err(|error| PersistError::Io(path.clone(), error.into()))?;
    super::put::put_synced(&path, text.as_bytes())
}

/// Removes folders that a change left empty, from the inside out.
fn remove_empty_folders(dir: &Path, paths: &[String]) {
    for path in paths {
        let mut folder = Path::new(path).parent();
        while let Some(inner) = folder.filter(|inner| !inner.as_os_str().is_empty()) {
            if fs::remove_dir(dir.join(inner)).is_err() {
                break;
            }
            folder = inner.parent();
        }
    }
}

/// Folders made already, so that each is asked for once.
#[derive(Default)]
struct Folders {
    made: std::collections::HashSet<PathBuf>,
}

impl Folders {
    fn make_for(&mut self, file: &Path) -> Result<(), PersistError> {
        let Some(folder) = file.parent() else { return Ok(()) };
        if self.made.contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(|error| PersistError::Io(folder.to_owned(), error))?;
        self.made.insert(folder.to_owned());
        Ok(())
    }

    /// The outermost folder on the way to a file that is not there.
    fn missing<'a>(&mut self, dir: &Path, file: &'a str) -> Option<&'a Path> {
        let folders: Vec<_> = Path::new(file).ancestors().skip(1).collect();
        for folder in folders.into_iter().rev() {
            let path = dir.join(folder);
            if !self.made.contains(&path) {
                if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
                    return Some(folder);
                }
                self.made.insert(path);
            }
        }
        None
    }

    fn move_file(&mut self, from: &Path, to: &Path) -> Result<(), PersistError> {
        self.make_for(to)?;
        fs::rename(from, to).map_err(|error| PersistError::Io(to.to_owned(), error))
    }
}
