//! The findings of a page that are about one of its endpoints.

use super::Mention;
use crate::finding;
use crate::finding::Finding;
use crate::pages::Page;

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

/// The findings worth a note of all pages, in order of their lines.
pub(super) struct OwnFindings<'a>(Vec<OfPage<'a>>);

struct OfPage<'a> {
    /// Where its endpoints begin, in order.
    starts: Vec<usize>,
    /// The findings by line, each with its number among those of the page.
    findings: Vec<(usize, &'a Finding)>,
}

impl<'a> OwnFindings<'a> {
    /// Those of these pages.
    pub(super) fn of(pages: &'a [Page]) -> Self {
        let of_page = |page: &'a Page| {
            let mut starts: Vec<_> = page.captured.endpoints.iter().map(|draft| draft.line).collect();
            starts.sort_unstable();
            let all = page.captured.findings.iter().enumerate();
            let mut findings: Vec<_> = all.filter(|(_, finding)| WORTH_A_NOTE.contains(&finding.code)).collect();
            findings.sort_by_key(|(_, finding)| finding.line);
            OfPage { starts, findings }
        };
        Self(pages.iter().map(of_page).collect())
    }

    /// Those of a mention: from its line to the next endpoint of the page, and for the first endpoint what comes before
    /// it too. They are in the order of the page's findings.
    pub(super) fn of_mention(&self, mention: &Mention<'_>) -> Vec<&'a Finding> {
        let Some(page) = self.0.get(mention.page) else { return Vec::new() };
        let line = mention.draft.line;
        let next = page.starts.partition_point(|start| *start <= line);
        let end = page.starts.get(next).copied().unwrap_or(usize::MAX);
        let start = if page.starts.first() == Some(&line) { 0 } else { line };
        let position = |line: usize| page.findings.partition_point(|(_, finding)| finding.line < line);
        let mut own = page.findings.get(position(start)..position(end)).unwrap_or_default().to_vec();
        own.sort_unstable_by_key(|(number, _)| *number);
        own.into_iter().map(|(_, finding)| finding).collect()
    }
}
