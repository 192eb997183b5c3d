//! Text of pages without anchors: the new layout saved as text or Markdown, and the "2.0" pages of 2020 to 2022.

use super::lines::{Cells, Style, read};
use super::{Language, Layout};
use crate::text::{plain, unescaped, without_links};

/// Tables of pipes or blanks.
pub(super) const LAYOUT: Layout = Layout {
    name: "plain",
    generation: 2021,
    language: Language::Chinese,
    cells_were_cut: false,
    recognise: |_| true,
    read: |text| read(text, STYLE),
};

/// Cells run together.
pub(super) const GLUED: Layout = Layout {
    name: "glued",
    generation: 2024,
    cells_were_cut: true,
    recognise: |text| {
        // Two heads may also be one, or a label.
        text.lines().any(|line| super::glued::heads(line).len() > 2 && !line.trim().contains([' ', '\t']))
    },
    read: |text| read(text, Style { cells: Cells::Glued, ..STYLE }),
    ..LAYOUT
};

const STYLE: Style =
    Style { clean: |text| plain(&unescaped(&without_links(text))), code: str::to_owned, cells: Cells::Blanks };
