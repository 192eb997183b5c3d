//! The first page.

use super::{cell, endpoint_link, head, row};
use crate::markdown;
use crate::model::Api;

/// The page.
pub(super) fn page(api: &Api) -> String {
    let mut page = format!("# {}\n\n{}\n\n", markdown::text(&api.krate.name), markdown::text(&api.krate.summary));
    page.push_str("- [Error codes](errors.md): what each number means and what to do about it\n");
    page.push_str("- [Permission sets](permissions.md): which set allows which call\n");
    for area in &api.areas {
        page.push_str(&format!("\n## [{}]({}/README.md)\n\n", markdown::text(&area.title), area.id));
        if !area.doc.trim().is_empty() {
            page.push_str(&format!("{}\n\n", markdown::paragraphs(&area.doc)));
        }
        page.push_str(&head(&["Endpoint", "What it does", "Path"]));
        for endpoint in &area.endpoints {
            let path = markdown::code_in_cell(&format!("{} {}", endpoint.method.name(), endpoint.path));
            page.push_str(&row(&[&endpoint_link("", area, endpoint), &cell(&endpoint.summary), &path]));
        }
    }
    page
}
