//! Our pages as mdBook's book. No preprocessor runs over them: a text of a spec cannot include files.

use std::path::{Path, PathBuf};

use mdbook_renderer::book::{Book, BookItem, Chapter, SectionNumber};
use mdbook_renderer::config::{BookConfig, Config, HtmlConfig};
use mdbook_renderer::errors::Result;

use super::{Home, theme};
use wxgen::emit::site::{Entry, Page, Site};

/// The book.
pub(super) fn book(site: &Site) -> Book {
    let items = (1..).zip(&site.entries).map(|(number, entry)| match entry {
        Entry::Heading(text) => BookItem::PartTitle(text.clone()),
        Entry::Page(page, under) => {
            let parent = [page.title.clone()];
            let mut chapter = chapter(page, &[], vec![number]);
            let under = (1..).zip(under).map(|(at, page)| self::chapter(page, &parent, vec![number, at]));
            chapter.sub_items = under.map(BookItem::Chapter).collect();
            BookItem::Chapter(chapter)
        }
    });
    Book::new_with_items(items.collect())
}

/// The number is not shown; mdBook folds the contents by it.
fn chapter(page: &Page, parents: &[String], number: Vec<u32>) -> Chapter {
    let mut chapter = Chapter::new(&page.title, page.text.clone(), &page.path, parents.to_vec());
    chapter.number = Some(SectionNumber::new(number));
    // What an edit link opens.
    chapter.source_path = Some(PathBuf::from(page.spec_file.as_deref().unwrap_or("README.md")));
    chapter
}

/// How it is rendered.
pub(super) fn config(site: &Site, home: &Home) -> Result<Config> {
    let mut book = BookConfig::default();
    book.title = Some(site.title.clone());
    book.description = Some(site.summary.clone());
    book.src = Path::new(&home.folder).to_owned();
    let mut html = HtmlConfig::default();
    html.additional_js = vec![PathBuf::from(theme::SCRIPT)];
    html.fold.enable = true;
    html.hash_files = false;
    // No page that looks right in no folder but the server's own.
    html.input_404 = Some(String::new());
    html.no_section_label = true;
    html.playground.runnable = false;
    html.print.enable = false;
    html.sidebar_header_nav = false;
    html.smart_punctuation = false;
    html.admonitions = false;
    html.definition_lists = false;
    html.git_repository_url.clone_from(&site.repository);
    html.edit_url_template = site.repository.as_ref().map(|url| format!("{url}/edit/{}/{{path}}", home.branch));
    let mut config = Config::default();
    config.book = book;
    config.set("output.html", html)?;
    Ok(config)
}
