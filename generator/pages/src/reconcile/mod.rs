//! Several mentions of one endpoint, on one page or on several → one draft.
//!
//! The rule: what a newer generation of pages says is believed; within one generation, what was read later. Something
//! is believed over nothing: a type over none, required or not over unsaid, a wire text over none, permission sets over
//! unsaid, and `integer` over `number`. What only an older mention has is kept. Where two mentions say different
//! things, that is a finding that names both places.

mod fold;
mod group;
mod own;

pub(crate) use fold::letters;

use std::collections::HashSet;

use super::draft::Draft;
use super::finding::{self, Finding};
use super::pages::Page;
use own::OwnFindings;

/// An endpoint as all pages together tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// What they say.
    pub draft: Draft,
    /// The newest generation among the pages, as a year.
    pub generation: u16,
    /// The newest mention: which page.
    pub page: usize,
    /// The pages, newest first, each once.
    pub sources: Vec<Source>,
    /// Address of the newest page that has one.
    pub docs: Option<String>,
    /// What a person who reads the spec should know, in plain words.
    pub notes: Vec<String>,
    /// Did the newest page lose a table?
    pub lossy: bool,
}

/// Where facts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Address or name of the page.
    pub page: String,
    /// Language and year of pages that look like it.
    pub generation: String,
    /// When it was fetched.
    pub captured: Option<String>,
    /// Digest of its bytes.
    pub sha256: String,
}

/// A mention of an endpoint.
#[derive(Debug, Clone, Copy)]
struct Mention<'a> {
    page: usize,
    of: &'a Page,
    draft: &'a Draft,
}

impl Mention<'_> {
    /// How a message names the place.
    fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.of.file.rsplit(['/', '\\']).next().unwrap_or(&self.of.file))
    }
}

/// The most notes of one endpoint.
const MOST_NOTES: usize = 12;

/// Reconciles what pages say. The endpoints come in order of their first mention; each finding comes with the number
/// of its page.
pub fn reconcile(pages: &[Page]) -> (Vec<Endpoint>, Vec<(usize, Finding)>) {
    let mut findings = Vec::new();
    let own = OwnFindings::of(pages);
    let endpoints = group::groups(pages).iter().filter_map(|group| endpoint(group, &own, &mut findings)).collect();
    (endpoints, findings)
}

/// One endpoint of its mentions, of which there is at least one.
fn endpoint(group: &[Mention<'_>], own: &OwnFindings<'_>, findings: &mut Vec<(usize, Finding)>) -> Option<Endpoint> {
    let mut mentions: Vec<_> = group.iter().rev().copied().collect();
    mentions.sort_by_key(|mention| std::cmp::Reverse(mention.of.captured.generation));
    let newest = *mentions.first()?;
    let said = findings.len();
    let draft = fold::fold(&mentions, findings);
    let disagreements = findings.iter().skip(said).map(|(_, finding)| finding);
    let worth_a_note = mentions.iter().flat_map(|mention| own.of_mention(mention)).chain(disagreements);
    let mut said_already = HashSet::new();
    let mut notes: Vec<String> = worth_a_note
        .map(|finding| sentence(&finding.message))
        .filter(|note| said_already.insert(note.clone()))
        .collect();
    if notes.len() > MOST_NOTES {
        let more = notes.len() - MOST_NOTES;
        notes.truncate(MOST_NOTES);
        notes.push(format!("Capturing the page told {more} more things like these."));
    }
    let mut digests = HashSet::new();
    let sources = mentions
        .iter()
        .map(|mention| mention.of)
        .filter(|page| digests.insert(page.sha256.as_str()))
        .map(|page| Source {
            page: page.name().to_owned(),
            generation: page.generation(),
            captured: page.date.clone(),
            sha256: page.sha256.clone(),
        })
        .collect();
    Some(Endpoint {
        draft,
        generation: newest.of.captured.generation,
        page: newest.page,
        sources,
        docs: mentions.iter().find_map(|mention| mention.of.url.clone()),
        notes,
        lossy: own.of_mention(&newest).iter().any(|finding| finding.code == finding::LOST_TABLE),
    })
}

/// A message as a sentence.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().filter(char::is_ascii_lowercase);
    // A name keeps its case.
    let is_word = message.split(' ').next().is_some_and(|word| matches!(word, "the" | "no" | "a" | "an" | "exactly"));
    let text = match first {
        Some(first) if is_word => format!("{}{}", first.to_ascii_uppercase(), chars.as_str()),
        _ => message.to_owned(),
    };
    if text.ends_with('.') { text } else { format!("{text}.") }
}
