//! The index of error codes.

use std::collections::BTreeMap;

use super::{cell, endpoint_link, endpoints, head, row};
use crate::emit::markdown;
use crate::model::{Api, Area, Endpoint, ErrorCode};

/// What is known of one number.
#[derive(Default)]
struct Entry<'a> {
    shared: Option<&'a ErrorCode>,
    own: Vec<(&'a Area, &'a Endpoint, &'a ErrorCode)>,
}

/// The page.
pub(super) fn page(api: &Api) -> String {
    let mut page = String::from("# Error codes\n\n");
    page.push_str(
        "Any endpoint can answer a code that is marked as shared; the others belong to the endpoints named. ",
    );
    page.push_str("[All endpoints](README.md)\n\n");
    page.push_str(&head(&["Code", "Name", "Message", "Class", "What to do", "Endpoints"]));
    for (number, entry) in entries(api) {
        let anchor = format!("<a id=\"{}\"></a>{number}", anchor(number));
        for (at, (code, places)) in meanings(&entry).into_iter().enumerate() {
            let first = if at == 0 { anchor.clone() } else { number.to_string() };
            let name = markdown::code_in_cell(&code.variant);
            page.push_str(&row(&[&first, &name, &message(code), code.class.name(), &cell(&code.advice), &places]));
        }
    }
    page
}

/// The place of a code in the index.
pub(super) fn anchor(code: i64) -> String {
    format!("code-{}", code.to_string().replace('-', "minus-"))
}

/// A code's message as code.
pub(super) fn message(code: &ErrorCode) -> String {
    if code.msg.is_empty() { String::new() } else { markdown::code_in_cell(&code.msg) }
}

fn entries(api: &Api) -> BTreeMap<i64, Entry<'_>> {
    let mut entries: BTreeMap<i64, Entry<'_>> = BTreeMap::new();
    for code in &api.errcodes {
        entries.entry(code.code).or_default().shared = Some(code);
    }
    for (area, endpoint) in endpoints(api) {
        for code in &endpoint.errors.codes {
            entries.entry(code.code).or_default().own.push((area, endpoint, code));
        }
    }
    entries
}

/// Each thing a number means, with where: one row for all endpoints that mean the same.
fn meanings<'a>(entry: &Entry<'a>) -> Vec<(&'a ErrorCode, String)> {
    let mut meanings: Vec<(&ErrorCode, Vec<String>)> = Vec::new();
    if let Some(code) = entry.shared {
        meanings.push((code, vec!["shared".to_owned()]));
    }
    for (area, endpoint, code) in &entry.own {
        let link = endpoint_link("", area, endpoint);
        let same = |known: &ErrorCode| {
            (&known.variant, &known.msg, &known.advice, known.class)
                == (&code.variant, &code.msg, &code.advice, code.class)
        };
        match meanings.iter_mut().find(|(known, _)| same(known)) {
            Some((_, links)) => links.push(link),
            None => meanings.push((code, vec![link])),
        }
    }
    meanings.into_iter().map(|(code, links)| (code, links.join(", "))).collect()
}
