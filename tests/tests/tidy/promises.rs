//! `docs/production.md` names tests; each of them exists.

use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// The names of tests that the page gives, each with the file it is said to be in.
fn named(page: &str) -> Vec<(String, String)> {
    let (mut file, mut tests) = (None, Vec::new());
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.ends_with(".rs") => {
                file = Some(dest_url.into_string())
            }
            // A word on its own, before any file is named, is no test.
            Event::Code(name) => tests.extend(file.clone().map(|file| (file, name.into_string()))),
            Event::Start(Tag::TableCell | Tag::Paragraph) => file = None,
            _ => {}
        }
    }
    tests
}

/// Does the file have a test of that name?
fn has_test(source: &str, name: &str) -> bool {
    let heads = [format!("fn {name}("), format!("fn {name}<")];
    let lines: Vec<_> = source.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| heads.iter().any(|head| line.contains(head.as_str())));
    let before = at.map(|at| lines[at.saturating_sub(6)..at].join("\n")).unwrap_or_default();
    // A function of `proptest!` has the same attribute.
    before.contains("#[test]") || before.contains("#[tokio::test")
}

#[test]
fn every_test_that_the_page_names_exists() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let page = fs::read_to_string(docs.join("production.md")).expect("the page");
    let named = named(&page);
    assert!(named.len() > 40, "the page names tests");
    let missing: Vec<_> = named
        .iter()
        .filter(|(file, name)| !has_test(&fs::read_to_string(docs.join(file)).unwrap_or_default(), name))
        .collect();
    assert!(missing.is_empty(), "not there: {missing:#?}");
}
