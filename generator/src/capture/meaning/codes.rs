//! Tables of return codes.

use crate::capture::columns::{self, Column};
use crate::capture::document::Table;
use crate::capture::draft::Code;
use crate::capture::finding::{self, Finding};
use crate::capture::text;

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

/// The codes of a cell: `-1`, `40014/40001`.
fn numbers(cell: &str) -> Vec<i64> {
    let cell = cell.replace(['−', '—', '–'], "-");
    let parts: Vec<_> = cell.split(['/', '、', '，', ',', ' ']).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<_> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    if numbers.len() == parts.len() { numbers } else { Vec::new() }
}

/// Is it what stands on the wire, rather than words about it?
fn is_wire_text(text: &str) -> bool {
    !text.is_empty() && text != "0" && text != "-" && !text::has_chinese(text)
}
