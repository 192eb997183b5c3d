//! The spec folder of a past revision, read through git.

use std::ffi::{OsStr, OsString};

use wxgen::read::{Listed, read_listed};
use wxgen::report::{Diagnostic, codes};
use wxgen::source::Sources;

use super::git;
use super::repository::Repository;
use crate::error::DiffError;

/// Why a file cannot be read of which git does not know the size.
const MISSING: &str = "this clone does not have it, and nothing is fetched here; \
                       `git fetch --refetch --no-filter` gets all that a partial clone lacks";

/// How many names are listed as help.
const MOST_NAMED: usize = 8;

/// A spec folder at some commit.
pub(super) struct Tree {
    /// The id of the folder in the repository.
    id: String,
    /// The commit and the folder's path in it, for git.
    name: OsString,
    /// How people see it: `main:spec/`.
    prefix: String,
}

/// A file as git lists it.
struct Entry {
    mode: String,
    id: String,
    listed: Listed,
}

impl Tree {
    /// Finds the folder at a commit. `word` is how the commit was named; of `paths` the first that is there counts.
    pub(super) fn find(
        repository: &Repository,
        word: &str,
        commit: &str,
        paths: &[OsString],
    ) -> Result<Self, DiffError> {
        for path in paths {
            let name = git::joined(commit, path);
            if let Some(id) = repository.object(&name)? {
                let kind = git::ask(["cat-file", "-t", &id])?.line();
                let path = path.to_string_lossy();
                if kind.as_deref() != Some("tree") {
                    let what = format!("{path:?} is no folder at {word:?}: a file, a link or a submodule");
                    return Err(DiffError::new(what).help("name the folder that holds api.yaml with --spec"));
                }
                let slash = if path.is_empty() { "" } else { "/" };
                return Ok(Self { id, name, prefix: format!("{word}:{path}{slash}") });
            }
        }
        Err(missing(word, commit, paths)?)
    }

    /// Reads its files. Problems with some of them are added to `diagnostics`.
    pub(super) fn read(&self, diagnostics: &mut Vec<Diagnostic>) -> Result<Sources, DiffError> {
        let answer = git::ask(["ls-tree", "-r", "-z", "--long", "--full-tree", &self.id])?;
        if !answer.good {
            return Err(DiffError::new(format!("git cannot list {}: {}", self.prefix, answer.said)));
        }
        let entries: Vec<_> = answer.records().filter_map(entry).collect();
        for entry in &entries {
            self.look_for_folders_elsewhere(entry, diagnostics)?;
        }
        let (ids, listed): (Vec<_>, Vec<_>) = entries.into_iter().map(|entry| (entry.id, entry.listed)).unzip();
        let fetch = |numbers: &[usize]| {
            let size = |number: usize| {
                listed.get(number).and_then(|listed| listed.size.as_ref().ok()).copied().unwrap_or_default()
            };
            let wanted = numbers.iter().filter_map(|number| Some((ids.get(*number)?.clone(), size(*number))));
            let blobs = git::blobs(&wanted.collect::<Vec<_>>())?;
            Ok(blobs.into_iter().map(Ok).collect())
        };
        read_listed(&self.prefix, &listed, fetch, diagnostics)
    }

    /// A link to a folder or a submodule may be an area; without it the spec would seem to have lost endpoints.
    fn look_for_folders_elsewhere(&self, entry: &Entry, diagnostics: &mut Vec<Diagnostic>) -> Result<(), DiffError> {
        let path = &entry.listed.path;
        if path.contains(['/', '\n']) || path.starts_with('.') {
            return Ok(());
        }
        let what = match entry.mode.as_str() {
            "160000" => "a submodule",
            "120000" if self.leads_to_a_folder(path)? => "a link to a folder",
            _ => return Ok(()),
        };
        let message = format!("{}{path} is {what}, and its files are not read from a revision", self.prefix);
        diagnostics.push(Diagnostic::error(codes::UNREADABLE, message));
        Ok(())
    }

    fn leads_to_a_folder(&self, path: &str) -> Result<bool, DiffError> {
        let mut name = self.name.clone();
        if !self.prefix.ends_with(':') {
            name.push("/");
        }
        name.push(path);
        Ok(match git::link_target(&name)?.as_deref() {
            Some("tree") => true,
            // Out of the repository: a folder for all that is known, unless it is named like a file.
            Some("symlink") => !path.contains('.'),
            _ => false,
        })
    }
}

/// `mode kind id size<TAB>path`.
fn entry(record: &[u8]) -> Option<Entry> {
    let record = String::from_utf8_lossy(record);
    let (about, path) = record.split_once('\t')?;
    let mut about = about.split_whitespace();
    let (mode, kind, id, size) = (about.next()?, about.next()?, about.next()?, about.next()?);
    let size = match (mode, kind) {
        ("120000", _) => Err("it is a link, and links are not followed in a revision"),
        (_, "blob") => size.parse().map_err(|_| MISSING),
        _ => Err("it is no file"),
    };
    let size = size.map_err(str::to_owned);
    let listed = Listed { path: path.to_owned(), size };
    Some(Entry { mode: mode.to_owned(), id: id.to_owned(), listed })
}

/// There is no such folder: what is there instead.
fn missing(word: &str, commit: &str, paths: &[OsString]) -> Result<DiffError, DiffError> {
    let sought = paths.first().map(|path| path.to_string_lossy()).unwrap_or_default();
    let problem = DiffError::new(format!("there is no folder {sought:?} at {word:?}"));
    let all = git::ask(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit])?;
    let folders = all.records().filter_map(|path| folder_of_api(&String::from_utf8_lossy(path)));
    let mut folders: Vec<_> = folders.collect();
    folders.sort_by_key(|folder| folder.split('/').count());
    folders.truncate(MOST_NAMED);
    if let Some(folder) = folders.first() {
        let shown: Vec<_> = folders.iter().map(|folder| if folder.is_empty() { "the top" } else { folder }).collect();
        return Ok(problem
            .help(format!("it has an api.yaml in {}", shown.join(", ")))
            .help(format!("say {word}:{folder} for this side alone, or name the folder of both with --spec")));
    }
    let top = git::ask(["ls-tree", "-z", "--name-only", "--full-tree", commit])?;
    let names: Vec<_> = top.records().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let more = if names.len() > MOST_NAMED { ", …" } else { "" };
    let named: Vec<_> = names.into_iter().take(MOST_NAMED).collect();
    Ok(match named.is_empty() {
        true => problem.help("the revision has no files at all"),
        false => problem.help(format!("it has no api.yaml anywhere; at its top are {}{more}", named.join(", "))),
    })
}

/// The folder of an `api.yaml`.
fn folder_of_api(path: &str) -> Option<String> {
    let folder = path.strip_suffix("api.yaml")?;
    if folder.is_empty() { Some(String::new()) } else { Some(folder.strip_suffix('/')?.to_owned()) }
}

/// Where a word names revision and folder, `v1:api/spec`: both.
pub(super) fn split(word: &str) -> Option<(&str, &OsStr)> {
    let mut depth = 0usize;
    for (at, c) in word.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && at > 0 => return Some((word.get(..at)?, OsStr::new(word.get(at + 1..)?))),
            _ => {}
        }
    }
    None
}
