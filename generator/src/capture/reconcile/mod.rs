//! Several mentions of one endpoint, on one page or on several → one draft.
//!
//! The rule: what a newer generation of pages says is believed; within one generation, what was read later. Something
//! is believed over nothing: a type over none, required or not over unsaid, a wire text over none, permission sets over
//! unsaid, and `integer` over `number`. What only an older mention has is kept. Where two mentions say different
//! things, that is a finding that names both places.

mod fold;
mod group;

pub(crate) use fold::letters;

use super::draft::Draft;
use super::finding::{self, Finding};
use super::pages::Page;

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

/// Findings that a reader of the spec should know of.
const WORTH_A_NOTE: &[&str] = &[
    finding::LOST_TABLE,
    finding::LOST_FIELDS,
    finding::LOST_REQUIRED,
    finding::REPAIRED_NAME,
    finding::HOLE,
    finding::ONLY_IN_EXAMPLE,
    finding::TYPE_DIFFERS,
    finding::GET_WITH_BODY,
    finding::TWO_TEXTS,
    finding::ONE_OF_REQUIRED,
    finding::MAYBE_ONE_OF,
];
/// The most notes of one endpoint.
const MOST_NOTES: usize = 12;

/// Reconciles what pages say. The endpoints come in order of their first mention; each finding comes with the number
/// of its page.
pub fn reconcile(pages: &[Page]) -> (Vec<Endpoint>, Vec<(usize, Finding)>) {
    let mut findings = Vec::new();
    let endpoints = group::groups(pages).iter().filter_map(|group| endpoint(group, &mut findings)).collect();
    (endpoints, findings)
}

/// One endpoint of its mentions, of which there is at least one.
fn endpoint(group: &[Mention<'_>], findings: &mut Vec<(usize, Finding)>) -> Option<Endpoint> {
    let mut mentions: Vec<_> = group.iter().rev().copied().collect();
    mentions.sort_by_key(|mention| std::cmp::Reverse(mention.of.captured.generation));
    let newest = *mentions.first()?;
    let said = findings.len();
    let draft = fold::fold(&mentions, findings);
    let mut notes: Vec<String> = Vec::new();
    let disagreements = findings.iter().skip(said).map(|(_, finding)| finding);
    for finding in mentions.iter().flat_map(|mention| own_findings(mention)).chain(disagreements) {
        let note = sentence(&finding.message);
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    if notes.len() > MOST_NOTES {
        let more = notes.len() - MOST_NOTES;
        notes.truncate(MOST_NOTES);
        notes.push(format!("Capturing the page told {more} more things like these."));
    }
    let mut sources: Vec<Source> = Vec::new();
    for Mention { of: page, .. } in &mentions {
        if sources.iter().all(|known| known.sha256 != page.sha256) {
            sources.push(Source {
                page: page.name().to_owned(),
                generation: page.generation(),
                captured: page.date.clone(),
                sha256: page.sha256.clone(),
            });
        }
    }
    Some(Endpoint {
        draft,
        generation: newest.of.captured.generation,
        page: newest.page,
        sources,
        docs: mentions.iter().find_map(|mention| mention.of.url.clone()),
        notes,
        lossy: own_findings(&newest).iter().any(|finding| finding.code == finding::LOST_TABLE),
    })
}

/// The findings worth a note that belong to a mention: those from its line to the next endpoint of the page.
fn own_findings<'a>(mention: &Mention<'a>) -> Vec<&'a Finding> {
    let captured = &mention.of.captured;
    let starts = captured.endpoints.iter().map(|draft| draft.line);
    let first = starts.clone().min() == Some(mention.draft.line);
    let end = starts.filter(|start| *start > mention.draft.line).min().unwrap_or(usize::MAX);
    let start = if first { 0 } else { mention.draft.line };
    let worth = captured.findings.iter().filter(|finding| WORTH_A_NOTE.contains(&finding.code));
    worth.filter(|finding| (start..end).contains(&finding.line)).collect()
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
