//! The section of a release in `CHANGELOG.md`, in the format of Keep a Changelog.
//!
//! What is written stands between two markers and is replaced by the next run; all else in the file stays as it is, the
//! text by hand in the same section too. The section is that of the version that the new `api.yaml` declares, or of the
//! needed one where that is not enough. It is looked for in this order: below `Unreleased`, if the markers were put there;
//! the section of that version; the topmost section that has the markers and names a lower version without a date,
//! whose version is corrected, for a release that has no date is not out yet; else a new section above all versions. No
//! date is written, so that the same input gives the same text; one that was added by hand stays.

mod file;
mod section;

use std::fs;
use std::io;
use std::path::Path;

pub use file::ChangelogError;
pub use section::{BEGIN, END, release, section};

use crate::review::Review;
use wxgen::persist;

/// What a changelog begins with that did not exist.
const PREAMBLE: &str = "\
# Changelog

All notable changes. The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), and versions follow
[SemVer](https://semver.org/): before 1.0 a breaking change raises the minor version.
";

/// Writes the section into a changelog file, all or nothing. Returns whether the file has changed.
///
/// # Errors
///
/// When the markers in the file are broken, or it cannot be read or written; it is as it was then.
pub fn write(path: &Path, review: &Review) -> Result<bool, ChangelogError> {
    let failed = |error| ChangelogError::Io(path.to_owned(), error);
    let old = match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let new = file::with_section(old.as_deref().unwrap_or(PREAMBLE), review)?;
    if old.as_ref() == Some(&new) || (old.is_none() && new == PREAMBLE) {
        return Ok(false);
    }
    persist::put(path, new.as_bytes()).map_err(ChangelogError::Write)?;
    Ok(true)
}
