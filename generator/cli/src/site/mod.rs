//! A site → HTML files in memory, by mdBook. The shell around the text, its colours and its search are ours and lie in
//! `theme/`; Markdown, links, contents and highlighting are mdBook's.

mod book;
mod theme;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};

use wxgen::emit::Files;
use wxgen::emit::site::Site;

/// Where the specs lie in their repository, for links to edit them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The branch that changes go to.
    pub branch: String,
    /// The spec folder in the repository, with `/`.
    pub folder: String,
}

/// Why there is no site.
#[derive(Debug)]
pub enum SiteError {
    /// A folder for the work could not be made, written or read.
    Io(PathBuf, io::Error),
    /// mdBook could not do it.
    Render(String),
    /// The spec folder is not inside of its repository, so that no link can lead there.
    BadHome(String),
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Render(why) => write!(f, "mdBook: {why}"),
            Self::BadHome(folder) => {
                write!(f, "{folder:?} is not a folder inside of a repository; name one like `spec`")
            }
        }
    }
}

impl std::error::Error for SiteError {}

/// The files of the site, by path.
pub fn render(site: &Site, home: &Home) -> Result<Files, SiteError> {
    if !is_inside(&home.folder) {
        return Err(SiteError::BadHome(home.folder.clone()));
    }
    let work = tempfile::tempdir().map_err(|error| SiteError::Io(std::env::temp_dir(), error))?;
    let root = work.path();
    theme::write(root)?;
    // mdBook takes the name of this folder for the place of the sources, to which its edit links lead.
    let source = root.join(&home.folder);
    fs::create_dir_all(&source).map_err(|error| SiteError::Io(source.clone(), error))?;
    let out = root.join("html");
    let config = book::config(site, home).map_err(|error| SiteError::Render(error.to_string()))?;
    let context = RenderContext::new(root, book::book(site), config, &out);
    HtmlHandlebars::new().render(&context).map_err(|error| SiteError::Render(format!("{error:#}")))?;
    let mut files = Files::new();
    collect(&out, "", &mut files)?;
    files.extend(site.files.iter().cloned());
    files.retain(|path, _| !theme::UNUSED.contains(&path.as_str()));
    Ok(files)
}

/// Does a path stay where it starts?
fn is_inside(folder: &str) -> bool {
    !folder.is_empty() && folder.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains('\\'))
}

/// All files of a folder. mdBook's own are text, for ours replace its fonts and pictures.
fn collect(dir: &Path, prefix: &str, files: &mut Files) -> Result<(), SiteError> {
    let failed = |error| SiteError::Io(dir.to_owned(), error);
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            let text = fs::read_to_string(entry.path()).map_err(|error| SiteError::Io(entry.path(), error))?;
            files.insert(path, text);
        }
    }
    Ok(())
}
