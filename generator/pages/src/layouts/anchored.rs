//! The new layout as Markdown with anchors before its headings: `## [#](#x) 1. …`, `access\_token`. Another crawler
//! escapes everything twice and puts whole URLs into the anchors. Pages of 2022 look the same but for their bullets.

use super::lines::{Cells, Style, read};
use super::{Language, Layout};
use crate::text::{plain, unescaped, without_links};

pub(super) const LAYOUT: Layout = Layout {
    name: "anchored",
    generation: 2025,
    language: Language::Chinese,
    cells_were_cut: false,
    recognise: |text| text.contains("[#](#") || text.contains("[\\#]("),
    read: |text| read(text, STYLE),
};

const STYLE: Style =
    Style { clean: |text| plain(&unescaped(&without_links(text))), code: unescaped_code, cells: Cells::Tabs };

/// Code is only escaped where no JSON has such an escape.
fn unescaped_code(line: &str) -> String {
    line.replace("\\_", "_").replace("\\#", "#")
}
