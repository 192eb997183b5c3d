//! reStructuredText of 2018 and 2019: headings underlined, code in directives, tables drawn with rules.

use super::directives::{self, Fields};
use super::lines::{Cells, Style};
use super::paragraphs::{self, Piece};
use super::{Language, Layout, grid};
use crate::document::{BelongsTo, BlockKind, Document, Row, Table};
use crate::text::{plain, unescaped};

pub(super) const LAYOUT: Layout = Layout {
    name: "rst",
    generation: 2018,
    language: Language::Chinese,
    cells_were_cut: false,
    recognise,
    read: read_page,
};

pub(super) const STYLE: Style =
    Style { clean: |text| plain(&unescaped(&without_roles(text))), code: str::to_owned, cells: Cells::TabsOrBlanks };

/// Directives whose content is no text of the page.
const SKIPPED: &[&str] = &[
    "image",
    "figure",
    "toctree",
    "contents",
    "function",
    "raw",
    "meta",
    "index",
    "only",
    "highlight",
    "default-domain",
];

fn recognise(text: &str) -> bool {
    let lines: Vec<_> = text.lines().take(3000).map(str::trim_end).collect();
    let mut hashes = lines.iter().filter(|line| line.starts_with("# ") || line.starts_with("## "));
    let headings = lines.windows(2).any(|pair| matches!(pair, [title, rule] if is_heading(title, rule)));
    headings && hashes.next().is_none() || lines.iter().any(|line| line.starts_with(".. code"))
}

/// Is the first line a title, and the second the line under it?
fn is_heading(title: &str, rule: &str) -> bool {
    let title = title.trim_end();
    let rules = rule.len() >= 3 && is_adornment(rule);
    rules
        && !title.is_empty()
        && !title.starts_with(char::is_whitespace)
        && !is_adornment(title)
        && !grid::is_rule(title)
}

/// One mark, repeated.
fn is_adornment(line: &str) -> bool {
    let mut chars = line.trim_end().chars();
    chars.next().is_some_and(|first| "=-~^\"'`*+#:._".contains(first) && chars.all(|c| c == first))
}

/// Reads a page.
pub(super) fn read_page(text: &str) -> Document {
    let lines = text.lines().map(str::trim_end).collect();
    let base = directives::base(text);
    let mut page = Page { lines, at: 0, pieces: Vec::new(), fields: Fields::default(), base };
    while page.at < page.lines.len() {
        page.piece();
    }
    page.put_fields();
    paragraphs::document(page.pieces, STYLE)
}

struct Page<'a> {
    lines: Vec<&'a str>,
    at: usize,
    pieces: Vec<Piece>,
    /// Fields of the directive above.
    fields: Fields,
    /// Where its paths begin.
    base: String,
}

impl<'a> Page<'a> {
    fn line(&self, at: usize) -> &'a str {
        self.lines.get(at).copied().unwrap_or("")
    }

    fn tell(&mut self, line: usize, kind: BlockKind) {
        self.pieces.push(Piece::Told(line, kind));
    }

    fn piece(&mut self) {
        let (line, next) = (self.line(self.at), self.line(self.at + 1));
        let number = self.at + 1;
        let trimmed = line.trim_start();
        // Fields end where text begins that is not further in.
        if !trimmed.is_empty() && trimmed.len() == line.len() || trimmed.starts_with(".. ") {
            self.put_fields();
        }
        if is_heading(line, next) && !grid::is_rule(line) {
            self.tell(number, BlockKind::Heading((STYLE.clean)(line)));
            self.at += 2;
        } else if let Some(table) = grid::table(&self.lines, self.at) {
            self.at = table.end.max(self.at + 1);
            let clean = |cells: Vec<String>| cells.iter().map(|cell| cell_text(cell)).collect::<Vec<_>>();
            let rows = table.rows.into_iter().map(|row| Row { line: row.line, cells: clean(row.cells) }).collect();
            let header = clean(table.header);
            if !header.is_empty() {
                self.tell(number, BlockKind::Table(Table { header, rows, belongs_to: BelongsTo::Top }));
            }
        } else if trimmed == ".." || trimmed.starts_with(".. ") {
            self.directive(trimmed, line.len() - trimmed.len());
        } else if self.fields.take(trimmed, number) {
            self.at += 1;
        } else {
            if !(is_adornment(line) && line.len() > 3) {
                self.pieces.push(Piece::Text(number, line.to_owned()));
            }
            self.at += 1;
        }
    }

    /// Puts the tables that fields of a directive make.
    fn put_fields(&mut self) {
        for (heading, table) in self.fields.tables() {
            let line = table.rows.first().map_or(self.at + 1, |row| row.line);
            self.tell(line, BlockKind::Heading(heading.to_owned()));
            self.tell(line, BlockKind::Table(table));
        }
    }

    fn directive(&mut self, line: &str, indent: usize) {
        let number = self.at + 1;
        self.at += 1;
        if let Some(call) = directives::call(line, &self.base) {
            self.put_fields();
            self.pieces.push(Piece::Text(number, call));
            self.pieces.push(Piece::Text(number, String::new()));
            return;
        }
        let (name, words) = line.trim_start_matches('.').trim_start().split_once("::").unwrap_or(("", ""));
        if matches!(name, "code" | "code-block" | "sourcecode" | "highlight-code" | "parsed-literal") {
            let (start, body) = self.body(indent);
            self.tell(start, BlockKind::Code(body.join("\n")));
        } else if SKIPPED.contains(&name) || name.is_empty() && !line.starts_with(".. _") {
            self.body(indent);
        } else if !words.trim().is_empty() {
            self.pieces.push(Piece::Text(number, words.trim().to_owned()));
        }
    }

    /// The lines further in than a directive, without its options, and where they begin.
    fn body(&mut self, indent: usize) -> (usize, Vec<&'a str>) {
        let mut body: Vec<&str> = Vec::new();
        let mut start = self.at + 1;
        while self.at < self.lines.len() {
            let line = self.line(self.at);
            let trimmed = line.trim_start();
            if !trimmed.is_empty() && line.len() - trimmed.len() <= indent {
                break;
            }
            let before = body.is_empty();
            let option = before && trimmed.starts_with(':') && trimmed.get(1..).is_some_and(|rest| rest.contains(':'));
            if before && (option || trimmed.is_empty()) {
                start = self.at + 2;
            } else {
                body.push(line);
            }
            self.at += 1;
        }
        (start, body)
    }
}

/// A cell cleaned. A backslash alone keeps an empty cell from being none.
fn cell_text(cell: &str) -> String {
    if cell == "\\" { String::new() } else { (STYLE.clean)(cell) }
}

/// Without roles and targets: ``:role:`words <target>` `` and `` `words <target>`_ `` become the words.
fn without_roles(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 0 {
            let part = if index > 0 { part.trim_start_matches('_') } else { part };
            out.push_str(without_role(part));
            continue;
        }
        match part.rsplit_once('<') {
            Some((words, target)) if target.ends_with('>') && !words.trim().is_empty() => out.push_str(words.trim()),
            _ => out.push_str(part),
        }
    }
    out
}

/// Without `:name:` at its end.
fn without_role(text: &str) -> &str {
    let Some(rest) = text.strip_suffix(':') else { return text };
    let Some(start) = rest.rfind(':') else { return text };
    let name = rest.get(start + 1..).unwrap_or("");
    let is_role =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':'));
    if is_role { text.get(..start).unwrap_or(text) } else { text }
}
