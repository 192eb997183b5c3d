//! Rows that fell out of their table as prose, behind a table nested in it: `  name string no words`.

use super::super::columns::{self, Column};
use super::super::document::{BelongsTo, BlockKind, Document, Row, Table};
use super::super::types;
use super::lines::Lines;

/// Is the line a row of the table before it?
pub(super) fn row(line: &str, number: usize, document: &Document) -> Option<Row> {
    let at = outer(document)?;
    let BlockKind::Table(table) = &document.blocks.get(at)?.kind else { return None };
    let columns = columns::columns(&table.header);
    let mut rest = line.trim();
    let mut cells = Vec::new();
    for column in &columns {
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let fits = match column {
            Column::Name => is_name(word),
            Column::Type => types::is_word(word),
            Column::Required => columns::required(word).is_some(),
            Column::Other => {
                cells.push(String::new());
                continue;
            }
            _ => break,
        };
        if !fits {
            return None;
        }
        cells.push(word.to_owned());
        rest = after.trim_start();
    }
    let told = columns.contains(&Column::Type) && columns.contains(&Column::Name) && cells.len() < columns.len();
    cells.push(rest.to_owned());
    cells.resize(columns.len(), String::new());
    told.then_some(Row { line: number, cells })
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
}

/// Puts a row where it belongs. What it says of its object is remembered for a table that may follow.
pub(super) fn put(lines: &mut Lines<'_>, row: Row) {
    let Some(at) = outer(&lines.document) else { return };
    let Some(BlockKind::Table(table)) = lines.document.blocks.get_mut(at).map(|block| &mut block.kind) else { return };
    let holder = holder(table, &row);
    lines.holder = holder.map(|name| (lines.at, name));
    table.rows.push(row);
}

/// The name of a row that is an object or a list.
fn holder(table: &Table, row: &Row) -> Option<String> {
    let columns = columns::columns(&table.header);
    let cell = |wanted| row.cells.get(columns.iter().position(|column| *column == wanted)?);
    let ty = cell(Column::Type)?.to_lowercase();
    (ty.contains("object") || ty.contains("array")).then(|| cell(Column::Name).cloned()).flatten()
}

/// The row whose fields the table that begins here lists, if such a row stands right before it.
pub(super) fn take_holder(lines: &mut Lines<'_>) -> Option<String> {
    let (at, name) = lines.holder.take()?;
    let between = lines.lines.get(at + 1..lines.at)?;
    (between.len() < 4 && between.iter().all(|line| line.trim().is_empty())).then_some(name)
}

/// The last table that is not nested, if only nested ones follow it.
fn outer(document: &Document) -> Option<usize> {
    for (at, block) in document.blocks.iter().enumerate().rev().take(12) {
        match &block.kind {
            BlockKind::Table(Table { belongs_to: BelongsTo::Path(_), .. }) => {}
            BlockKind::Table(_) => return Some(at),
            _ => return None,
        }
    }
    None
}
