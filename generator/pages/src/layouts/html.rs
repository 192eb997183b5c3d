//! Saved HTML: pages of Sphinx and the site of 2018 with all its navigation, and the same site as Markdown with tables
//! and frames left as HTML. Only the article is read. Tags are taken one after the other, without a tree: what is
//! nested too deep or never closed costs nothing.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use super::html_pieces::Pieces;
use super::lines::{Cells, Style};
use super::{Language, Layout, directives, paragraphs};
use crate::document::Document;
use crate::text::{plain, unescaped, without_links};

/// All of it is HTML.
pub(super) const PAGE: Layout = Layout {
    name: "html",
    generation: 2018,
    language: Language::Chinese,
    cells_were_cut: false,
    recognise: is_page,
    read: read_page,
};

/// Markdown around HTML.
pub(super) const MIXED: Layout = Layout {
    name: "html-in-markdown",
    recognise: |text| text.contains("</table>") || text.contains("<section") && text.contains("</section>"),
    ..PAGE
};

const STYLE: Style = Style {
    clean: |text| plain(&unescaped(&without_links(text))),
    code: |line| line.replace('\u{a0}', " "),
    cells: Cells::TabsOrBlanks,
};

/// What holds an article, the closest first: a part of a tag's name, class, role or property.
const ARTICLES: &[&str] =
    &["markdown-section", "markdown-body", "articlebody", "<article", "rst-content", "<main", "role=main", "<body"];

/// What no article holds.
const SKIPPED: &[&str] = &["script", "style", "head", "nav", "footer", "form", "button", "svg", "noscript", "template"];

/// A tag or text, and the line where it begins.
enum Mark {
    Open { name: String, article: Option<usize> },
    Close(String),
    Text(String),
}

fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(2000).flat_map(char::to_lowercase).collect();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with('<')
        && ["<!doctype html", "<html", "<body", "<div", "<section", "<article"].iter().any(|tag| start.contains(tag))
}

fn read_page(text: &str) -> Document {
    let marks = marks(text);
    let mut pieces = Pieces::default();
    // Name and depth of what is passed over.
    let mut skipped: Option<(&str, usize)> = None;
    for (line, mark) in article(&marks) {
        match (mark, &mut skipped) {
            (Mark::Open { name, .. }, Some((skipped, depth))) => *depth += usize::from(name == skipped),
            (Mark::Close(name), Some((known, depth))) if name == known => match *depth {
                0 => skipped = None,
                _ => *depth -= 1,
            },
            (_, Some(_)) => {}
            (Mark::Open { name, .. }, None) if SKIPPED.contains(&name.as_str()) => skipped = Some((name, 0)),
            (Mark::Open { name, .. }, None) => pieces.open(name, *line),
            (Mark::Close(name), None) => pieces.close(name, *line),
            (Mark::Text(words), None) => pieces.text(words, *line),
        }
    }
    paragraphs::document(directives::without_lists(pieces.finish(STYLE.clean)), STYLE)
}

/// The tags and texts of a page.
fn marks(text: &str) -> Vec<(usize, Mark)> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |at: usize| breaks.partition_point(|end| *end < at) + 1;
    let mut marks = Vec::new();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        marks.push(match token {
            Token::StartTag(tag) => {
                let article = article_rank(&tag);
                (line(tag.span.start), Mark::Open { name: decoded(&tag.name), article })
            }
            Token::EndTag(tag) => (line(tag.span.start), Mark::Close(decoded(&tag.name))),
            Token::String(words) => (line(words.span.start), Mark::Text(decoded(&words.value))),
            _ => continue,
        });
    }
    marks
}

fn decoded(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// How closely this tag holds an article, if it does.
fn article_rank(tag: &StartTag<usize>) -> Option<usize> {
    let said = ["class", "role", "itemprop"].map(|key| {
        let value = tag.attributes.get(key.as_bytes()).map(|value| decoded(&value.value).to_lowercase());
        value.map_or(String::new(), |value| format!("{key}={value} "))
    });
    let said = format!("<{} {}", decoded(&tag.name), said.concat());
    ARTICLES.iter().position(|article| said.contains(article))
}

/// The part of a page that is its article: from the closest tag that says so to where it ends.
fn article(marks: &[(usize, Mark)]) -> &[(usize, Mark)] {
    let ranks = marks.iter().enumerate().filter_map(|(at, (_, mark))| match mark {
        Mark::Open { article: Some(rank), name } => Some((*rank, at, name)),
        _ => None,
    });
    let Some((_, start, name)) = ranks.min_by_key(|(rank, at, _)| (*rank, *at)) else { return marks };
    let mut depth = 0usize;
    let mut end = marks.len();
    for (at, (_, mark)) in marks.iter().enumerate().skip(start) {
        match mark {
            Mark::Open { name: other, .. } if other == name => depth += 1,
            Mark::Close(other) if other == name => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            end = at;
            break;
        }
    }
    marks.get(start..end).unwrap_or(marks)
}
