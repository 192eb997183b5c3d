//! A crawler's dump: a banner with the URL, headings `# # Title`, prose after one space.

use super::lines::{Cells, Style, read};
use super::{Language, Layout};
use crate::text::{plain, without_links};

pub(super) const LAYOUT: Layout = Layout {
    name: "dumped",
    generation: 2025,
    language: Language::Chinese,
    cells_were_cut: false,
    recognise: |text| is_dump(text) && !is_english(text),
    read: |text| read(text, STYLE),
};

/// The machine-translated pages in the same dump.
pub(super) const ENGLISH: Layout =
    Layout { name: "dumped-english", generation: 2022, language: Language::English, recognise: is_dump, ..LAYOUT };

const STYLE: Style = Style { clean: |text| plain(&without_links(text)), code: str::to_owned, cells: Cells::Blanks };

fn is_dump(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(2);
    let banner = lines.next().is_some_and(|line| line.len() > 20 && line.bytes().all(|byte| byte == b'='));
    banner && lines.next().is_some_and(|line| line.starts_with("URL:"))
}

fn is_english(text: &str) -> bool {
    text.contains("Calling mode") || text.contains("Request parameters")
}
