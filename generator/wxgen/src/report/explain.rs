//! What each code means, with an example and how to mend it.

use super::codes::{CODES, Entry};

/// The entry of a code, in either case.
pub fn explain(code: &str) -> Option<&'static Entry> {
    CODES.iter().find(|entry| entry.code.eq_ignore_ascii_case(code))
}
