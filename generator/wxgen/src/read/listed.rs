//! Reads a spec from a list of the files in its folder, on disk or in a past revision. What such a folder may hold is judged
//! here, once: two levels, which endings, how many files and how large.

use std::collections::BTreeSet;

use super::decode::{decode, too_deep, too_large, too_many, unreadable, wrong_ending};
use super::{LARGEST_FILE, LARGEST_SPEC, MOST_FILES};
use crate::report::{Diagnostic, codes};
use crate::source::{FileId, SourceFile, Sources};

/// A file that somebody else lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Path within the spec folder, with `/`.
    pub path: String,
    /// How many bytes it has; else why it cannot be read, as in "it is a link".
    pub size: Result<u64, String>,
}

/// The bytes of a file, or why it cannot be read.
pub type Fetched = Result<Vec<u8>, String>;

/// What a folder needs to be a spec.
const A_SPEC: &str = "a spec needs at least api.yaml and an endpoint, such as member/bind_tester.yaml";

/// Reads a spec from a list of all files in its folder. Only those that belong to a spec are fetched, all at once: `fetch`
/// gets their numbers in the list and returns their bytes in the same order. People see each path with `prefix` before it
/// (`main:spec/`).
///
/// # Errors
///
/// The error of `fetch`. All other problems are added to `diagnostics`, and the rest is read all the same.
pub fn read_listed<E>(
    prefix: &str,
    listed: &[Listed],
    fetch: impl FnOnce(&[usize]) -> Result<Vec<Fetched>, E>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Sources, E> {
    let mut wanted = wanted(prefix, listed, diagnostics);
    let folder = match prefix.trim_end_matches('/') {
        "" => ".",
        folder => folder,
    };
    let problem = match wanted.len() {
        0 if listed.iter().all(is_hidden) => Diagnostic::error(codes::EMPTY, format!("{folder} is empty")).help(A_SPEC),
        0 => Diagnostic::error(codes::NO_SPEC, format!("{folder} holds no YAML file of a spec")).help(A_SPEC),
        many if many > MOST_FILES => too_many(folder, many, MOST_FILES),
        _ => return load(prefix, &mut wanted, fetch, diagnostics),
    };
    diagnostics.push(problem);
    Ok(Sources::default())
}

fn load<E>(
    prefix: &str,
    wanted: &mut [(usize, &Listed)],
    fetch: impl FnOnce(&[usize]) -> Result<Vec<Fetched>, E>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Sources, E> {
    wanted.sort_by(|(_, a), (_, b)| a.path.cmp(&b.path));
    let mut left = LARGEST_SPEC;
    let mut fetched = Vec::new();
    for (file, (number, Listed { path, size })) in (0u32..).map(FileId).zip(&*wanted) {
        let most = LARGEST_FILE.min(left);
        match size {
            Ok(size) if *size <= most => {
                left -= size;
                fetched.push((file, *number));
            }
            Ok(_) => diagnostics.push(too_large(file, path, most)),
            Err(why) => diagnostics.push(unreadable(file, path, why)),
        }
    }
    let numbers: Vec<_> = fetched.iter().map(|(_, number)| *number).collect();
    let mut texts: Vec<String> = vec![String::new(); wanted.len()];
    for ((file, _), bytes) in fetched.into_iter().zip(fetch(&numbers)?) {
        let at = file.0 as usize;
        if let (Some(text), Some((_, listed))) = (texts.get_mut(at), wanted.get(at)) {
            match bytes {
                Ok(bytes) => *text = decode(bytes, file, &listed.path, diagnostics),
                Err(why) => diagnostics.push(unreadable(file, &listed.path, &why)),
            }
        }
    }
    let files = wanted.iter().zip(texts).map(|((_, listed), text)| {
        let path = &listed.path;
        SourceFile::new(path, format!("{prefix}{path}"), text)
    });
    Ok(Sources::of(files.collect()))
}

/// The files of a spec, each with its number in the list. Hidden ones and those that are no YAML are passed over.
fn wanted<'a>(prefix: &str, listed: &'a [Listed], diagnostics: &mut Vec<Diagnostic>) -> Vec<(usize, &'a Listed)> {
    let mut wanted = Vec::new();
    let mut deep = BTreeSet::new();
    for (number, file) in listed.iter().enumerate() {
        if is_hidden(file) {
            continue;
        }
        let parts: Vec<_> = file.path.split('/').collect();
        match (parts.as_slice(), file.path.strip_suffix(".yml")) {
            ([_] | [_, _], Some(stem)) => diagnostics.push(wrong_ending(&format!("{prefix}{stem}"))),
            ([_] | [_, _], None) if is_yaml(&file.path) => wanted.push((number, file)),
            // Said once of each folder.
            ([area, folder, _, ..], _) if is_yaml(&file.path) && deep.insert((*area, *folder)) => {
                diagnostics.push(too_deep(&format!("{prefix}{area}/{folder}"), &format!("{prefix}{area}")));
            }
            _ => {}
        }
    }
    wanted
}

fn is_hidden(file: &Listed) -> bool {
    file.path.split('/').any(|part| part.starts_with('.'))
}

pub(super) fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml")
}
