//! The official `.md` pages: every table is a JSON list of objects in a fence.

use serde_json::Value;

use super::lines::{Cells, Style, read};
use super::{Language, Layout};
use crate::columns;
use crate::columns::Column;
use crate::document::{BelongsTo, BlockKind, Document, Row, Table};
use crate::text::{plain, unescaped, without_links};

pub(super) const LAYOUT: Layout = Layout {
    name: "json-tables",
    generation: 2026,
    language: Language::Chinese,
    cells_were_cut: false,
    recognise,
    read: read_page,
};

const STYLE: Style =
    Style { clean: |text| plain(&unescaped(&without_links(text))), code: str::to_owned, cells: Cells::Tabs };

fn recognise(text: &str) -> bool {
    ["\"参数名\":", "\"错误码\":"].iter().any(|key| text.contains(key)) && text.contains("```json\n[")
}

fn read_page(text: &str) -> Document {
    let mut document = read(text, STYLE);
    for block in &mut document.blocks {
        if let BlockKind::Code(code) = &block.kind
            && let Some(table) = table(code, block.line)
        {
            block.kind = BlockKind::Table(table);
        }
    }
    document
}

/// The table that a piece of code is, if it is one: objects of texts whose keys are heads.
fn table(code: &str, line: usize) -> Option<Table> {
    let objects: Vec<serde_json::Map<String, Value>> = serde_json::from_str(code).ok()?;
    let mut header: Vec<String> = Vec::new();
    for key in objects.iter().flat_map(serde_json::Map::keys) {
        if !header.contains(key) && header.len() < 16 {
            header.push(key.clone());
        }
    }
    let known = header.iter().filter(|head| columns::column(head) != Column::Other).count();
    if known < 2 {
        return None;
    }
    let starts = code.lines().enumerate().filter(|(_, text)| text.trim_start().starts_with('{'));
    let mut lines = starts.map(|(index, _)| line + index);
    let rows = objects.iter().map(|object| {
        let cells = header.iter().map(|head| match object.get(head) {
            Some(Value::String(text)) => (STYLE.clean)(text),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        });
        Row { line: lines.next().unwrap_or(line), cells: cells.collect() }
    });
    let rows = rows.collect();
    Some(Table { header, rows, belongs_to: BelongsTo::Top })
}
