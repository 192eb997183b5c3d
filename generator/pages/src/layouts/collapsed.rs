//! Tables that a saving ran together into a paragraph: `参数 说明 name words name words`. Where a row begins is told by
//! what its first cell looks like, and by the names that the rest of the page has.

use std::collections::HashSet;

use super::super::columns::{self, Column};
use super::super::document::{BelongsTo, Row, Table};
use super::super::{text, types};

/// Names that the page uses as keys of JSON or of URLs.
#[derive(Debug, Default)]
pub(super) struct Names<'a>(HashSet<&'a str>);

/// A table that was a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Collapsed {
    /// What stood before its header.
    pub(super) label: String,
    /// The table.
    pub(super) table: Table,
    /// The lines of the paragraph before it.
    pub(super) before: usize,
}

impl<'a> Names<'a> {
    /// Adds the names that a text uses.
    pub(super) fn add(&mut self, text: &'a str) {
        for (at, c) in text.char_indices() {
            let Some(before) = text.get(..at) else { continue };
            let name = match c {
                '"' | '”' => word_before(before).filter(|name| {
                    let start = before.len() - name.len();
                    before.get(..start).is_some_and(|lead| lead.ends_with(['"', '“', '”']))
                }),
                '=' => word_before(before),
                _ => None,
            };
            self.0.extend(name);
        }
    }
}

/// The name that a text ends with.
fn word_before(text: &str) -> Option<&str> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = text.bytes().rev().take(101).take_while(is_part).count();
    let name = text.get(text.len() - length..)?;
    (!name.is_empty() && length <= 100).then_some(name)
}

/// The table that a paragraph is, if a header and more stand on one of its lines. `number` is the line of the first.
pub(super) fn table(lines: &[&str], number: impl Fn(usize) -> usize, names: &Names<'_>) -> Option<Collapsed> {
    let (before, start, header) = lines.iter().enumerate().find_map(|(index, line)| {
        let (start, header) = header(&line.split_whitespace().take(12).collect::<Vec<_>>())?;
        Some((index, start, header))
    })?;
    let words = lines.iter().enumerate().skip(before).flat_map(|(index, line)| {
        let line_number = number(index);
        line.split_whitespace().map(move |word| (line_number, word))
    });
    let words: Vec<_> = words.collect();
    let label = words.get(..start)?.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
    let columns = columns::columns(&header);
    let mut rows: Vec<Row> = Vec::new();
    let mut open = 0usize;
    let body = words.get(start + header.len()..)?;
    for (index, (line, word)) in body.iter().enumerate() {
        let next = body.get(index + 1).map_or("", |(_, next)| *next);
        let begins = rows.is_empty() || open == 0 && begins_row(word, next, &columns, names);
        if begins {
            open = 0;
            rows.push(Row { line: *line, cells: vec![(*word).to_owned()] });
        } else if let Some(row) = rows.last_mut() {
            add(row, word, &columns);
            for c in word.chars() {
                open = match c {
                    '（' | '(' => open + 1,
                    '）' | ')' => open.saturating_sub(1),
                    _ => open,
                };
            }
        }
    }
    for row in &mut rows {
        row.cells.resize(header.len(), String::new());
    }
    Some(Collapsed { label, table: Table { header, rows, belongs_to: BelongsTo::Top }, before })
}

/// Where a header begins among the first words of a line, and its heads. Something must follow it there.
fn header(words: &[&str]) -> Option<(usize, Vec<String>)> {
    (0..words.len().min(4)).find_map(|start| {
        let first = columns::column(words.get(start)?);
        if !matches!(first, Column::Name | Column::Code) {
            return None;
        }
        let mut seen = vec![first];
        for word in words.iter().skip(start + 1) {
            let column = columns::column(word);
            let fits = match column {
                Column::Other | Column::Name | Column::Code => false,
                Column::Message | Column::Solution => first == Column::Code,
                _ => true,
            };
            if !fits || seen.contains(&column) || word.is_ascii() {
                break;
            }
            seen.push(column);
        }
        let end = start + seen.len();
        let header = words.get(start..end)?.iter().map(|word| (*word).to_owned()).collect();
        (seen.len() > 1 && words.len() > end).then_some((start, header))
    })
}

/// Does a row begin with this word?
fn begins_row(word: &str, next: &str, columns: &[Column], names: &Names<'_>) -> bool {
    if columns.first() == Some(&Column::Code) {
        return !next.is_empty() && is_code(word);
    }
    let is_name = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '[' | ']'));
    let follows = match columns.get(1) {
        Some(Column::Type) => types::is_word(next),
        Some(Column::Required) => columns::required(next).is_some(),
        // In running text a name stands between words of Chinese, too.
        _ => next.starts_with(text::is_chinese) && (names.0.contains(word) || word.contains('_')),
    };
    is_name && follows
}

/// A return code rather than a number in running text.
fn is_code(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number && (matches!(word, "-1" | "0") || (4..=8).contains(&digits.len()))
}

/// Adds a word to the cell it belongs to.
fn add(row: &mut Row, word: &str, columns: &[Column]) {
    let at = row.cells.len();
    let short = match columns.get(at) {
        Some(Column::Type) => types::is_word(word),
        Some(Column::Required) => columns::required(word).is_some(),
        _ => false,
    };
    if short {
        row.cells.push(word.to_owned());
        return;
    }
    let last = columns.len().saturating_sub(1);
    while row.cells.len() < last {
        row.cells.push(String::new());
    }
    match row.cells.get_mut(last) {
        Some(cell) => {
            cell.push(' ');
            cell.push_str(word);
        }
        None => row.cells.push(word.to_owned()),
    }
}
