//! `Debug` of generated types, through what they say of their fields already. Derived, it would take a seventh of the time
//! that a crate of hundreds of calls compiles.

use std::fmt::{self, Debug};

use super::read::show_fields;
use super::{Decode, Encode, Writer};

/// The fields of a value, as `Debug` prints them.
pub(crate) struct Shown {
    /// Was `{:#?}` asked for?
    pretty: bool,
    fields: Vec<(String, String)>,
}

impl Shown {
    pub(crate) fn new(f: &fmt::Formatter<'_>) -> Self {
        Self { pretty: f.alternate(), fields: Vec::new() }
    }

    pub(crate) fn field(&mut self, name: &str, value: &dyn Debug) {
        let text = if self.pretty { format!("{value:#?}") } else { format!("{value:?}") };
        self.fields.push((name.to_owned(), text));
    }

    pub(crate) fn print(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(name);
        for (name, text) in &self.fields {
            out.field(name, &format_args!("{text}"));
        }
        out.finish()
    }
}

/// Prints a part of a request with the fields that it writes.
#[doc(hidden)]
pub fn show_request(name: &str, value: &dyn Encode, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    Writer::show_fields(value, f).print(name, f)
}

/// Prints a reply, or a part of one, with the fields that it reads.
#[doc(hidden)]
pub fn show_reply(name: &str, copy: &mut dyn Decode, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = Shown::new(f);
    show_fields(copy, &mut shown);
    shown.print(name, f)
}
