//! What a word means that names a version, as on the command line: the working tree, a folder, or a revision that git has.

mod git;
mod repository;
mod tree;

use std::path::{Path, PathBuf};

use crate::{Version, VersionError};
use wxgen::read::read_spec;

use crate::error::DiffError;
use repository::Repository;
use tree::Tree;

/// A version by the word for it, before it is read.
pub struct RevisionOrFolder {
    word: String,
    place: Place,
}

/// Where its files are.
enum Place {
    /// A folder on disk.
    Folder(PathBuf),
    /// A folder at a commit.
    Revision(Tree),
}

/// Why there is no version.
pub enum LoadError {
    /// It was not found or could not be read.
    NotRead(DiffError),
    /// The spec is wrong where all endpoints need it.
    BadSpec {
        /// How the version was named.
        word: String,
        /// The spec, and what is wrong with it.
        spec: Box<VersionError>,
    },
}

impl From<DiffError> for LoadError {
    fn from(error: DiffError) -> Self {
        Self::NotRead(error)
    }
}

impl RevisionOrFolder {
    /// Finds out what a word means. `spec` is the folder of the specs.
    ///
    /// # Errors
    ///
    /// When it is neither a folder of a spec nor a revision of the repository around the current folder, or both.
    pub fn find(word: &str, spec: &Path) -> Result<Self, DiffError> {
        let path = Path::new(word);
        let folder = |path: PathBuf| Self { word: word.to_owned(), place: Place::Folder(path) };
        match word {
            "" => Err(DiffError::new("a version without name")
                .help("name a revision such as main, a folder, or . for what is here")),
            "." | "./" => Ok(folder(working_tree(spec))),
            _ if holds_api(path) && is_path(word) => Ok(folder(path.to_owned())),
            _ if holds_api(path) => match Repository::here().and_then(|repository| repository.commit(word)) {
                Ok(Some(_)) => Err(DiffError::new(format!("{word:?} is both a folder and a revision"))
                    .help(format!("say ./{word} for the folder, or {word}: for the revision"))),
                _ => Ok(folder(path.to_owned())),
            },
            _ if is_path(word) => Err(no_folder(word)),
            _ => find_revision(word, spec),
        }
    }

    /// How it was named.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Are both the same, so that one of them must be meant otherwise? Two names of one commit are not: there, that
    /// nothing has changed is news.
    pub fn is(&self, other: &Self) -> bool {
        match (&self.place, &other.place) {
            (Place::Folder(a), Place::Folder(b)) => match (a.canonicalize(), b.canonicalize()) {
                (Ok(a), Ok(b)) => a == b,
                _ => a == b,
            },
            (Place::Revision(_), Place::Revision(_)) => self.word == other.word,
            _ => false,
        }
    }

    /// Reads it.
    ///
    /// # Errors
    ///
    /// When its files cannot be read, or are no spec.
    pub fn load(self) -> Result<Version, LoadError> {
        let mut diagnostics = Vec::new();
        let Self { word, place } = self;
        let sources = match place {
            Place::Folder(path) => read_spec(&path, &mut diagnostics),
            Place::Revision(tree) => tree.read(&mut diagnostics)?,
        };
        Version::of(word.clone(), sources, diagnostics)
            .map_err(|spec| LoadError::BadSpec { word, spec: Box::new(spec) })
    }
}

/// The spec folder of the working tree. From a subfolder, the one at the top of the repository serves too.
fn working_tree(spec: &Path) -> PathBuf {
    match Repository::here() {
        Ok(repository) if !spec.is_dir() => repository.on_disk(spec),
        _ => spec.to_owned(),
    }
}

fn find_revision(word: &str, spec: &Path) -> Result<RevisionOrFolder, DiffError> {
    let repository = Repository::here().map_err(|problem| match Path::new(word).exists() {
        true => no_folder(word),
        false => problem.help(format!("{word:?} was taken for a revision, for there is no such folder")),
    })?;
    let (name, folder) = tree::split(word).map_or((word, None), |(name, path)| (name, Some(path)));
    let commit = match repository.known_commit(name) {
        Err(_) if folder.is_none() && Path::new(word).exists() => return Err(no_folder(word)),
        commit => commit?,
    };
    let paths = match folder {
        // `main:` says only that it is a revision.
        Some(folder) if !folder.is_empty() => vec![folder.to_owned()],
        _ => repository.paths_of(spec)?,
    };
    let tree = Tree::find(&repository, name, &commit, &paths)?;
    Ok(RevisionOrFolder { word: word.to_owned(), place: Place::Revision(tree) })
}

/// Can it be nothing but a path?
fn is_path(word: &str) -> bool {
    let path = Path::new(word);
    let dots = word.starts_with("./") || word.starts_with("../") || word == "..";
    dots || path.is_absolute() || word.ends_with(std::path::is_separator)
}

fn holds_api(folder: &Path) -> bool {
    folder.join("api.yaml").exists()
}

/// Why a path is no spec folder.
fn no_folder(word: &str) -> DiffError {
    let path = Path::new(word);
    if !path.exists() {
        return DiffError::new(format!("there is no folder {word:?}"))
            .help("name the folder that holds api.yaml; revisions do not begin with a dot or end with a slash");
    }
    if !path.is_dir() {
        return DiffError::new(format!("{word:?} is a file")).help("name the folder that holds api.yaml");
    }
    let problem = DiffError::new(format!("the folder {word:?} holds no api.yaml"));
    match holds_api(&path.join("spec")) {
        true => problem.help(format!("did you mean {}/spec?", word.trim_end_matches('/'))),
        false => problem.help("name the folder that holds api.yaml"),
    }
}
