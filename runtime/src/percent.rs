//! Texts percent-encoded, as URLs hold them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what is unchanged in a query.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The text as a query holds it.
pub(crate) fn percent_encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Adds `name=value` to a query.
pub(crate) fn push_pair(query: &mut String, name: &str, value: &str) {
    push_encoded(query, name);
    query.push('=');
    push_encoded(query, value);
}

/// Most names and tokens need no encoding, and are added as a whole.
fn push_encoded(query: &mut String, text: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    match text.bytes().all(plain) {
        true => query.push_str(text),
        false => query.extend(utf8_percent_encode(text, ENCODED)),
    }
}
