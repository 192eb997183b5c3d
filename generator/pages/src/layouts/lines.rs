//! Reading of text that goes line by line: headings with `#`, fences, tables of pipes or of blanks, JSON without a
//! fence. Most layouts differ only in how their text is cleaned and in what stands between cells.

use super::super::columns;
use super::super::document::{BelongsTo, BlockKind, Document, Row, Table};
use super::{blanks, pipes, strays};

/// How a layout writes.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Cleans headings, prose and cells.
    pub(super) clean: fn(&str) -> String,
    /// Cleans a line of code.
    pub(super) code: fn(&str) -> String,
    /// What stands between the cells of tables without pipes.
    pub(super) cells: Cells,
}

/// What stands between the cells of tables without pipes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// Tabs.
    Tabs,
    /// Blanks; where cells end is told by what they hold.
    Blanks,
    /// Tabs where the header has some, blanks where it has none.
    TabsOrBlanks,
    /// Nothing.
    Glued,
}

/// A page being read.
pub(super) struct Lines<'a> {
    pub(super) lines: Vec<&'a str>,
    /// Lines of the page that these are; none where they are all of it.
    numbers: Vec<usize>,
    /// The line that comes next, from 0.
    pub(super) at: usize,
    pub(super) style: Style,
    pub(super) document: Document,
    /// Where a row that fell out of its table stands, and the object that it names.
    pub(super) holder: Option<(usize, String)>,
}

/// Reads a page.
pub(super) fn read(text: &str, style: Style) -> Document {
    read_some(text.lines().collect(), Vec::new(), style)
}

/// Reads lines of a page that something stood between; `numbers` are their places on it.
pub(super) fn read_some(lines: Vec<&str>, numbers: Vec<usize>, style: Style) -> Document {
    let mut lines = Lines { lines, numbers, at: 0, style, document: Document::default(), holder: None };
    while lines.at < lines.lines.len() {
        lines.block();
    }
    lines.document
}

impl Lines<'_> {
    /// The line that comes next, trimmed.
    pub(super) fn line(&self) -> &str {
        self.lines.get(self.at).map_or("", |line| line.trim())
    }

    /// Its place on the page, from 1.
    pub(super) fn number(&self) -> usize {
        self.numbers.get(self.at).copied().unwrap_or(self.at + 1)
    }

    /// The one after it that is not blank.
    fn next_line(&self) -> &str {
        let next = self.lines.iter().skip(self.at + 1).take(3).map(|line| line.trim());
        next.into_iter().find(|line| !line.is_empty()).unwrap_or("")
    }

    pub(super) fn clean(&self, text: &str) -> String {
        (self.style.clean)(text)
    }

    /// Takes the next piece of the page.
    fn block(&mut self) {
        let line = self.line().to_owned();
        let number = self.number();
        if line.is_empty() {
            self.at += 1;
        } else if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence)) {
            self.fenced(fence);
        } else if line.starts_with('#') {
            self.at += 1;
            self.document.push(number, BlockKind::Heading(heading(&self.clean(&line))));
        } else if pipes::starts(&line, self.next_line()) {
            pipes::table(self);
        } else if blanks::starts(&line, self.style.cells) {
            blanks::table(self);
        } else if pipes::continues(&line, &self.document) {
            pipes::stray_row(self, &line);
        } else if let Some(row) =
            strays::row(&line, number, &self.document).filter(|_| self.style.cells == Cells::Blanks)
        {
            strays::put(self, row);
            self.at += 1;
        } else if starts_json(&line) {
            self.bare_json();
        } else {
            self.at += 1;
            let mut text = self.clean(without_marker(&line));
            // A URL that was wrapped behind its scheme.
            if text.ends_with("https:") && self.line().starts_with("//") {
                text.push_str(&self.clean(self.line()));
                self.at += 1;
            }
            if !text.is_empty() {
                self.document.push(number, BlockKind::Line(text));
            }
        }
    }

    fn fenced(&mut self, fence: &str) {
        let start = self.number();
        self.at += 1;
        let mut code = String::new();
        while let Some(line) = self.lines.get(self.at) {
            self.at += 1;
            if line.trim().starts_with(fence) {
                break;
            }
            code.push_str(&(self.style.code)(line));
            code.push('\n');
        }
        self.document.push(start + 1, BlockKind::Code(code));
    }

    /// Code without a fence: to where its brackets are even, and no further than the next heading.
    fn bare_json(&mut self) {
        let start = self.number();
        let mut code = String::new();
        let mut depth = 0i64;
        // A lost first bracket is made up for.
        if self.line().starts_with('"') {
            depth = 1;
        }
        while let Some(line) = self.lines.get(self.at) {
            let line = (self.style.code)(line);
            let trimmed = line.trim();
            let heading = trimmed.starts_with("# ") || trimmed.starts_with("## ") || trimmed.starts_with("```");
            let ends = heading || pipes::starts(trimmed, self.next_line()) || columns::is_header(&words(trimmed));
            if ends && !code.is_empty() {
                break;
            }
            self.at += 1;
            code.push_str(&line);
            code.push('\n');
            for c in line.chars() {
                depth += match c {
                    '{' | '[' => 1,
                    '}' | ']' => -1,
                    _ => 0,
                };
            }
            if depth <= 0 {
                break;
            }
        }
        self.document.push(start, BlockKind::Code(code));
    }

    /// Adds a table.
    pub(super) fn push_table(&mut self, line: usize, header: Vec<String>, rows: Vec<Row>, belongs_to: BelongsTo) {
        self.document.push(line, BlockKind::Table(Table { header, rows, belongs_to }));
    }
}

/// The words of a line.
pub(super) fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// A heading without its marks: `## # 1. Title`.
fn heading(line: &str) -> String {
    line.trim_start_matches(['#', ' ']).trim().trim_end_matches('#').trim().to_owned()
}

/// A line of a list or quotation without its marker.
fn without_marker(line: &str) -> &str {
    let rest = ["- ", "* ", "+ ", "• ", "> ", "· "].iter().find_map(|marker| line.strip_prefix(marker));
    rest.unwrap_or(line).trim()
}

fn starts_json(line: &str) -> bool {
    let next = line.chars().skip(1).find(|c| !c.is_whitespace());
    match line.chars().next() {
        Some('{') => matches!(next, None | Some('"' | '}' | '“' | '\'' | '/')) || next.is_some_and(char::is_alphabetic),
        Some('[') => matches!(next, None | Some('{' | '"' | '[' | ']')),
        Some('"') => line.split_once("\":").is_some_and(|(key, _)| key.len() < 60),
        _ => false,
    }
}
