//! A page per area.

use super::permissions::links;
use super::{cell, endpoint_link, head, row};
use crate::markdown;
use crate::model::Area;

/// The page.
pub(super) fn page(area: &Area) -> String {
    let mut page = format!("# {}\n\n", markdown::text(&area.title));
    if !area.doc.trim().is_empty() {
        page.push_str(&format!("{}\n\n", markdown::paragraphs(&area.doc)));
    }
    let default = if area.default { "on" } else { "off" };
    page.push_str(&format!(
        "Module {}, cargo feature {} ({default} by default). [All areas](../README.md)\n\n",
        markdown::code(&area.module),
        markdown::code(&area.id)
    ));
    page.push_str(&head(&["Endpoint", "What it does", "Path", "Permission sets"]));
    for endpoint in &area.endpoints {
        let path = markdown::code_in_cell(&format!("{} {}", endpoint.method.name(), endpoint.path));
        let sets = links("../", &endpoint.permissions);
        let link = endpoint_link("../", area, endpoint);
        page.push_str(&row(&[&link, &cell(&endpoint.summary), &path, &sets]));
    }
    page
}
