//! Tables whose nested tables stand between their rows: the header comes again below the row that holds them, and a
//! lone `|` ends them.

use super::super::columns::{self, Column};
use super::super::document::{BelongsTo, Row};
use super::lines::Lines;

/// Nesting beyond this is not told apart.
const DEEPEST: usize = 16;

/// A table being read, with those nested in it.
pub(super) struct Nested {
    header: Vec<String>,
    /// What the outermost table belongs to.
    belongs_to: BelongsTo,
    /// All tables: where they begin, the names of the rows that hold them, and their rows.
    tables: Vec<(usize, Vec<String>, Vec<Row>)>,
    /// Those that are open, the innermost last.
    open: Vec<usize>,
}

impl Nested {
    pub(super) fn new(line: usize, header: &[String], belongs_to: BelongsTo) -> Self {
        Self { header: header.to_vec(), belongs_to, tables: vec![(line, Vec::new(), Vec::new())], open: vec![0] }
    }

    /// Is a nested table open?
    pub(super) fn is_open(&self) -> bool {
        self.open.len() > 1
    }

    /// Does an empty line only stand before the end of a nested table?
    pub(super) fn goes_on(&self, lines: &Lines<'_>) -> bool {
        let mut rest = lines.lines.iter().skip(lines.at).take(4).map(|line| line.trim());
        self.is_open() && rest.find(|line| !line.is_empty()) == Some("|")
    }

    /// A nested table ends.
    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// Adds a row, which may be the header of a nested table.
    pub(super) fn row(&mut self, row: Row) {
        let at = self.open.last().copied().unwrap_or(0);
        if !self.is_header(&row) || self.open.len() >= DEEPEST || self.header.iter().all(String::is_empty) {
            if let Some((_, _, rows)) = self.tables.get_mut(at) {
                rows.push(row);
            }
            return;
        }
        let Some((_, path, rows)) = self.tables.get_mut(at) else { return };
        // The hole before the header is its frame.
        rows.pop_if(|row| row.is_hole());
        let mut path = path.clone();
        let name = columns::columns(&self.header).iter().position(|column| *column == Column::Name).unwrap_or(0);
        path.extend(rows.last().and_then(|row| row.cells.get(name)).cloned());
        self.open.push(self.tables.len());
        self.tables.push((row.line, path, Vec::new()));
    }

    /// Is it the header again, as it stands or moved by a cell?
    fn is_header(&self, row: &Row) -> bool {
        let said =
            |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join("|");
        let (row, header) = (said(&row.cells), said(&self.header));
        // Where it is moved, its last two cells are put together.
        !header.is_empty() && row.replace(" | ", "|") == header
    }

    /// Adds all tables to the page: the outer one, then each nested one with the path of what it describes.
    pub(super) fn put(self, lines: &mut Lines<'_>) {
        for (line, path, rows) in self.tables {
            let belongs_to = if path.is_empty() { self.belongs_to.clone() } else { BelongsTo::Path(path) };
            lines.push_table(line, self.header.clone(), rows, belongs_to);
        }
    }
}
