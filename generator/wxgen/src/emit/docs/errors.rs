//! The index of error codes.

use super::{cell, head, link_list, row};
use crate::markdown;
use crate::meanings::{self, Meaning};
use crate::model::{Api, ErrorCode};

/// The page.
pub(super) fn page(api: &Api) -> String {
    let mut page = String::from("# Error codes\n\n");
    page.push_str(
        "Any endpoint can answer a code that is marked as shared; the others belong to the endpoints named. ",
    );
    page.push_str("[All endpoints](README.md)\n\n");
    page.push_str(&head(&["Code", "Name", "Message", "Class", "What to do", "Endpoints"]));
    for (number, meanings) in meanings::index(api) {
        let anchor = format!("<a id=\"{}\"></a>{number}", anchor(number));
        for (at, meaning) in meanings.iter().enumerate() {
            let first = if at == 0 { anchor.clone() } else { number.to_string() };
            let code = meaning.code;
            let name = markdown::code_in_cell(&code.variant);
            let places = places(meaning);
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

fn places(meaning: &Meaning<'_>) -> String {
    let links = link_list("", &meaning.endpoints);
    match (meaning.shared, links.is_empty()) {
        (true, true) => "shared".to_owned(),
        (true, false) => format!("shared, {links}"),
        (false, _) => links,
    }
}
