//! Texts without the secrets of a call: a server or a transport may repeat what it was sent.

use crate::codec::Secret;
use crate::percent::percent_encoded;

/// What replaces a secret.
const MARK: &str = "[redacted]";

/// Secrets of fewer characters are not looked for: they say little, and they are everywhere. Hiding a `5` would make any
/// message unreadable.
const SHORTEST: usize = 4;

/// The text without the secrets, neither as they are nor as they are written in a URL, in capitals or not: `[redacted]` is in
/// their place. One pass, so nothing is looked for in what takes their place. Secrets of fewer than four characters are not
/// looked for.
///
/// ```
/// use wxopen_runtime::{Secret, without_secrets};
/// let secrets = [Secret::from("k/3y")];
/// assert_eq!(without_secrets("k/3y or k%2f3y", &secrets), "[redacted] or [redacted]");
/// ```
pub fn without_secrets<'a>(text: &str, secrets: impl IntoIterator<Item = &'a Secret>) -> String {
    let mut needles = Vec::new();
    for secret in secrets.into_iter().map(Secret::expose).filter(|secret| secret.chars().count() >= SHORTEST) {
        let encoded = percent_encoded(secret);
        if encoded != secret {
            needles.push(Needle { text: encoded, escapes: true });
        }
        needles.push(Needle { text: secret.to_owned(), escapes: false });
    }
    // The longest first: when a shorter one is hidden in it, the rest would show.
    needles.sort_by_key(|needle| std::cmp::Reverse(needle.text.len()));
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(first) = rest.chars().next() {
        match needles.iter().find(|needle| needle.begins(rest)) {
            Some(needle) => {
                out.push_str(MARK);
                rest = &rest[needle.text.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// A text to hide.
struct Needle {
    text: String,
    /// Does it have escapes, `%2F`, whose digits may be in lower case too?
    escapes: bool,
}

impl Needle {
    fn begins(&self, text: &str) -> bool {
        if !self.escapes {
            return text.starts_with(&self.text);
        }
        let needle = self.text.as_bytes();
        let Some(found) = text.as_bytes().get(..needle.len()) else { return false };
        let in_escape = |at: usize| needle[at.saturating_sub(2)..at].contains(&b'%');
        needle.iter().zip(found).enumerate().all(|(at, (wanted, is))| match in_escape(at) {
            true => wanted.eq_ignore_ascii_case(is),
            false => wanted == is,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str, secrets: &[&str]) -> String {
        let secrets: Vec<Secret> = secrets.iter().map(|secret| (*secret).into()).collect();
        without_secrets(text, &secrets)
    }

    #[test]
    fn the_longest_goes_first_and_a_mark_is_not_looked_into() {
        assert_eq!(hidden("a T0KEN-and-more b T0KEN", &["T0KEN", "T0KEN-and-more"]), "a [redacted] b [redacted]");
        assert_eq!(hidden("invalid redacted code", &["redacted", "edac"]), "invalid [redacted] code");
    }

    #[test]
    fn as_it_is_written_in_a_url_in_capitals_or_not() {
        let key = "k/y+0 店";
        for written in ["k/y+0 店", "k%2Fy%2B0%20%E5%BA%97", "k%2fy%2b0%20%e5%ba%97", "k%2Fy%2b0%20%E5%bA%97"] {
            assert_eq!(hidden(&format!("<{written}>"), &[key]), "<[redacted]>", "{written}");
        }
        assert_eq!(hidden("K%2Fy%2B0%20%E5%BA%97", &[key]), "K%2Fy%2B0%20%E5%BA%97", "only escapes have no case");
    }

    #[test]
    fn very_short_secrets_leave_messages_alone() {
        assert_eq!(
            hidden("invalid code 5 rid: 60d5aeb7-41d2", &["c", "p", "5", "", "店1"]),
            "invalid code 5 rid: 60d5aeb7-41d2"
        );
        assert_eq!(hidden("the pin is 1234", &["1234"]), "the pin is [redacted]");
    }
}
