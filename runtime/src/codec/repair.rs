//! JSON that is almost JSON, made well-formed. Texts of people come into it as they were typed, cut, or stored by somebody:
//! bytes that are no UTF-8 become replacement characters; control characters in texts become escapes, and so stay what
//! they are; between values they become blanks; a backslash that begins no escape is a backslash.

use std::borrow::Cow;

/// What is read where a character cannot be.
const REPLACEMENT: &str = "\u{fffd}";

/// What is a backslash right behind bytes that are no UTF-8?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslash {
    /// It begins an escape.
    Escapes,
    /// It is the second half of a character, as in GBK and Big5.
    EndsCharacter,
}

/// The same text, well-formed where it was broken. It is JSON only if it was JSON apart from that.
pub(super) fn repair(text: &[u8], backslash: Backslash) -> Vec<u8> {
    let text = utf8(text, backslash);
    let text = text.as_bytes();
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    let mut inside = false;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let length = match byte {
            b'\\' if inside => escape_at(text, at),
            _ => 1,
        };
        match byte {
            b'\\' if length == 1 && inside => out.extend_from_slice(b"\\\\"),
            0..=31 if inside => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            0..=31 => out.push(b' '),
            _ => out.extend_from_slice(text.get(at..at + length).unwrap_or_default()),
        }
        inside ^= *byte == b'"';
        at += length;
    }
    out
}

/// How long the escape is that begins here; 1 where none does.
fn escape_at(text: &[u8], at: usize) -> usize {
    let digits = |digits: &[u8]| digits.len() == 4 && digits.iter().all(u8::is_ascii_hexdigit);
    match text.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
        Some(b'u') if text.get(at + 2..at + 6).is_some_and(digits) => 6,
        _ => 1,
    }
}

/// The text with a replacement character for what is no UTF-8.
fn utf8(text: &[u8], backslash: Backslash) -> Cow<'_, str> {
    if backslash == Backslash::Escapes {
        return String::from_utf8_lossy(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut broken = false;
    for chunk in text.utf8_chunks() {
        let valid = chunk.valid();
        out.push_str(valid.strip_prefix('\\').filter(|_| broken).unwrap_or(valid));
        broken = !chunk.invalid().is_empty();
        if broken {
            out.push_str(REPLACEMENT);
        }
    }
    Cow::Owned(out)
}

/// A text of JSON with a replacement character for each half of a surrogate pair that is alone.
pub(super) fn without_lone_surrogates(quoted: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(quoted.len());
    let mut at = 0;
    while let Some(byte) = quoted.get(at) {
        let length = match byte {
            b'\\' => escape_at(quoted, at).max(2),
            _ => 1,
        };
        let paired = || matches!(surrogate_at(quoted, at + 6), Some(0xDC00..=0xDFFF));
        let (taken, kept) = match surrogate_at(quoted, at).filter(|_| length == 6) {
            Some(0xD800..=0xDBFF) if paired() => (12, true),
            Some(0xD800..=0xDFFF) => (6, false),
            _ => (length, true),
        };
        match kept {
            true => out.extend_from_slice(quoted.get(at..at + taken).unwrap_or_default()),
            false => out.extend_from_slice(REPLACEMENT.as_bytes()),
        }
        at += taken;
    }
    out
}

/// The number in the escape that begins here, if it is one of `\u`.
fn surrogate_at(text: &[u8], at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}
