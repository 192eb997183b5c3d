//! Tags and texts of an article → pieces of a page.

use super::super::columns::{self, Column};
use super::super::document::{BelongsTo, BlockKind, Row, Table};
use super::paragraphs::Piece;

/// Tables nested deeper are read as text of their cell.
const DEEPEST: usize = 16;

/// Tags that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "section",
    "article",
    "main",
    "body",
    "hr",
    "figure",
    "details",
    "summary",
    "caption",
];

/// An article being read.
#[derive(Default)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    /// The line of text being read, and where it begins.
    line: (usize, String),
    /// The heading being read.
    heading: Option<(usize, String)>,
    /// The code being read.
    code: Option<(usize, String)>,
    /// The tables being read, the innermost last.
    tables: Vec<OpenTable>,
    /// How many tables too deep are open.
    ignored: usize,
}

/// A table being read.
#[derive(Default)]
struct OpenTable {
    line: usize,
    rows: Vec<Row>,
    /// Is the last cell open?
    open: bool,
    /// Names of the rows that it is nested in.
    path: Vec<String>,
    /// Tables nested in it, and where they begin.
    inner: Vec<(usize, Table)>,
}

impl Pieces {
    pub(super) fn open(&mut self, name: &str, line: usize) {
        match name {
            "table" => self.open_table(line),
            "tr" => self.row(line),
            "td" | "th" => self.cell(line),
            "br" => self.line_break(),
            "pre" if self.tables.is_empty() => {
                self.end_paragraph(line);
                self.code = Some((line, String::new()));
            }
            // Code beside the numbers of its lines.
            "pre" if self.tables.iter().all(|table| table.rows.len() == 1) => {
                self.end_code();
                self.code = Some((line, String::new()));
            }
            _ if is_heading(name) && self.tables.is_empty() => {
                self.end_paragraph(line);
                self.heading = Some((line, String::new()));
            }
            _ if BLOCKS.contains(&name) => self.block(line),
            _ => {}
        }
    }

    pub(super) fn close(&mut self, name: &str, line: usize) {
        match name {
            "table" => self.close_table(),
            "td" | "th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.open = false;
                }
            }
            "pre" => self.end_code(),
            _ if is_heading(name) => self.end_heading(),
            _ if BLOCKS.contains(&name) => self.block(line),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str, line: usize) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
        } else if let Some((_, heading)) = &mut self.heading {
            heading.push_str(text);
        } else if !self.tables.is_empty() {
            if let Some(cell) = self.open_cell() {
                cell.push_str(text);
            }
        } else {
            for (index, part) in text.split('\n').enumerate() {
                if index > 0 {
                    self.end_line(line + index);
                }
                if self.line.1.is_empty() {
                    self.line.0 = line + index;
                }
                self.line.1.push_str(part);
            }
        }
    }

    /// All pieces, their texts cleaned.
    pub(super) fn finish(mut self, clean: fn(&str) -> String) -> Vec<Piece> {
        while !self.tables.is_empty() {
            self.ignored = 0;
            self.close_table();
        }
        self.end_heading();
        self.end_code();
        self.end_line(0);
        for piece in &mut self.pieces {
            match piece {
                Piece::Told(_, BlockKind::Heading(heading)) => *heading = clean(heading),
                Piece::Told(_, BlockKind::Table(table)) => {
                    table.header.iter_mut().for_each(|head| *head = clean(head));
                    table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| *cell = clean(cell));
                }
                _ => {}
            }
        }
        self.pieces
    }

    fn end_line(&mut self, next: usize) {
        let (line, text) = std::mem::replace(&mut self.line, (next, String::new()));
        let blank = text.trim().is_empty();
        if !(blank && matches!(self.pieces.last(), None | Some(Piece::Told(..)))) {
            self.pieces.push(Piece::Text(line, if blank { String::new() } else { text }));
        }
    }

    fn end_paragraph(&mut self, line: usize) {
        self.end_heading();
        self.end_code();
        self.end_line(line);
        self.end_line(line);
    }

    /// A block begins or ends.
    fn block(&mut self, line: usize) {
        if self.code.is_some() || self.heading.is_some() {
            return;
        }
        match self.tables.is_empty() {
            true => self.end_paragraph(line),
            false => self.line_break(),
        }
    }

    fn line_break(&mut self) {
        if let Some((_, code)) = &mut self.code {
            code.push('\n');
        } else if let Some((_, heading)) = &mut self.heading {
            heading.push(' ');
        } else if self.tables.is_empty() {
            self.end_line(self.line.0);
        } else if let Some(cell) = self.open_cell() {
            cell.push(' ');
        }
    }

    fn end_heading(&mut self) {
        if let Some((line, heading)) = self.heading.take() {
            let heading = one_line(heading.trim().trim_end_matches('¶'));
            if !heading.is_empty() {
                self.pieces.push(Piece::Told(line, BlockKind::Heading(heading)));
            }
        }
    }

    fn end_code(&mut self) {
        if let Some((line, code)) = self.code.take()
            && code.contains(|c: char| !c.is_ascii_digit() && !c.is_whitespace())
        {
            self.pieces.push(Piece::Told(line, BlockKind::Code(code.replace('\u{a0}', " "))));
        }
    }

    fn open_table(&mut self, line: usize) {
        if self.tables.len() >= DEEPEST {
            self.ignored += 1;
            return;
        }
        if self.tables.is_empty() {
            self.end_paragraph(line);
        }
        let path = self.tables.last().map_or(Vec::new(), |outer| {
            let mut path = outer.path.clone();
            path.extend(outer.last_name());
            path
        });
        self.tables.push(OpenTable { line, path, ..OpenTable::default() });
    }

    fn row(&mut self, line: usize) {
        if let Some(table) = self.tables.last_mut() {
            table.open = false;
            table.rows.push(Row { line, cells: Vec::new() });
        }
    }

    fn cell(&mut self, line: usize) {
        let Some(table) = self.tables.last_mut() else { return };
        if table.rows.is_empty() {
            table.rows.push(Row { line, cells: Vec::new() });
        }
        if let Some(row) = table.rows.last_mut() {
            row.cells.push(String::new());
            table.open = true;
        }
    }

    fn open_cell(&mut self) -> Option<&mut String> {
        let table = self.tables.last_mut().filter(|table| table.open)?;
        table.rows.last_mut()?.cells.last_mut()
    }

    fn close_table(&mut self) {
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        let Some(mut table) = self.tables.pop() else { return };
        let inner = std::mem::take(&mut table.inner);
        let line = table.line;
        let told = table.told();
        match self.tables.last_mut() {
            Some(outer) => {
                outer.inner.extend(told.map(|told| (line, told)));
                outer.inner.extend(inner);
            }
            None => {
                self.pieces.extend(told.map(|told| Piece::Told(line, BlockKind::Table(told))));
                for (line, told) in inner.into_iter().filter(|(_, told)| lists_fields(told)) {
                    self.pieces.push(Piece::Told(line, BlockKind::Table(told)));
                }
            }
        }
    }
}

impl OpenTable {
    /// The name in the row that is open.
    fn last_name(&self) -> Option<String> {
        let header = self.rows.first()?;
        let at = header.cells.iter().position(|head| columns::column(head) == Column::Name).unwrap_or(0);
        let row = self.rows.get(1..)?.last()?;
        row.cells.get(at).map(|cell| cell.trim().to_owned())
    }

    fn told(self) -> Option<Table> {
        let mut rows = self.rows.into_iter().filter(|row| !row.cells.is_empty()).map(|row| Row {
            cells: row.cells.iter().map(|cell| unwrapped(cell).unwrap_or_else(|| one_line(cell))).collect(),
            ..row
        });
        let header = rows.next()?.cells;
        let belongs_to = if self.path.is_empty() { BelongsTo::Top } else { BelongsTo::Path(self.path) };
        Some(Table { header, rows: rows.collect(), belongs_to })
    }
}

/// A name that a narrow column cut into pieces of one length.
fn unwrapped(cell: &str) -> Option<String> {
    let pieces: Vec<_> = cell.trim().lines().map(str::trim).collect();
    let (last, full) = pieces.split_last()?;
    let width = full.first()?.len();
    let is_name = |piece: &str| piece.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    let cut = full.iter().all(|piece| piece.len() == width && is_name(piece)) && last.len() <= width && is_name(last);
    (cut && (2..24).contains(&width)).then(|| pieces.concat())
}

fn lists_fields(table: &Table) -> bool {
    columns::columns(&table.header).contains(&Column::Name)
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
