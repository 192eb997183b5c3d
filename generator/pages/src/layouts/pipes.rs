//! Tables of pipes, with or without the first one, padded or not.

use super::super::document::{BelongsTo, BlockKind, Document, Row};
use super::lines::Lines;
use super::nested::Nested;
use super::strays;

/// Does a table start here? Its second line is a rule.
pub(super) fn starts(line: &str, next: &str) -> bool {
    line.contains('|') && is_rule(next)
}

fn is_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Reads the table that starts here.
pub(super) fn table(lines: &mut Lines<'_>) {
    let start = lines.number();
    let belongs_to = strays::take_holder(lines).map_or(BelongsTo::Top, |holder| BelongsTo::Path(vec![holder]));
    let mut header = cells(lines, lines.line());
    while header.len() > 1 && header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    lines.at += 1;
    while lines.at < lines.lines.len() && (lines.line().is_empty() || is_rule(lines.line())) {
        lines.at += 1;
    }
    let mut nested = Nested::new(start, &header, belongs_to);
    while lines.at < lines.lines.len() && (lines.line().contains('|') || nested.goes_on(lines)) {
        let line = lines.line();
        if line == "|" && nested.is_open() {
            nested.close();
        } else if !line.is_empty() && !is_rule(line) {
            let cells = fitted(cells(lines, line), header.len());
            nested.row(Row { line: lines.number(), cells });
        }
        lines.at += 1;
    }
    nested.put(lines);
}

/// Is it a row of the last table, which prose has cut in two?
pub(super) fn continues(line: &str, document: &Document) -> bool {
    let columns = last_table(document).unwrap_or(usize::MAX);
    line.matches('|').count() + 1 >= columns && line.ends_with('|')
}

/// The columns of the last table, if only prose follows it.
fn last_table(document: &Document) -> Option<usize> {
    for block in document.blocks.iter().rev().take(8) {
        match &block.kind {
            BlockKind::Table(table) => return Some(table.header.len()),
            BlockKind::Line(_) => {}
            _ => return None,
        }
    }
    None
}

/// Adds a row to the last table.
pub(super) fn stray_row(lines: &mut Lines<'_>, line: &str) {
    let row = cells(lines, line);
    let number = lines.number();
    lines.at += 1;
    let tables = lines.document.blocks.iter_mut().rev().filter_map(|block| match &mut block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    });
    if let Some(table) = tables.into_iter().next() {
        let cells = fitted(row, table.header.len());
        table.rows.push(Row { line: number, cells });
    }
}

fn cells(lines: &Lines<'_>, line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|line| !line.ends_with('\\')).unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match cells.last_mut() {
            Some(_) if c == '|' && !escaped => cells.push(String::new()),
            Some(cell) => cell.push(c),
            None => {}
        }
        escaped = c == '\\';
    }
    cells.iter().map(|cell| lines.clean(cell)).collect()
}

/// As many cells as the table has columns: padding goes, and a last cell that holds pipes is put together again.
fn fitted(mut cells: Vec<String>, columns: usize) -> Vec<String> {
    while cells.len() > columns && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.len() > columns {
        let rest = cells.split_off(columns);
        if let Some(last) = cells.last_mut() {
            for cell in rest {
                last.push_str(" | ");
                last.push_str(&cell);
            }
        }
    }
    cells
}
