//! Documentation pages → endpoints as drafts.
//!
//! A layout turns text into a neutral [`document`](Document), whatever it was saved as; what that means is told the same
//! way for all. What a page does not say stays unsaid, and what was lost, repaired or contradictory is a [`Finding`].

mod apply;
mod columns;
mod difference;
mod document;
mod draft;
pub mod drift;
mod fields;
mod finding;
mod json;
mod layouts;
mod loose_json;
mod meaning;
mod pages;
mod reconcile;
pub mod spec_folder;
mod text;
mod types;
mod yaml;

pub use document::{BelongsTo, Block, BlockKind, Document, Row, Table};
pub use draft::{Code, Draft, Example, Param, Permissions, Place, Side, Token, Type};
pub use finding::Finding;
pub use json::json;
pub use layouts::Language;
pub use pages::{Page, Unreadable};
pub(crate) use reconcile::letters;
pub use reconcile::{Endpoint, Source, reconcile};

/// A page larger than this is not read.
pub const LARGEST: usize = 4 << 20;

/// What a page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The layout it is in.
    pub layout: &'static str,
    /// The language it is in.
    pub language: Language,
    /// When pages looked so, as a year; the later one is believed.
    pub generation: u16,
    /// The endpoints, in order.
    pub endpoints: Vec<Draft>,
    /// What a person should look at, in order of lines.
    pub findings: Vec<Finding>,
}

/// Reads a page.
pub fn capture(text: &str) -> Captured {
    let layout = layouts::of(text);
    let document = (layout.read)(text);
    let (endpoints, mut findings) = meaning::drafts(&document, layout.language);
    if layout.cells_were_cut {
        findings.extend(document.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Table(table) if !table.rows.is_empty() => {
                let message = "cells run together here; they were cut by what they look like";
                Some(Finding::new(finding::GLUED_CELLS, block.line, message))
            }
            _ => None,
        }));
    }
    if endpoints.is_empty() {
        findings.push(Finding::new(finding::NO_ENDPOINT, 1, "the page holds no endpoint"));
    }
    // What is missing at the end of a page is missed on its last line.
    let last = text.lines().count().max(1);
    findings.iter_mut().for_each(|finding| finding.line = finding.line.min(last));
    findings.sort_by(|a, b| (a.line, a.code, &a.message).cmp(&(b.line, b.code, &b.message)));
    findings.dedup();
    Captured { layout: layout.name, language: layout.language, generation: layout.generation, endpoints, findings }
}
