//! What a person should look at after a capture.

pub(crate) use wxgen::report::codes::{
    BAD_NAME, BAD_PERMISSIONS, BROKEN_EXAMPLE, GET_WITH_BODY, GLUED_CELLS, HOLE, LISTED_TWICE, LOST_FIELDS,
    LOST_REQUIRED, LOST_TABLE, MAYBE_ONE_OF, NO_CALL, NO_ENDPOINT, NO_NUMBER, NO_PERMISSIONS, NO_SPEC_FORM,
    NOT_IN_PAGE, ONE_OF_REQUIRED, ONLY_IN_EXAMPLE, OPEN_NESTING, PAGES_DISAGREE, REPAIRED_NAME, SAME_CALL, SPEC_KEPT,
    TWO_TEXTS, TYPE_DIFFERS, UNKNOWN_TYPE,
};

/// Something about a page that needs a person, or was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code.
    pub code: &'static str,
    /// Line of the page, from 1.
    pub line: usize,
    /// What it is, in one line.
    pub message: String,
}

impl Finding {
    /// A finding.
    pub(crate) fn new(code: &'static str, line: usize, message: impl Into<String>) -> Self {
        Self { code, line, message: message.into() }
    }
}
