//! The repository around the current folder: which commit a word means, and where the spec lies.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use wxgen::report::nearest;

use super::git::{self, Answer};
use crate::error::DiffError;

/// The repository that the current folder is in.
pub(super) struct Repository {
    shallow: bool,
    /// From its top to the current folder: empty, or `a/b/`.
    prefix: String,
    /// From the current folder to its top: empty, or `../../`.
    up: String,
}

impl Repository {
    /// The one around the current folder.
    pub(super) fn here() -> Result<Self, DiffError> {
        let answer = git::ask(["rev-parse", "--is-shallow-repository", "--show-prefix", "--show-cdup"])?;
        if !answer.good {
            return Err(match answer.said.contains("not a git repository") {
                true => DiffError::new("the current folder is in no git repository")
                    .help("go into the repository, or name two folders that hold api.yaml"),
                false => DiffError::new(format!("git cannot read this repository: {}", answer.said)),
            });
        }
        let mut lines = answer.lines().into_iter();
        let mut line = || lines.next().unwrap_or_default();
        Ok(Self { shallow: line() == "true", prefix: line(), up: line() })
    }

    /// The commit that a word means, `None` if it means none.
    pub(super) fn commit(&self, word: &str) -> Result<Option<String>, DiffError> {
        if word.is_empty() {
            return Ok(None);
        }
        let commit_of = |word: &str| self.object(&OsString::from(format!("{word}^{{commit}}")));
        if let Some(commit) = commit_of(word)? {
            return Ok(Some(commit));
        }
        // What follows `:/` is looked for as it is, so nothing can be added to it: the object first, then its commit.
        self.object(&OsString::from(word))?.map_or(Ok(None), |object| commit_of(&object))
    }

    /// The commit that a word means, and means alone.
    pub(super) fn known_commit(&self, word: &str) -> Result<String, DiffError> {
        let commit = self.commit(word)?.ok_or(());
        let commit = commit.or_else(|()| Err(self.unknown(word)?))?;
        let refs = ["heads", "tags", "remotes"].map(|kind| format!("refs/{kind}/{word}"));
        let answer =
            git::ask(["for-each-ref", "--format=%(refname)"].into_iter().chain(refs.iter().map(String::as_str)))?;
        let same: Vec<_> = answer.lines().into_iter().filter(|name| refs.contains(name)).collect();
        match same.as_slice() {
            [_, _, ..] => Err(DiffError::new(format!("{word:?} is several things at once"))
                .help(format!("say {}", same.join(" or ")))),
            _ => Ok(commit),
        }
    }

    /// Why a word is no commit. (Or why that cannot be told.)
    fn unknown(&self, word: &str) -> Result<DiffError, DiffError> {
        let problem =
            DiffError::new(format!("{word:?} is no revision of this repository, and no folder with api.yaml"));
        if word.contains("..") {
            return Ok(problem.help("name the two revisions apart: wxgen diff OLD NEW"));
        }
        let object = git::ask(["rev-parse", "--verify", "--end-of-options", word])?;
        if let Some(id) = object.line().filter(|id| is_id(id)) {
            let kind = git::ask(["cat-file", "-t", &id])?.line().unwrap_or_else(|| "something".to_owned());
            return Ok(DiffError::new(format!("{word:?} is a {kind} of this repository, not a commit")));
        }
        if object.said.contains("is ambiguous") {
            return Ok(problem.help("it begins several ids; give more of it"));
        }
        let known = git::ask(["for-each-ref", "--count=2000", "--format=%(refname:short)"])?.lines();
        let same = known.iter().find(|name| name.split_once('/').is_some_and(|(_, branch)| branch == word));
        let near = same.map(String::as_str).or_else(|| nearest(word, known.iter().map(String::as_str)));
        let problem = near.into_iter().fold(problem, |problem, near| problem.help(format!("did you mean {near:?}?")));
        Ok(self.not_fetched(word, problem)?.help("`git branch --all` and `git tag` list what there is"))
    }

    /// It may be there, and only not here.
    fn not_fetched(&self, word: &str, problem: DiffError) -> Result<DiffError, DiffError> {
        let mut problem = problem;
        if self.shallow {
            problem = problem.help(
                "this clone is shallow: older commits, tags and other branches may be missing. \
                 `git fetch --unshallow --tags` gets them; in a workflow, actions/checkout with `fetch-depth: 0`",
            );
        }
        let remotes = git::ask(["remote"])?.lines();
        let of_remote = word.split_once('/').filter(|(remote, _)| remotes.iter().any(|known| known == remote));
        if let Some((remote, branch)) = of_remote.filter(|(_, branch)| is_plain(branch)) {
            let help = format!("`git fetch {remote} {branch}:refs/remotes/{word}` gets that branch, if there is one");
            problem = problem.help(help);
        }
        Ok(problem)
    }

    /// The paths that a folder, as given on the command line, can have in a revision, the likeliest first.
    pub(super) fn paths_of(&self, folder: &Path) -> Result<Vec<OsString>, DiffError> {
        if folder.is_absolute() {
            return Ok(vec![self.below_top(folder)?]);
        }
        let from_here = plain(&Path::new(&self.prefix).join(folder));
        let from_top = plain(folder);
        let mut paths: Vec<_> = match self.lies_at_top(folder) {
            true => from_top.into_iter().collect(),
            false => from_here.into_iter().chain(from_top).collect(),
        };
        paths.dedup();
        if paths.is_empty() {
            let message = format!("the folder {} lies outside of this repository", folder.display());
            return Err(DiffError::new(message).help("name the folder of the specs with --spec"));
        }
        Ok(paths)
    }

    /// A folder of the working tree: seen from here, else from the top.
    pub(super) fn on_disk(&self, folder: &Path) -> PathBuf {
        if self.lies_at_top(folder) { Path::new(&self.up).join(folder) } else { folder.to_owned() }
    }

    /// Is there such a folder at the top only?
    fn lies_at_top(&self, folder: &Path) -> bool {
        folder.is_relative() && !folder.is_dir() && !self.up.is_empty() && Path::new(&self.up).join(folder).is_dir()
    }

    fn below_top(&self, folder: &Path) -> Result<OsString, DiffError> {
        let top = Path::new(if self.up.is_empty() { "." } else { &self.up }).canonicalize();
        let path = match (top, folder.canonicalize()) {
            (Ok(top), Ok(folder)) => folder.strip_prefix(top).ok().and_then(plain),
            _ => None,
        };
        path.ok_or_else(|| {
            DiffError::new(format!("the folder {} is none of this repository", folder.display()))
                .help("name it with --spec as it is from here, such as spec")
        })
    }

    /// What git says to a question about an object.
    pub(super) fn object(&self, name: &OsString) -> Result<Option<String>, DiffError> {
        let args = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(OsString::from);
        let answer: Answer = git::ask(args.into_iter().chain([name.clone()]))?;
        Ok(answer.line().filter(|id| is_id(id)))
    }
}

fn is_id(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Can it stand in a command as it is?
fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'))
}

/// A path without `.` and `..`, with `/`; `None` when it leads out.
fn plain(path: &Path) -> Option<OsString> {
    let mut parts: Vec<&std::ffi::OsStr> = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part),
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join(std::ffi::OsStr::new("/")))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::plain;

    #[test]
    fn paths_become_those_of_a_revision() {
        let cases = [
            ("spec", Some("spec")),
            ("./spec/", Some("spec")),
            ("a/../spec", Some("spec")),
            ("a/b/../../spec", Some("spec")),
            (".", Some("")),
            ("../spec", None),
            ("a/../../spec", None),
            ("/spec", None),
        ];
        for (given, path) in cases {
            assert_eq!(plain(Path::new(given)).as_deref(), path.map(std::ffi::OsStr::new), "{given}");
        }
    }
}
