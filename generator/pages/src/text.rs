//! Cleaning: marks that a layout or a saving left in the text.

/// Without backslashes before marks: `access\_token`, `1\.`, twice where a page was escaped twice.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' {
            let mut run = 1;
            while chars.next_if_eq(&'\\').is_some() {
                run += 1;
            }
            if chars.peek().is_some_and(char::is_ascii_punctuation) {
                continue;
            }
            out.extend(std::iter::repeat_n('\\', run));
        } else {
            out.push(c);
        }
    }
    out
}

/// Links become their text, images nothing.
pub(super) fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let (before, target) = (rest.get(..middle).unwrap_or_default(), rest.get(middle + 2..).unwrap_or_default());
        // Without a bracket that closes there is no link here or further on.
        if !target.contains(')') {
            break;
        }
        match (before.rfind('['), closing(target)) {
            (Some(open), Some(end)) => {
                let lead = before.get(..open).unwrap_or_default();
                match lead.strip_suffix('!') {
                    Some(lead) => out.push_str(lead),
                    None => {
                        out.push_str(lead);
                        out.push_str(before.get(open + 1..).unwrap_or_default());
                    }
                }
                rest = target.get(end + 1..).unwrap_or_default();
            }
            _ => {
                out.push_str(before);
                out.push_str("](");
                rest = target;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Where the bracket that is open closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices().take(600) {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Without emphasis, code marks and characters that do not show.
pub(super) fn plain(text: &str) -> String {
    let text =
        text.replace("**", "").replace("~~", "").replace("<br>", " ").replace("<br/>", " ").replace("<br />", " ");
    let hidden = |c: &char| matches!(*c, '`' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}');
    let text: String = text.chars().filter(|c| !hidden(c)).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
    text.trim().to_owned()
}

/// Does the text have letters of Chinese?
pub(super) fn has_chinese(text: &str) -> bool {
    text.chars().any(is_chinese)
}

/// A letter or mark of Chinese.
pub(super) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}
