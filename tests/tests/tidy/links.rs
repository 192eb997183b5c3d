//! Every link in the documentation leads somewhere: the file is there, and the anchor is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace").to_owned()
}

/// A page: where its links lead, and the anchors it has.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

impl Page {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut page = Self::default();
        let mut heading: Option<String> = None;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    let slug = slug(&heading.take().unwrap_or_default());
                    page.anchors.insert(slug);
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                Event::InlineHtml(html) | Event::Html(html) => page.anchors.extend(ids(&html)),
                _ => {}
            }
        }
        page
    }
}

/// The anchor that a heading gets where these pages are shown.
fn slug(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// What `id="…"` says in a piece of HTML.
fn ids(html: &str) -> Vec<String> {
    html.split("id=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// Every Markdown file of the repository that people read: at the root, in `docs` and `generated/docs`, beside the specs
/// and tests.
fn pages() -> BTreeMap<PathBuf, Page> {
    let root = root();
    let mut paths = Vec::new();
    for entry in fs::read_dir(&root).expect("the root can be listed") {
        paths.push(entry.expect("an entry").path());
    }
    for folder in ["docs", "generated/docs", "spec", "tests/examples"] {
        collect(&root.join(folder), &mut paths);
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.into_iter().map(|path| (path.clone(), Page::read(&path))).collect()
}

fn collect(dir: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.ends_with("target") {
            continue;
        }
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}

/// Takes `.` and `..` out of a path, `None` when it leads out of the repository.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain.starts_with(root()).then_some(plain)
}

fn is_elsewhere(link: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| link.starts_with(scheme))
}

/// What is wrong with a link, if anything.
fn problem(pages: &BTreeMap<PathBuf, Page>, from: &Path, link: &str) -> Option<String> {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let target = match file {
        "" => from.to_owned(),
        _ => match inside(&from.parent()?.join(file)) {
            Some(target) => target,
            None => return Some("leads out of the repository".to_owned()),
        },
    };
    if !target.exists() {
        return Some("leads to no file".to_owned());
    }
    let anchor = anchor?;
    match pages.get(&target) {
        Some(page) if page.anchors.contains(anchor) => None,
        Some(_) => Some(format!("has no anchor {anchor:?} to lead to")),
        None => Some("has an anchor, and its target is no page".to_owned()),
    }
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    let mut problems = Vec::new();
    let mut followed = 0;
    for (from, page) in &pages {
        for link in page.links.iter().filter(|link| !is_elsewhere(link)) {
            followed += 1;
            if let Some(problem) = problem(&pages, from, link) {
                problems.push(format!("{}: {link:?} {problem}", from.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(followed > 50, "only {followed} links were found: are they still recognised?");
}

#[test]
fn a_link_to_nowhere_is_noticed() {
    let pages = pages();
    let from = root().join("generated/docs/README.md");
    for bad in ["nowhere.md", "errors.md#code-0-0", "../../../outside.md", "#no-such-heading", "../src/lib.rs#L1"] {
        assert!(problem(&pages, &from, bad).is_some(), "{bad}");
    }
    for good in ["errors.md", "errors.md#code-minus-1", "permissions.md#set-18", "../../README.md", "#wxopen"] {
        assert_eq!(problem(&pages, &from, good), None, "{good}");
    }
}

#[test]
fn no_page_is_out_of_reach() {
    let pages = pages();
    let docs = root().join("generated/docs");
    let mut reached = BTreeSet::new();
    let mut next = vec![docs.join("README.md")];
    while let Some(path) = next.pop() {
        let Some(page) = pages.get(&path).filter(|_| reached.insert(path.clone())) else { continue };
        let folder = path.parent().expect("a file lies in a folder");
        let files = page.links.iter().filter(|link| !is_elsewhere(link)).filter_map(|link| link.split('#').next());
        next.extend(files.filter_map(|file| inside(&folder.join(file))));
    }
    let unreached: Vec<_> = pages.keys().filter(|path| path.starts_with(&docs) && !reached.contains(*path)).collect();
    assert!(unreached.is_empty(), "{unreached:?}");
}
