//! Links of a folder that somebody else may have filled: those that lead out of it are not followed, so that nothing of
//! the files of whoever reads it is shown.

use std::fs;
use std::path::{Path, PathBuf};

/// The links below a folder.
#[derive(Debug)]
pub struct Links {
    /// Where the folder is, without links; unknown while it is not there.
    root: Option<PathBuf>,
}

impl Links {
    /// Those below a folder. It may be a link itself: whoever names it means what it leads to.
    pub fn of(dir: &Path) -> Self {
        Self { root: fs::canonicalize(dir).ok() }
    }

    /// Is a path in the folder a link that leads out of it? One that leads nowhere does not.
    pub fn lead_out(&self, path: &Path) -> bool {
        let is_link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
        let inside = |target: PathBuf| self.root.as_ref().is_some_and(|root| target.starts_with(root));
        is_link && fs::canonicalize(path).is_ok_and(|target| !inside(target))
    }
}
