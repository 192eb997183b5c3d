//! The first page: what there is, and the areas.

use super::Page;
use crate::markdown;
use crate::model::Api;

/// The page. Its lists are lists of cards on a site.
pub(super) fn page(api: &Api) -> Page {
    let mut text = format!("# {}\n\n{}\n", markdown::text(&api.krate.name), markdown::text(&api.krate.summary));
    let endpoints: usize = api.areas.iter().map(|area| area.endpoints.len()).sum();
    text.push_str(
        "\nPress `/` to search: a name, a path, a parameter, a code like `61007`, or Chinese like `绑定体验者`.\n\n",
    );
    text.push_str(&format!("- [All endpoints](endpoints.md) {endpoints} calls on one page\n"));
    text.push_str("- [Error codes](errors.md) What a number means and what to do about it\n");
    text.push_str("- [Permission sets](permissions.md) Which set allows which call\n");
    text.push_str("\n## Areas\n\n");
    for area in &api.areas {
        let title = match &area.title_zh {
            Some(other) => format!("{} {}", area.title, other),
            None => area.title.clone(),
        };
        text.push_str(&format!("- [{}]({}/index.md) ", markdown::text(&title), area.id));
        text.push_str(&format!("{} *{}*\n", markdown::text(&area.doc), area.endpoints.len()));
    }
    Page { title: "Start".to_owned(), path: "index.md".to_owned(), text, spec_file: Some("api.yaml".to_owned()) }
}
