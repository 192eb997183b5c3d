//! Tables of return codes.

use super::parts;
use crate::columns;
use crate::columns::Column;
use crate::document::{BelongsTo, Row, Table};
use crate::draft::Code;
use crate::finding;
use crate::finding::Finding;
use crate::text;

/// The codes of a table.
pub(super) fn of_table(table: &Table, codes: &mut Vec<Code>, findings: &mut Vec<Finding>) {
    let columns = columns::columns(&table.header);
    let position = |wanted| columns.iter().position(|column| *column == wanted);
    let code_column = position(Column::Code).or_else(|| position(Column::Values)).unwrap_or(0);
    let text_column = position(Column::Message).or_else(|| position(Column::Doc));
    for row in &table.rows {
        let cell = row.cells.get(code_column).map_or("", |cell| cell.trim());
        let said = text_column.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.trim());
        let numbers = numbers(cell);
        if numbers.is_empty() {
            if !cell.is_empty() {
                let message = format!("{cell:?} is no return code; the row is left out");
                findings.push(Finding::new(finding::NO_NUMBER, row.line, message));
            }
            continue;
        }
        let msg = if is_wire_text(said) { said } else { "" };
        for code in numbers {
            match codes.iter_mut().find(|known| known.code == code) {
                None => codes.push(Code { code, msg: msg.to_owned(), line: row.line }),
                Some(known) if known.msg.is_empty() => known.msg = msg.to_owned(),
                Some(known) if !msg.is_empty() && known.msg != msg => {
                    let message = format!("{code} is {msg:?} here and {:?} in line {}", known.msg, known.line);
                    findings.push(Finding::new(finding::TWO_TEXTS, row.line, message));
                }
                Some(_) => {}
            }
        }
    }
}

/// A table of fields without the return codes that stand in it, and these: below a row `errcode 的合法值`, or as rows
/// whose name is a number.
pub(super) fn split(table: &Table) -> (Table, Option<Table>) {
    let mut fields = Table { rows: Vec::new(), ..table.clone() };
    let mut codes = Vec::new();
    let mut below = false;
    for row in &table.rows {
        let mut said = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let first = said.next().unwrap_or_default();
        let begins = row.cells.first().is_some_and(|cell| !cell.trim().is_empty());
        let marked = said.next().is_none() && parts::lists_codes(&first.replace(' ', "").to_lowercase());
        let heads = columns::column(first) == Column::Code && text::has_chinese(first);
        below = marked || heads || below && !begins;
        match numbers(first).is_empty() || !(begins || below) {
            false => codes.push(Row { line: row.line, cells: without_empty(&row.cells) }),
            true if below => {}
            true => fields.rows.push(row.clone()),
        }
    }
    let header = vec!["返回码".to_owned(), "说明".to_owned()];
    (fields, (!codes.is_empty()).then_some(Table { header, rows: codes, belongs_to: BelongsTo::Top }))
}

fn without_empty(cells: &[String]) -> Vec<String> {
    cells.iter().filter(|cell| !cell.trim().is_empty()).cloned().collect()
}

/// The codes of a cell: `-1`, `40014/40001`.
fn numbers(cell: &str) -> Vec<i64> {
    let cell = cell.trim_end_matches([':', '：']).replace(['−', '—', '–'], "-");
    let parts: Vec<_> = cell.split(['/', '、', '，', ',', ' ']).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<_> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    if numbers.len() == parts.len() { numbers } else { Vec::new() }
}

/// Is it what stands on the wire, rather than words about it?
fn is_wire_text(text: &str) -> bool {
    !text.is_empty() && text != "0" && text != "-" && !text::has_chinese(text)
}
