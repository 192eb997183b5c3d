//! What can come next on a half-typed command line: endpoints, parameters, values, files.

use super::argument::Argument;
use super::describe::{Row, rows};
use super::find::{Found, all};
use wxgen::model::{Api, Type};

/// Something that can be typed. Words that go on (`key=`) end in the sign they go on with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The whole word.
    pub text: String,
    /// What it is, in a few words.
    pub about: String,
}

/// The endpoints whose names begin so, in any case. Only where none does, those that hold what was typed.
pub fn endpoints(api: &Api, typed: &str) -> Vec<Candidate> {
    let folded = typed.to_ascii_lowercase();
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<Candidate> {
        let with_area = typed.contains('/');
        let candidates = all(api).filter_map(|found| {
            let text = if with_area { found.full_name() } else { found.endpoint.name.clone() };
            let snake = !with_area && fits(&found.endpoint.module);
            let about = found.endpoint.summary.trim().to_owned();
            (snake || fits(&text.to_ascii_lowercase())).then_some(Candidate { text, about })
        });
        candidates.collect()
    };
    let mut found = named(&|name| name.starts_with(&folded));
    if found.is_empty() {
        found = named(&|name| name.contains(&folded));
    }
    found.sort();
    found.dedup();
    found
}

/// What can come after these words, where the last one is typed in part. `files` lists what a path can become.
pub fn parameters(
    found: Found<'_>,
    given: &[String],
    typed: &str,
    files: &dyn Fn(&str) -> Vec<String>,
) -> Vec<Candidate> {
    let all = rows(&found.endpoint.request.fields);
    match Argument::split(typed) {
        Some((key, "@", path)) => {
            let about = String::new;
            files(path).into_iter().map(|path| Candidate { text: format!("{key}@{path}"), about: about() }).collect()
        }
        Some((key, "=", value)) => values(&all, key, value),
        Some(_) => Vec::new(),
        None => keys(&all, given, typed),
    }
}

fn keys(all: &[Row<'_>], given: &[String], typed: &str) -> Vec<Candidate> {
    let given: Vec<_> = given.iter().filter_map(|word| Some(Argument::split(word)?.0)).collect();
    let is_given = |row: &Row<'_>| given.contains(&row.path.as_str());
    let is_out = |row: &Row<'_>| {
        let taken = |other: &Row<'_>| other.choice == row.choice && is_given(other);
        is_given(row) && !row.path.contains("[]") || row.choice.is_some() && all.iter().any(taken)
    };
    let can_be_typed = |row: &&Row<'_>| !matches!(row.ty, Type::Const(_) | Type::Object(_));
    let mut candidates: Vec<_> = all
        .iter()
        .filter(can_be_typed)
        .filter(|row| row.path.starts_with(typed) && !is_out(row))
        .map(|row| {
            let sign = match row.ty {
                Type::File => "@",
                Type::Map(_) => ".",
                _ => "=",
            };
            let about = row.field.doc.lines().next().unwrap_or_default().trim();
            // What has to be given comes first, the rest stays in the order of the spec.
            (!row.field.required, Candidate { text: format!("{}{sign}", row.path), about: about.to_owned() })
        })
        .collect();
    candidates.sort_by_key(|(later, _)| *later);
    candidates.into_iter().map(|(_, candidate)| candidate).collect()
}

fn values(all: &[Row<'_>], key: &str, typed: &str) -> Vec<Candidate> {
    let Some(row) = all.iter().find(|row| row.path == key) else { return Vec::new() };
    let known: Vec<(String, String)> = match row.ty {
        Type::Boolean => ["true", "false"].iter().map(|word| ((*word).to_owned(), String::new())).collect(),
        Type::Enum(of) => of
            .values
            .iter()
            .map(|known| (known.wire.clone(), format!("{} {}", known.variant, known.doc.trim()).trim().to_owned()))
            .collect(),
        _ => Vec::new(),
    };
    let fits = known.into_iter().filter(|(word, _)| word.starts_with(typed));
    fits.map(|(word, about)| Candidate { text: format!("{key}={word}"), about }).collect()
}
