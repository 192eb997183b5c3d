//! Parameters of the body that always have one value: they tell endpoints of one path apart.

use super::call;
use crate::draft::{Param, Place};
use crate::finding;
use crate::finding::Finding;
use crate::loose_json::Loose;

/// The parameters with one value, and the value. `docs` are the texts of `params`, one each.
pub(super) fn of_request(
    params: &[Param],
    docs: &[String],
    examples: &[&Loose],
    told: bool,
    findings: &mut Vec<Finding>,
) -> Vec<(String, String)> {
    let mut fixed = Vec::new();
    for (param, doc) in params.iter().zip(docs).filter(|(param, _)| is_top(param)) {
        let Some(shown) = shown(&param.path, examples).filter(|shown| call::is_fixed(&param.path, shown)) else {
            continue;
        };
        let said = only_word(doc);
        let asked = doc.contains('填') || doc.to_lowercase().contains("fill in");
        if said == Some(shown) {
            fixed.push((param.path.clone(), shown.to_owned()));
        } else if let Some(said) = said.filter(|said| asked && call::is_fixed(&param.path, said)) {
            let message = format!("{} is {said} in the table and {shown} in the example", param.path);
            findings.push(Finding::new(finding::TYPE_DIFFERS, param.line, message));
            fixed.push((param.path.clone(), shown.to_owned()));
        } else if !told && params.iter().filter(|param| is_top(param)).count() == 1 && param.path == "action" {
            // All that is sent says what to do.
            fixed.push((param.path.clone(), shown.to_owned()));
        }
    }
    fixed
}

fn is_top(param: &Param) -> bool {
    param.place == Place::Body && !param.path.contains('.')
}

/// The value that all examples show.
fn shown<'a>(name: &str, examples: &[&'a Loose]) -> Option<&'a str> {
    let mut values = Vec::new();
    examples.iter().for_each(|example| example.fields(name, &mut values));
    let mut texts = values.iter().map(|value| match value {
        Loose::Text(text) => Some(text.trim()),
        _ => None,
    });
    let first = texts.next()??;
    texts.all(|text| text == Some(first)).then_some(first)
}

/// The word of Latin letters in a text, if it has one only.
fn only_word(doc: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = doc.split(|c| !is_part(c)).filter(|word| !word.is_empty());
    let only = words.next()?;
    words.next().is_none().then_some(only)
}
