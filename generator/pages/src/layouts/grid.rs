//! Tables drawn with rules: `====  ====` above and below (simple) or `+----+----+` around every cell (grid). Letters of
//! Chinese are two columns wide.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::super::document::Row;
use super::super::text;

/// A drawn table.
pub(super) struct Drawn {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// The line after it, from 0.
    pub(super) end: usize,
}

/// A cell as drawn: its lines and the width it had.
type Cell<'a> = (Vec<&'a str>, usize);

/// The table that begins at a line.
pub(super) fn table(lines: &[&str], at: usize) -> Option<Drawn> {
    let first = lines.get(at)?;
    let columns = spans(first);
    match first.trim_start().chars().next()? {
        '+' if is_rule(first) => grid(lines, at, &columns),
        '=' if is_rule(first) => simple(lines, at, &columns),
        _ => None,
    }
}

/// A rule of a table: marks of one kind, apart by `+` or blanks.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let grid = line.len() > 4 && line.starts_with('+') && line.ends_with('+') && line.contains(['-', '=']);
    if grid && line.chars().all(|c| matches!(c, '+' | '-' | '=' | '|' | ' ')) {
        return true;
    }
    let runs = line.split_whitespace().count();
    runs > 1 && line.starts_with("==") && line.chars().all(|c| c == '=' || c == ' ')
}

/// Where the cells of a rule are, in columns of the screen.
fn spans(rule: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, c) in rule.chars().chain([' ']).enumerate() {
        match (matches!(c, '-' | '='), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                spans.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    spans
}

/// A table between three rules, or two where it has no header.
fn simple(lines: &[&str], at: usize, columns: &[Range<usize>]) -> Option<Drawn> {
    let mut rows: Vec<(usize, Vec<Cell<'_>>)> = Vec::new();
    let mut rules = 1;
    let mut end = at + 1;
    while let Some(line) = lines.get(end) {
        end += 1;
        if is_rule(line) {
            rules += 1;
            let ends = rules == 3 || lines.get(end).is_none_or(|next| next.trim().is_empty());
            if ends {
                break;
            }
            continue;
        }
        // No table ends without its last rule, and none starts with an empty line.
        if line.trim().is_empty() {
            if rows.is_empty() {
                return None;
            }
            continue;
        }
        let cells = cut(line, columns, true);
        let goes_on = cells.first().is_some_and(|cell| cell.trim().is_empty());
        match rows.last_mut().filter(|_| goes_on) {
            Some((_, row)) => row.iter_mut().zip(cells).for_each(|((lines, _), cell)| lines.push(cell)),
            None => {
                let widths = columns.iter().map(|span| span.len());
                rows.push((end, cells.into_iter().zip(widths).map(|(cell, width)| (vec![cell], width)).collect()));
            }
        }
    }
    drawn(rows, end)
}

/// A table with a rule between rows.
fn grid(lines: &[&str], at: usize, columns: &[Range<usize>]) -> Option<Drawn> {
    let mut rows: Vec<(usize, Vec<Cell<'_>>)> = Vec::new();
    let mut end = at + 1;
    let mut fresh = true;
    while let Some(line) = lines.get(end).filter(|line| line.trim_start().starts_with(['+', '|'])) {
        end += 1;
        if line.trim_start().starts_with('+') {
            fresh = true;
            continue;
        }
        let cells = cut(line, columns, false);
        if std::mem::take(&mut fresh) {
            rows.push((end, columns.iter().map(|span| (Vec::new(), span.len().saturating_sub(2))).collect()));
        }
        if let Some((_, row)) = rows.last_mut() {
            row.iter_mut().zip(cells).for_each(|((lines, _), cell)| lines.push(cell));
        }
    }
    drawn(rows, end)
}

fn drawn(rows: Vec<(usize, Vec<Cell<'_>>)>, end: usize) -> Option<Drawn> {
    let mut rows = rows
        .into_iter()
        .map(|(line, cells)| Row { line, cells: cells.iter().map(|(lines, width)| joined(lines, *width)).collect() });
    let header = rows.next().map(|row| row.cells).unwrap_or_default();
    Some(Drawn { header, rows: rows.collect(), end })
}

/// The cells of a line. Where bars stand between them and their number is right, these tell; else the columns.
fn cut<'a>(line: &'a str, columns: &[Range<usize>], last_is_open: bool) -> Vec<&'a str> {
    if !last_is_open {
        let inside = line.trim().trim_start_matches('|');
        let inside = inside.strip_suffix('|').unwrap_or(inside);
        if inside.split('|').count() == columns.len() {
            return inside.split('|').map(str::trim).collect();
        }
    }
    let mut cells = Vec::new();
    for (index, span) in columns.iter().enumerate() {
        let last = index + 1 == columns.len();
        let start = byte_at(line, span.start);
        let next = columns.get(index + 1).map_or(usize::MAX, |next| next.start);
        let end = if last && last_is_open {
            line.len()
        } else {
            byte_at(line, if last { span.end } else { next.min(span.end + 1) })
        };
        cells.push(line.get(start..end.max(start)).unwrap_or("").trim_matches(['|', ' ', '\t']));
    }
    cells
}

/// The byte at a column of the screen.
fn byte_at(line: &str, column: usize) -> usize {
    let mut width = 0;
    for (at, c) in line.char_indices() {
        if width >= column {
            return at;
        }
        width += c.width_cjk().unwrap_or(0).max(usize::from(c == '\t'));
    }
    line.len()
}

/// The lines of a cell. One that is full to the last column was cut inside a word.
fn joined(lines: &[&str], width: usize) -> String {
    let mut text = String::new();
    let mut full = false;
    for line in lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
        let before = text.chars().next_back().unwrap_or(' ');
        let after = line.chars().next().unwrap_or(' ');
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        let cut = full && is_part(before) && is_part(after);
        if !(text.is_empty() || cut || text::is_chinese(before) || text::is_chinese(after)) {
            text.push(' ');
        }
        text.push_str(line);
        let used: usize = line.chars().map(|c| c.width_cjk().unwrap_or(0)).sum();
        full = used >= width && !line.contains(' ');
    }
    text
}
