//! Reads a spec folder that is not on disk: one of a past revision, say. What a folder on disk may hold, it may too.

use std::collections::BTreeSet;

use super::decode::{decode, too_deep, too_large, too_many, wrong_ending};
use super::folder::is_yaml;
use super::{LARGEST_FILE, LARGEST_SPEC, MOST_FILES};
use crate::report::{Diagnostic, codes};
use crate::source::{FileId, SourceFile, Sources, Span};

/// A file that somebody else lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Path within the spec folder, with `/`.
    pub path: String,
    /// How many bytes it has; else why it cannot be read, as in "it is a link".
    pub size: Result<u64, &'static str>,
}

/// Reads a spec from a list of all files in its folder. Only those that belong to a spec are fetched, all at once: `fetch`
/// gets their numbers in the list and gives their bytes in the same order. `prefix` goes before each path where people
/// see it (`main:spec/`).
///
/// # Errors
///
/// What `fetch` says. All other problems are added to `diagnostics`, and the rest is read all the same.
pub fn read_listed<E>(
    prefix: &str,
    listed: &[Listed],
    fetch: impl FnOnce(&[usize]) -> Result<Vec<Vec<u8>>, E>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Sources, E> {
    let mut wanted = wanted(prefix, listed, diagnostics);
    if wanted.len() > MOST_FILES {
        diagnostics.push(too_many(prefix, wanted.len(), MOST_FILES));
        return Ok(Sources::default());
    }
    if wanted.is_empty() {
        let message = format!("{prefix} holds no YAML file of a spec");
        diagnostics.push(Diagnostic::error(codes::NO_SPEC, message).help(super::folder::A_SPEC));
    }
    wanted.sort_by(|(_, a), (_, b)| a.path.cmp(&b.path));
    let mut left = LARGEST_SPEC;
    let mut fetched = Vec::new();
    for (file, (number, Listed { path, size })) in (0u32..).map(FileId).zip(&wanted) {
        let most = LARGEST_FILE.min(left);
        match size {
            Ok(size) if *size <= most => {
                left -= size;
                fetched.push((file, *number));
            }
            Ok(_) => diagnostics.push(too_large(file, path, most)),
            Err(why) => diagnostics
                .push(Diagnostic::error(codes::UNREADABLE, format!("{path}: {why}")).at(Span::start_of(file), "")),
        }
    }
    let numbers: Vec<_> = fetched.iter().map(|(_, number)| *number).collect();
    let mut texts: Vec<String> = vec![String::new(); wanted.len()];
    for ((file, _), bytes) in fetched.into_iter().zip(fetch(&numbers)?) {
        let at = file.0 as usize;
        if let (Some(text), Some((_, listed))) = (texts.get_mut(at), wanted.get(at)) {
            *text = decode(bytes, file, &listed.path, diagnostics);
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
        let parts: Vec<_> = file.path.split('/').collect();
        if parts.iter().any(|part| part.starts_with('.')) {
            continue;
        }
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
