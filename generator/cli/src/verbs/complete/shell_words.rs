//! A line of bash → words.

/// The words of a line up to the cursor, without their quotes; the last one may be empty or only half typed.
pub(super) fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quote, mut escaped) = (None, false);
    for c in line.chars() {
        let Some(word) = words.last_mut() else { return words };
        match (quote, c) {
            _ if escaped => {
                word.push(c);
                escaped = false;
            }
            (None | Some('"'), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.push(c),
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c.is_whitespace() => {
                if !word.is_empty() {
                    words.push(String::new());
                }
            }
            (None, c) => word.push(c),
        }
    }
    words
}

/// The part of a word up to and with the last character that breaks words.
pub(super) fn up_to_break<'a>(word: &'a str, breaks: &str) -> &'a str {
    let end = word.char_indices().filter(|(_, c)| breaks.contains(*c)).map(|(at, c)| at + c.len_utf8()).next_back();
    word.get(..end.unwrap_or_default()).unwrap_or_default()
}
