//! What a word on the command line means, OLD or NEW: the working tree, a folder, or a revision.

use std::path::{Path, PathBuf};

use wxgen::compare::diff::{Unusable, Version};
use wxgen::read::read_spec;

use super::problem::Problem;
use super::repository::Repository;
use super::revision::{self, Tree};

/// A side, before it is read.
pub(super) enum Side {
    /// A folder on disk.
    Folder { word: String, path: PathBuf },
    /// A folder at a commit.
    Revision { word: String, tree: Tree },
}

/// Why there is no version.
pub(super) enum Failure {
    /// The side was not found or could not be read.
    Problem(Problem),
    /// The spec is wrong where all endpoints need it.
    Unusable { word: String, spec: Box<Unusable> },
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Side {
    /// Finds out what a word means. `spec` is the folder of the specs.
    pub(super) fn find(word: &str, spec: &Path) -> Result<Self, Problem> {
        let (word, path) = (word.to_owned(), Path::new(word));
        match word.as_str() {
            "" => Err(Problem::new("a version without name")
                .help("name a revision such as main, a folder, or . for what is here")),
            "." | "./" => Ok(Self::Folder { path: working_tree(spec), word }),
            _ if holds_api(path) && is_path(&word) => Ok(Self::Folder { path: path.to_owned(), word }),
            _ if holds_api(path) => match Repository::here().and_then(|repository| repository.commit(&word)) {
                Ok(Some(_)) => Err(Problem::new(format!("{word:?} is both a folder and a revision"))
                    .help(format!("say ./{word} for the folder, or {word}: for the revision"))),
                _ => Ok(Self::Folder { path: path.to_owned(), word }),
            },
            _ if is_path(&word) => Err(no_folder(&word)),
            _ => find_revision(word, spec),
        }
    }

    /// How it was named.
    pub(super) fn word(&self) -> &str {
        match self {
            Self::Folder { word, .. } | Self::Revision { word, .. } => word,
        }
    }

    /// Are both the same, so that one of them must be meant otherwise? Two names of one commit are not: there, that
    /// nothing has changed is news.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Folder { path: a, .. }, Self::Folder { path: b, .. }) => {
                match (a.canonicalize(), b.canonicalize()) {
                    (Ok(a), Ok(b)) => a == b,
                    _ => a == b,
                }
            }
            (Self::Revision { word: a, .. }, Self::Revision { word: b, .. }) => a == b,
            _ => false,
        }
    }

    /// Reads it.
    pub(super) fn load(self) -> Result<Version, Failure> {
        let mut diagnostics = Vec::new();
        let (word, sources) = match self {
            Self::Folder { word, path } => (word, read_spec(&path, &mut diagnostics)),
            Self::Revision { word, tree } => (word, tree.read(&mut diagnostics)?),
        };
        Version::of(word.clone(), sources, diagnostics).map_err(|spec| Failure::Unusable { word, spec: Box::new(spec) })
    }
}

/// The spec folder of the working tree. From a subfolder, the one at the top of the repository serves too.
fn working_tree(spec: &Path) -> PathBuf {
    match Repository::here() {
        Ok(repository) if !spec.is_dir() => repository.on_disk(spec),
        _ => spec.to_owned(),
    }
}

fn find_revision(word: String, spec: &Path) -> Result<Side, Problem> {
    let repository = Repository::here().map_err(|problem| match Path::new(&word).exists() {
        true => no_folder(&word),
        false => problem.help(format!("{word:?} was taken for a revision, for there is no such folder")),
    })?;
    let (name, folder) = revision::split(&word).map_or((word.as_str(), None), |(name, path)| (name, Some(path)));
    let commit = match repository.known_commit(name) {
        Err(_) if folder.is_none() && Path::new(&word).exists() => return Err(no_folder(&word)),
        commit => commit?,
    };
    let paths = match folder {
        // `main:` says only that it is a revision.
        Some(folder) if !folder.is_empty() => vec![folder.to_owned()],
        _ => repository.paths_of(spec)?,
    };
    let tree = Tree::find(&repository, name, &commit, &paths)?;
    Ok(Side::Revision { word, tree })
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
fn no_folder(word: &str) -> Problem {
    let path = Path::new(word);
    if !path.exists() {
        return Problem::new(format!("there is no folder {word:?}"))
            .help("name the folder that holds api.yaml; revisions do not begin with a dot or end with a slash");
    }
    if !path.is_dir() {
        return Problem::new(format!("{word:?} is a file")).help("name the folder that holds api.yaml");
    }
    let problem = Problem::new(format!("the folder {word:?} holds no api.yaml"));
    match holds_api(&path.join("spec")) {
        true => problem.help(format!("did you mean {}/spec?", word.trim_end_matches('/'))),
        false => problem.help("name the folder that holds api.yaml"),
    }
}
