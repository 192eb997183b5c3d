//! Endpoints and parameters for `wxgen call`, from the spec.

use std::path::Path;

use clap::Command;
use wxgen::pipeline;
use wxgen_call::{complete, find};

use super::candidates::Word;

/// How many files of a folder are looked at.
const MOST_FILES: usize = 1000;

/// What the words of `wxgen call` say so far.
#[derive(Default)]
struct Said {
    spec: Option<String>,
    plain: Vec<String>,
}

/// Endpoints and parameters; `None` where something else is typed.
pub(super) fn of_the_spec(command: &mut Command, before: &[String], typed: &str) -> Option<Vec<Word>> {
    let (verb, words) = before.get(1..)?.split_first()?;
    if verb != "call" || typed.starts_with('-') {
        return None;
    }
    let call = command.find_subcommand("call")?;
    // Options whose value is a word of its own. That of --list may be missing.
    let takes_value = |word: &str| {
        let is_it = |argument: &&clap::Arg| {
            argument.get_long().is_some_and(|long| word.strip_prefix("--") == Some(long))
                || argument.get_short().is_some_and(|short| word.strip_prefix('-') == Some(short.to_string().as_str()))
        };
        call.get_arguments().find(is_it).is_some_and(|argument| argument.get_action().takes_values())
    };
    let mut said = Said::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if let Some(folder) = word.strip_prefix("--spec=") {
            said.spec = Some(folder.to_owned());
        } else if word.starts_with('-') && takes_value(word) {
            let value = words.next()?;
            if word == "--spec" {
                said.spec = Some(value.clone());
            }
        } else if !word.starts_with('-') {
            said.plain.push(word.clone());
        }
    }
    let api = pipeline::load(Path::new(said.spec.as_deref().unwrap_or("spec"))).api?;
    let known = match said.plain.split_first() {
        None => complete::endpoints(&api, typed),
        Some((endpoint, given)) => match find(&api, endpoint) {
            Ok(found) => complete::parameters(found, given, typed, &files),
            Err(_) => Vec::new(),
        },
    };
    Some(known.into_iter().map(|candidate| Word { text: candidate.text, about: candidate.about }).collect())
}

/// The files and folders whose paths begin so.
fn files(typed: &str) -> Vec<String> {
    let (folder, start) = typed.split_at(typed.rfind('/').map_or(0, |at| at + 1));
    let Ok(entries) = std::fs::read_dir(if folder.is_empty() { "." } else { folder }) else { return Vec::new() };
    let mut paths: Vec<String> = entries
        .take(MOST_FILES)
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let fits = name.starts_with(start) && (start.starts_with('.') || !name.starts_with('.'));
            let slash = if entry.path().is_dir() { "/" } else { "" };
            fits.then(|| format!("{folder}{name}{slash}"))
        })
        .collect();
    paths.sort();
    paths
}
