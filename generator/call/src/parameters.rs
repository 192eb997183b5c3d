//! The parameters of a call: their paths, their files, and what to do about one that does not exist.

use super::argument_error::{ArgumentError, ArgumentErrorKind};
use wxgen::model::sent::flat;
use wxgen::model::{Field, OneOf, Type};
use wxgen::report::nearest;

/// A file to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Where it was read from, as given.
    pub path: String,
    /// Its name, without folders.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The path of a part.
pub(super) fn below(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

/// The choices among fields.
fn choices(fields: &[Field]) -> impl Iterator<Item = (&Field, &OneOf)> {
    fields.iter().filter_map(|field| match &field.ty {
        Type::OneOf(choice) => Some((field, choice)),
        _ => None,
    })
}

/// A parameter that is none.
pub(super) fn unknown(fields: &[Field], name: &str, path: &str) -> ArgumentError {
    let problem = ArgumentError::new(ArgumentErrorKind::Unknown, path, format!("there is no parameter `{path}`"));
    if let Some((group, choice)) = choices(fields).find(|(field, _)| field.wire == name) {
        let all: Vec<_> = choice.alternatives.iter().map(|field| field.wire.as_str()).collect();
        return problem.help(format!("`{}` is a choice; give one of {}", group.wire, all.join(", ")));
    }
    let known: Vec<_> =
        flat(fields).filter(|field| !matches!(field.ty, Type::Const(_))).map(|field| field.wire.as_str()).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => problem.help("it takes none"),
        None => problem.help(format!("it takes {}", known.join(", "))),
    }
}
