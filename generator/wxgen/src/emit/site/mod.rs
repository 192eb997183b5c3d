//! Model → what a site is made of: the Markdown pages in their order, a first page, and the index that its search reads.
//! Which tool makes HTML of it is not known here.

mod home;
mod index;
mod words;

use std::collections::BTreeMap;

use super::docs;
use crate::markdown;
use crate::model::Api;
use crate::names;

pub use index::{INDEX, search_index};

/// What a site is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its name.
    pub title: String,
    /// One line about it.
    pub summary: String,
    /// Where the specs are kept.
    pub repository: Option<String>,
    /// The pages in their order.
    pub entries: Vec<Entry>,
    /// Files beside the pages.
    pub files: Vec<(String, String)>,
}

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A page, with the pages under it.
    Page(Page, Vec<Page>),
    /// A heading above the pages that follow.
    Heading(String),
}

/// A page of Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its name in the table of contents.
    pub title: String,
    /// Where it lies, `member/bind_tester.md`; a folder's own page is its `index.md`.
    pub path: String,
    /// The Markdown.
    pub text: String,
    /// The file of the spec that says what is on the page, relative to the spec folder.
    pub spec_file: Option<String>,
}

/// Pages that other parts of the project have to add: name and Markdown.
pub type More = Vec<(String, String)>;

/// All of it. `more` is listed after the pages that list codes and permission sets.
pub fn emit(api: &Api, more: More) -> Site {
    let mut pages: BTreeMap<_, _> = docs::emit(api).into_iter().collect();
    let mut page = |title: &str, path: &str, spec_file: &str| Page {
        title: title.to_owned(),
        path: path.replace("README.md", "index.md"),
        text: linked(&pages.remove(path).unwrap_or_default()),
        spec_file: Some(spec_file.to_owned()),
    };
    let mut all = Page { path: "endpoints.md".to_owned(), ..page("All endpoints", "README.md", "api.yaml") };
    // In the repository it is the first page, and bears the name of the crate.
    all.text = all.text.replacen(&format!("# {}\n", markdown::text(&api.krate.name)), "# All endpoints\n", 1);
    let mut entries = vec![
        Entry::Page(home::page(api), Vec::new()),
        Entry::Page(all, Vec::new()),
        Entry::Page(page("Error codes", "errors.md", "errcodes.yaml"), Vec::new()),
        Entry::Page(page("Permission sets", "permissions.md", "permission_sets.yaml"), Vec::new()),
    ];
    let mut taken = ["endpoints", "errors", "permissions"].map(str::to_owned).to_vec();
    for (title, text) in more {
        let name = names::unique(&names::module(&title), |name| taken.iter().any(|taken| taken == name));
        let path = format!("{name}.md");
        taken.push(name);
        entries.push(Entry::Page(Page { title, path, text, spec_file: None }, Vec::new()));
    }
    entries.push(Entry::Heading("Areas".to_owned()));
    for area in &api.areas {
        let under = area
            .endpoints
            .iter()
            .map(|endpoint| page(&endpoint.name, &format!("{}/{}.md", area.id, endpoint.module), &endpoint.spec_file));
        let under = under.collect();
        entries.push(Entry::Page(page(&area.title, &format!("{}/README.md", area.id), "api.yaml"), under));
    }
    Site {
        title: api.krate.name.clone(),
        summary: api.krate.summary.clone(),
        repository: api.krate.repository.clone(),
        entries,
        files: vec![(INDEX.to_owned(), search_index(api))],
    }
}

/// A site calls the page of a folder `index`.
fn linked(text: &str) -> String {
    text.replace("README.md)", "index.md)")
}
