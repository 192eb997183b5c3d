//! Tables whose cells stand apart by tabs or blanks, or not at all.

use super::super::columns::{self, Column};
use super::super::document::{BelongsTo, Row};
use super::super::{text, types};
use super::glued;
use super::lines::{Cells, Lines, words};

/// Does a table start here? Its first line holds nothing but heads.
pub(super) fn starts(line: &str, cells: Cells) -> bool {
    match cells {
        Cells::Tabs => line.contains('\t') && is_tabbed_header(&line.split('\t').map(str::trim).collect::<Vec<_>>()),
        Cells::Blanks => columns::is_header(&as_strs(&heads(line))),
        Cells::TabsOrBlanks => starts(line, which(line)),
        Cells::Glued => !glued::heads(line).is_empty(),
    }
}

/// Two heads that are known make a header; tabs tell that the others are heads, too.
fn is_tabbed_header(heads: &[&str]) -> bool {
    columns::is_header(heads.get(..2).unwrap_or(heads)) && heads.iter().all(|head| head.chars().count() <= 12)
}

/// What stands between the cells of this header.
fn which(header: &str) -> Cells {
    if header.contains('\t') { Cells::Tabs } else { Cells::Blanks }
}

/// Reads the table that starts here. The same header again inside it starts a nested one.
pub(super) fn table(lines: &mut Lines<'_>) {
    let first = lines.line().to_owned();
    let between = if lines.style.cells == Cells::TabsOrBlanks { which(&first) } else { lines.style.cells };
    let header = header(between, &first);
    let columns = columns::columns(&header);
    let mut start = lines.number();
    let mut belongs_to = BelongsTo::Top;
    let mut rows: Vec<Row> = Vec::new();
    lines.at += 1;
    while lines.at < lines.lines.len() {
        let line = lines.clean(lines.line());
        let number = lines.number();
        if line.is_empty() || line.starts_with('#') || line.starts_with("```") {
            break;
        }
        if line == first {
            lines.push_table(start, header.clone(), std::mem::take(&mut rows), belongs_to);
            belongs_to = BelongsTo::LastRow;
            start = number;
        } else if starts(lines.line(), lines.style.cells) && !is_row_of_heads(&line, &first) {
            break;
        } else if between == Cells::Tabs && !lines.line().contains('\t') {
            // Where tabs are kept, a line without one is no row.
            break;
        } else if between == Cells::Tabs || begins_row(&line, &columns) {
            let cells = match between {
                Cells::Tabs => lines.line().split('\t').map(|cell| lines.clean(cell)).collect(),
                Cells::Blanks | Cells::TabsOrBlanks => by_content(&line, &columns),
                Cells::Glued => glued::cells(&line, &columns),
            };
            rows.push(Row { line: number, cells });
        } else if let Some(cell) =
            rows.last_mut().and_then(|row| row.cells.last_mut()).filter(|_| !columns::is_label(&line))
        {
            cell.push(' ');
            cell.push_str(&line);
        } else {
            break;
        }
        lines.at += 1;
    }
    lines.push_table(start, header, rows, belongs_to);
}

/// `errcode 错误码` below a header in Chinese is a row, though both words head tables.
fn is_row_of_heads(line: &str, header: &str) -> bool {
    let is_ascii = |text: &str| text.split_whitespace().next().is_some_and(str::is_ascii);
    is_ascii(line) && !is_ascii(header)
}

fn header(cells: Cells, line: &str) -> Vec<String> {
    match cells {
        Cells::Tabs => line.split('\t').map(|head| head.trim().to_owned()).collect(),
        Cells::Blanks | Cells::TabsOrBlanks => heads(line),
        Cells::Glued => glued::heads(line),
    }
}

/// The heads of a line; some are of two words.
fn heads(line: &str) -> Vec<String> {
    let mut heads: Vec<String> = Vec::new();
    let mut words = words(line).into_iter().peekable();
    while let Some(word) = words.next() {
        // Chinese heads are one word each.
        let pair = words.peek().filter(|_| word.is_ascii()).map(|next| format!("{word} {next}"));
        match pair.filter(|pair| columns::column(pair) != Column::Other) {
            Some(pair) => {
                words.next();
                heads.push(pair);
            }
            None => heads.push(word.to_owned()),
        }
        if heads.len() > 8 {
            break;
        }
    }
    heads
}

fn as_strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// Does a row begin here, or does the one before it go on?
fn begins_row(line: &str, columns: &[Column]) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    match columns.first() {
        Some(Column::Code) => {
            word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
                || text::has_chinese(word) && !word.starts_with(['（', '('])
        }
        _ => {
            word.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@' | '$'))
                || text::has_chinese(word) && word.contains('_')
        }
    }
}

/// Cells told by what they hold: a name or code, a word for a type, yes or no, and the rest.
fn by_content(line: &str, columns: &[Column]) -> Vec<String> {
    let mut rest = line.trim();
    let mut cells = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let (word, after) =
            rest.split_once(char::is_whitespace).map_or((rest, ""), |(word, after)| (word, after.trim()));
        let takes = match column {
            Column::Name | Column::Code => true,
            Column::Type => types::is_word(word) || word == "-",
            Column::Required => columns::required(word).is_some() && word.chars().count() < 6,
            _ => false,
        };
        let last = index + 1 == columns.len();
        let cell = match column {
            _ if takes => std::mem::replace(&mut rest, after).split_whitespace().next().unwrap_or_default(),
            Column::Message => {
                let (message, solution) = message(rest);
                rest = if last { "" } else { solution };
                if last { line.split_once(char::is_whitespace).map_or("", |(_, all)| all.trim()) } else { message }
            }
            Column::Doc | Column::Solution | Column::Other if last => std::mem::take(&mut rest),
            _ => "",
        };
        cells.push(cell.to_owned());
    }
    cells
}

/// Where the text of a code ends and the advice begins: at the first word of another language, or that starts a
/// sentence. Where they are the same, in the middle.
fn message(text: &str) -> (&str, &str) {
    let words: Vec<_> = text.split_whitespace().collect();
    let half = words.len() / 2;
    if words.len() > 1 && words.len().is_multiple_of(2) && words.get(..half) == words.get(half..) {
        return split_at_word(text, half);
    }
    if text.chars().next().is_some_and(text::is_chinese) {
        return split_at_word(text, 1);
    }
    let starts_advice = |word: &&str| {
        let mut chars = word.chars();
        let first = chars.next().unwrap_or(' ');
        text::is_chinese(first) || (first.is_ascii_uppercase() && chars.next().is_none_or(|c| c.is_ascii_lowercase()))
    };
    match words.iter().skip(1).position(starts_advice) {
        Some(at) => split_at_word(text, at + 1),
        None => (text, ""),
    }
}

fn split_at_word(text: &str, count: usize) -> (&str, &str) {
    let mut rest = text;
    for _ in 0..count {
        let trimmed = rest.trim_start();
        rest = trimmed.find(char::is_whitespace).and_then(|end| trimmed.get(end..)).unwrap_or("");
    }
    let message = text.get(..text.len() - rest.len()).unwrap_or(text);
    (message.trim(), rest.trim())
}
