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
    /// The language of its pages.
    pub(super) language: Language,
    /// Do the cells of its tables run together, so that they were cut by what they look like?
    pub(super) cells_were_cut: bool,
    /// Is a page in this layout?
    pub(super) recognise: fn(&str) -> bool,
    /// Reads a page.
    pub(super) read: fn(&str) -> Document,
}

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    Chinese,
    /// English, translated by a machine.
    English,
}

impl Language {
    /// Its code in ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }
}

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
