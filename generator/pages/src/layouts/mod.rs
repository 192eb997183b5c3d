//! The layouts in which pages were published or saved, one file each. A layout knows how its text is read, nothing of
//! what it means.

mod anchored;
mod blanks;
mod collapsed;
mod directives;
mod dumped;
mod english;
mod glued;
mod grid;
mod html;
mod html_pieces;
mod json_tables;
mod lines;
mod nested;
mod paragraphs;
mod pipes;
mod plain;
mod rst;
mod strays;

use super::document::Document;

/// A layout.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    /// Its name.
    pub(super) name: &'static str,
    /// When pages looked so: of two pages of one endpoint, the one of the later generation is believed.
    pub(super) generation: u16,
    /// Do English words in it come from a machine?
    pub(super) translated: bool,
    /// Is a page in this layout?
    pub(super) recognise: fn(&str) -> bool,
    /// Reads a page.
    pub(super) read: fn(&str) -> Document,
}

/// The layout whose cells run together.
pub(super) const GLUED: &str = plain::GLUED.name;

/// All layouts; the first that recognises a page reads it.
const LAYOUTS: &[Layout] = &[
    dumped::LAYOUT,
    dumped::ENGLISH,
    html::PAGE,
    directives::LAYOUT,
    json_tables::LAYOUT,
    anchored::LAYOUT,
    english::PIPES,
    english::BULLETS,
    rst::LAYOUT,
    html::MIXED,
    plain::GLUED,
    plain::LAYOUT,
];

/// The layout of a page.
pub(super) fn of(text: &str) -> &'static Layout {
    LAYOUTS.iter().find(|layout| (layout.recognise)(text)).unwrap_or(&plain::LAYOUT)
}
