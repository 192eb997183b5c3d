//! One file: whole or not at all, and through no link.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::PersistError;
use super::paths::{self, NoLinks};

/// Writes a file below a folder; the folders on the way are made. Neither the file nor any of them may be a link.
///
/// # Errors
///
/// As [`put`]; a path that leaves the folder is refused.
pub fn put_below(dir: &Path, path: &str, bytes: &[u8]) -> Result<(), PersistError> {
    paths::check(path)?;
    if paths::is_link(dir) {
        return Err(PersistError::Link(dir.to_owned()));
    }
    NoLinks::default().check(dir, path)?;
    let file = dir.join(path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| PersistError::Io(folder.to_owned(), error))?;
    }
    put(&file, bytes)
}

/// Writes a file: the bytes go to a new file beside it, which then takes its place with its permissions.
///
/// # Errors
///
/// When it is a link, a folder, a pipe or a device, or cannot be written. It is as it was then.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), PersistError> {
    replace(path, bytes, false)
}

/// As [`put`], and the bytes are on the disk before the file takes its place.
pub(super) fn put_synced(path: &Path, bytes: &[u8]) -> Result<(), PersistError> {
    replace(path, bytes, true)
}

fn replace(path: &Path, bytes: &[u8], sync: bool) -> Result<(), PersistError> {
    let at = |error| PersistError::Io(path.to_owned(), error);
    let permissions = replaceable(path)?;
    let (aside, mut file) = beside(path).map_err(at)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| permissions.map_or(Ok(()), |known| file.set_permissions(known)))
        .and_then(|()| if sync { file.sync_all() } else { Ok(()) });
    drop(file);
    written.and_then(|()| fs::rename(&aside, path)).map_err(|error| {
        let _ = fs::remove_file(&aside);
        at(error)
    })
}

/// Can there be a file, or is there a plain one that [`put`] would replace? Its permissions, if it is there.
///
/// # Errors
///
/// When it is a link, a folder, a pipe or a device.
pub fn replaceable(path: &Path) -> Result<Option<fs::Permissions>, PersistError> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => Err(PersistError::Link(path.to_owned())),
        Ok(about) if about.is_file() => Ok(Some(about.permissions())),
        Ok(_) => Err(PersistError::Io(path.to_owned(), io::Error::other("it is not a plain file"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PersistError::Io(path.to_owned(), error)),
    }
}

/// A new file in the same folder. It is made here, so nothing that was planted under its name is opened.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let process = std::process::id();
    for number in 0..1_000u32 {
        let aside = path.with_file_name(format!(".{name}.{process}-{number}.wxgen-new"));
        match OpenOptions::new().write(true).create_new(true).open(&aside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            file => return file.map(|file| (aside, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
