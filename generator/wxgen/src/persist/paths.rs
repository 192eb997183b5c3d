//! Which paths are ours to touch: plain ones, inside the folder, not hidden, through no link.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{MANIFEST, PersistError};

/// The one hidden file that is written: it keeps GitHub's pages from leaving out parts of a site.
const NO_JEKYLL: &str = ".nojekyll";

/// Only plain relative paths: no root, no `..`, nothing hidden such as `.git`, no backslash, no control characters.
pub(super) fn check(path: &str) -> Result<(), PersistError> {
    let good = !path.is_empty()
        && !path.chars().any(|c| c == '\\' || c == ':' || c.is_control())
        && path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') || part == NO_JEKYLL)
        && path != MANIFEST;
    if good { Ok(()) } else { Err(PersistError::BadPath(path.to_owned())) }
}

/// Is there a file, or a link to anything?
pub(super) fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| !meta.is_dir())
}

/// Is it a link?
pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
}

/// Refuses folders that are links: what is written below one lands elsewhere.
#[derive(Default)]
pub(super) struct NoLinks {
    plain: HashSet<PathBuf>,
}

impl NoLinks {
    /// Looks at every folder between `dir` and the file, each once.
    pub(super) fn check(&mut self, dir: &Path, file: &str) -> Result<(), PersistError> {
        let folders = Path::new(file).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        for folder in folders.map(|folder| dir.join(folder)) {
            if self.plain.contains(&folder) {
                break;
            }
            if is_link(&folder) {
                return Err(PersistError::Link(folder));
            }
            self.plain.insert(folder);
        }
        Ok(())
    }
}
