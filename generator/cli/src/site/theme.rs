//! Our files in the places where mdBook looks for those of a theme.

use std::fs;
use std::path::Path;

use super::SiteError;

/// The search, which mdBook adds to each page.
pub(super) const SCRIPT: &str = "search.js";

/// mdBook writes these, and no page wants them.
pub(super) const UNUSED: &[&str] = &["ayu-highlight.css", "highlight.css", "tomorrow-night.css", "fonts/fonts.css"];

const FILES: &[(&str, &str)] = &[
    ("theme/index.hbs", include_str!("theme/index.hbs")),
    ("theme/favicon.svg", include_str!("theme/favicon.svg")),
    ("theme/book.js", include_str!("theme/book.js")),
    ("theme/css/variables.css", include_str!("theme/variables.css")),
    ("theme/css/general.css", include_str!("theme/general.css")),
    ("theme/css/chrome.css", include_str!("theme/chrome.css")),
    // In place of fonts: those of the reader's system.
    ("theme/fonts/fonts.css", ""),
    (SCRIPT, include_str!("theme/search.js")),
];

/// Writes them under the root of a book.
pub(super) fn write(root: &Path) -> Result<(), SiteError> {
    for (path, text) in FILES {
        let path = root.join(path);
        let failed = |error| SiteError::Io(path.clone(), error);
        fs::create_dir_all(path.parent().unwrap_or(root)).map_err(failed)?;
        fs::write(&path, text).map_err(failed)?;
    }
    Ok(())
}
