//! Plain text → Markdown that shows just that text.
//!
//! Texts of a spec are plain: nothing in them is markup, but for `` `code` `` between single backticks. So everything
//! else that Markdown, HTML or a rustdoc link could see in them is escaped, and characters that do not show are written
//! out (`\u{202e}`).

use std::borrow::Cow;

use crate::report::visible;

/// A text on one line. Line breaks and runs of blanks become one blank.
pub fn text(plain: &str) -> String {
    text_with(plain, code)
}

/// [`text`] for the cell of a table.
pub fn text_in_cell(plain: &str) -> String {
    text_with(plain, code_in_cell)
}

fn text_with(plain: &str, code: fn(&str) -> String) -> String {
    let mut out = String::with_capacity(plain.len() + plain.len() / 8);
    let folded = fold(plain);
    let mut rest = &*folded;
    while let Some((before, code_span, after)) = next_code_span(rest) {
        escape(before, &mut out);
        out.push_str(&code(code_span));
        rest = after;
    }
    escape(rest, &mut out);
    out
}

/// A text on one line in which not even code is markup, for names. It can stand in a cell as well as elsewhere.
pub fn name(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    escape(&fold(plain), &mut out);
    out
}

/// One blank for each run of blanks and line breaks.
fn fold(text: &str) -> Cow<'_, str> {
    let blanks = |pair: &[u8]| pair == b"  ";
    let folded = !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.chars().any(|c| c != ' ' && c.is_whitespace())
        && !text.as_bytes().windows(2).any(blanks);
    match folded {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// A text of several paragraphs, which blank lines part.
pub fn paragraphs(plain: &str) -> String {
    let mut all = Vec::new();
    let mut open = Vec::new();
    for line in plain.lines() {
        if line.trim().is_empty() {
            all.push(std::mem::take(&mut open).join("\n"));
        } else {
            open.push(line);
        }
    }
    all.push(open.join("\n"));
    all.iter().map(|paragraph| text(paragraph)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A code span that shows `plain`.
pub fn code(plain: &str) -> String {
    let shown = visible(plain);
    if shown.trim().is_empty() {
        return format!("`\"{shown}\"`");
    }
    let fence = "`".repeat(longest_run(&shown) + 1);
    let touches = shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']);
    let gap = if touches { " " } else { "" };
    format!("{fence}{gap}{shown}{gap}{fence}")
}

/// [`code`] for the cell of a table, where a `|` would end the cell even in code.
pub fn code_in_cell(plain: &str) -> String {
    code(plain).replace('|', "\\|")
}

/// A fenced block that shows `plain`.
pub fn block(language: &str, plain: &str) -> String {
    let shown = plain.lines().map(visible).collect::<Vec<_>>().join("\n");
    let fence = "`".repeat((longest_run(&shown) + 1).max(3));
    format!("{fence}{language}\n{shown}\n{fence}")
}

/// A link. A URL that could end the link, or that is none, is shown as code instead.
pub fn link(label: &str, url: &str) -> String {
    let good = (url.starts_with("https://") || url.starts_with("http://"))
        && url
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '\\' | '`' | '|'));
    if good { format!("[{}]({url})", text(label)) } else { format!("{}: {}", text(label), code(url)) }
}

/// What comes before, in and after the next `` `…` `` of single backticks.
fn next_code_span(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find('`')?;
        let inner_start = start + 1;
        let end = inner_start + text.get(inner_start..)?.find('`')?;
        let inner = text.get(inner_start..end)?;
        if !inner.trim().is_empty() && !text.get(end + 1..)?.starts_with('`') {
            return Some((text.get(..start)?, inner, text.get(end + 1..)?));
        }
        // Several in a row are not single ones: pass over the whole run.
        let run = text.get(end..)?.bytes().take_while(|byte| *byte == b'`').count();
        from = end + run;
    }
}

fn longest_run(text: &str) -> usize {
    text.as_bytes().split(|byte| *byte != b'`').map(<[u8]>::len).max().unwrap_or(0)
}

fn escape(text: &str, out: &mut String) {
    let mut before = None;
    // Where the characters begin that are not copied yet.
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let waiting = text.get(start..at).unwrap_or_default();
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '@' | '^' => true,
            // Inside a word it is only a letter.
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            // An entity.
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            // A bare URL.
            '/' => before == Some(':') && next == Some('/'),
            '.' => waiting.ends_with("www") || ends_number(out, waiting),
            ')' => ends_number(out, waiting),
            '#' | '+' | '-' | '=' | ':' => out.is_empty() && waiting.is_empty(),
            _ => false,
        };
        let hidden = crate::report::is_hidden(c);
        if special || hidden {
            out.push_str(waiting);
            out.push('\\');
            start = at;
        }
        if hidden {
            out.extend(c.escape_unicode());
            start = at + c.len_utf8();
        }
        before = Some(c);
    }
    out.push_str(text.get(start..).unwrap_or_default());
    // Some take braces at the end of a heading for its attributes.
    if out.ends_with('}') {
        out.insert(out.len() - 1, '\\');
    }
}

/// Is the text so far nothing but a number, so that a dot would make it an item of a list?
fn ends_number(out: &str, waiting: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    waiting.ends_with(|c: char| c.is_ascii_digit()) && digits(waiting) && digits(out)
}
