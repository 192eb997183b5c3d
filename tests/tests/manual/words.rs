//! What the pages about the API say in code font has code that shows it, in `said.rs`.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser};

use super::page::read;
use super::said::{NO_RUST, SAID};

/// The pages about the API.
const PAGES: &[&str] = &["docs/client.md", "docs/tokens.md", "docs/pushes.md"];

pub(crate) fn what_is_said_of_the_api_has_code() {
    let features = read("generated/Cargo.toml");
    let is_feature = |word: &str| features.contains(&format!("\n{word} = ["));
    let is_said = |word: &str| SAID.iter().any(|words| words.contains(&word)) || NO_RUST.contains(&word);
    let words: BTreeSet<_> = PAGES.iter().flat_map(|page| words(&read(page))).collect();
    assert!(words.len() > 50, "{words:?}");
    let open: Vec<_> = words.iter().filter(|word| !is_said(word) && !is_feature(word)).collect();
    assert!(open.is_empty(), "no code shows that these are so: {open:?}");
    // Nor is there code for what the pages say no more.
    let gone: Vec<_> = SAID.iter().flat_map(|words| *words).filter(|word| !words.contains(**word)).collect();
    assert!(gone.is_empty(), "no page says: {gone:?}");
}

/// The words in code font.
fn words(page: &str) -> Vec<String> {
    let events = Parser::new_ext(page, Options::ENABLE_TABLES);
    events.filter_map(|event| if let Event::Code(word) = event { Some(word.into_string()) } else { None }).collect()
}
