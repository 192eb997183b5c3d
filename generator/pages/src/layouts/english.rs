//! The machine-translated pages of 2022 and 2023: one form with tables of pipes, one with bullets and tables of blanks.

use super::lines::{Cells, Style, read};
use super::{Language, Layout};
use crate::text::{plain, unescaped, without_links};

/// Tables of pipes without the first one.
pub(super) const PIPES: Layout = Layout {
    name: "english-pipes",
    generation: 2022,
    language: Language::English,
    cells_were_cut: false,
    recognise: |text| is_english(text) && text.contains("---|"),
    read: |text| read(text, STYLE),
};

/// Tables of blanks.
pub(super) const BULLETS: Layout = Layout { name: "english-bullets", recognise: is_english, ..PIPES };

const STYLE: Style =
    Style { clean: |text| plain(&unescaped(&without_links(text))), code: str::to_owned, cells: Cells::Blanks };

fn is_english(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "# Calling mode",
        "# Request parameters",
        "# HTTPS call",
        "# Return parameters",
        "# Interface name",
        "# Third Party",
    ];
    WORDS.iter().filter(|word| text.contains(*word)).count() >= 2
}
