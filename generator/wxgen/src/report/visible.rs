//! Makes text safe to show.

/// Control characters and those that turn the direction of text, shown as escapes.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, hidden, after)) = next_hidden(rest) {
        out.push_str(before);
        out.extend(hidden.escape_unicode());
        rest = after;
    }
    out.push_str(rest);
    out
}

/// JSON in which nothing is hidden: what does not show is escaped as JSON escapes it, so the JSON means the same. Line
/// breaks lay it out.
pub fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' => out.push(c),
            c if is_hidden(c) => {
                let mut units = [0; 2];
                c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
            }
            c => out.push(c),
        }
    }
    out
}

/// What comes before, what is and what comes after the first character that does not show.
fn next_hidden(text: &str) -> Option<(&str, char, &str)> {
    let (at, hidden) = text.char_indices().find(|(_, c)| is_hidden(*c))?;
    Some((text.get(..at)?, hidden, text.get(at + hidden.len_utf8()..)?))
}

/// Is it a character that does not show, or that changes how others show?
pub fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
