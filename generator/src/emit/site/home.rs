//! The first page: what there is, and the areas.

use super::Page;
use crate::emit::markdown;
use crate::model::Api;

/// The page. Its lists are lists of cards on a site.
pub(super) fn page(api: &Api) -> Page {
    let mut text = format!("# {}\n\n{}\n", markdown::text(&api.krate.name), markdown::text(&api.krate.summary));
    let endpoints: usize = api.areas.iter().map(|area| area.endpoints.len()).sum();
    text.push_str(&format!("\n{endpoints} endpoints in {} areas.\n\n", api.areas.len()));
    text.push_str("- [Error codes](errors.md): what a number means and what to do about it\n");
    text.push_str("- [Permission sets](permissions.md): which set allows which call\n");
    text.push_str("- [All endpoints](endpoints.md): every call on one page\n");
    text.push_str("\n## Areas\n\n");
    for area in &api.areas {
        let title = match &area.title_zh {
            Some(other) => format!("{} {}", area.title, other),
            None => area.title.clone(),
        };
        let count = area.endpoints.len();
        text.push_str(&format!("- [{}]({}/index.md) {count}: ", markdown::text(&title), area.id));
        text.push_str(&format!("{}\n", markdown::text(&area.doc)));
    }
    Page { title: "Start".to_owned(), path: "index.md".to_owned(), text, spec_file: Some("api.yaml".to_owned()) }
}
