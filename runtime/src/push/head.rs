//! What comes before the body of a push.

use super::query::PushQuery;

/// Query and headers of a push. `Debug` shows no header: they can hold secrets of a gateway.
#[derive(Clone, Copy)]
pub struct PushHead<'a> {
    /// The query of its URL.
    pub query: &'a PushQuery,
    /// Its headers, names and values.
    pub headers: &'a [(&'a str, &'a str)],
}

impl PushHead<'_> {
    /// A header by its name, in upper or lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

impl std::fmt::Debug for PushHead<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PushHead({} headers)", self.headers.len())
    }
}
