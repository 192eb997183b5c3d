//! Plain text → Markdown that shows just that text.
//!
//! Texts of a spec are plain: nothing in them is markup, but for `` `code` `` between single backticks. So everything
//! else that Markdown, HTML or a rustdoc link could see in them is escaped, and characters that do not show are written
//! out (`\u{202e}`).

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
    let folded = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = folded.as_str();
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
    escape(&plain.split_whitespace().collect::<Vec<_>>().join(" "), &mut out);
    out
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
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn escape(text: &str, out: &mut String) {
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let at_start = out.is_empty();
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '@' | '^' => true,
            // Inside a word it is only a letter.
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            // An entity.
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            // A bare URL.
            '/' => before == Some(':') && next == Some('/'),
            '.' => out.ends_with("www") || (before.is_some_and(|c| c.is_ascii_digit()) && only_digits(out)),
            ')' => before.is_some_and(|c| c.is_ascii_digit()) && only_digits(out),
            '#' | '+' | '-' | '=' | ':' => at_start,
            _ => false,
        };
        if crate::report::is_hidden(c) {
            out.push('\\');
            out.extend(c.escape_unicode());
        } else {
            if special {
                out.push('\\');
            }
            out.push(c);
        }
        before = Some(c);
    }
    // Some take braces at the end of a heading for its attributes.
    if out.ends_with('}') {
        out.insert(out.len() - 1, '\\');
    }
}

/// Is the text so far nothing but a number, so that a dot would make it an item of a list?
fn only_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
