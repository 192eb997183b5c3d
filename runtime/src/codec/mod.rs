//! JSON in and out, through trait objects.
//!
//! Generated types say which fields they have, one line each; everything that loops or branches is here, once. That is
//! what keeps a crate of hundreds of calls quick to compile. `Debug` of generated types goes the same way.

use std::fmt::Debug;

mod bytes;
mod collections;
mod read;
mod scalars;
mod secret;
mod show;
mod unknown;
mod write;

pub use bytes::Bytes;
pub(crate) use read::kind;
pub use read::{Problem, Reader};
pub use secret::Secret;
pub(crate) use show::Shown;
pub use show::{show_reply, show_request};
pub use unknown::UnknownValue;
pub use write::Writer;

/// A value that can be written as JSON.
pub trait Encode: Debug {
    /// Writes it.
    fn encode(&self, out: &mut Writer);

    /// Is there nothing to write? Then its field is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A value that can be read from JSON, in place. What does not fit is noted in the reader.
pub trait Decode: Debug {
    /// Reads it. Not called for a field that is missing or null; a null anywhere else leaves the value as it is.
    fn decode(&mut self, input: &mut Reader<'_>);
}

/// A list that can be written. (An iterator as a trait object would bring a dozen functions for each type of item.)
pub trait Items {
    /// One of its items, counted from 0; nothing after the last.
    fn item(&self, at: usize) -> Option<&dyn Encode>;
}

/// A list that can be read, item by item.
pub trait Grow {
    /// Adds an item, to be read in place.
    fn grow(&mut self) -> Option<&mut dyn Decode>;
}

/// A free-form map.
pub type Map<T> = std::collections::BTreeMap<String, T>;

/// The JSON of a value.
pub fn to_json(value: &dyn Encode) -> String {
    let mut out = Writer::default();
    value.encode(&mut out);
    out.into_string()
}

/// Reads a value from parsed JSON.
///
/// # Errors
///
/// Everything that did not fit, with its path.
pub fn from_value<T: Decode + Default>(value: serde_json::Value) -> Result<T, Vec<Problem>> {
    let mut target = T::default();
    let mut problems = Vec::new();
    read::decode_root(value, &mut target, &mut problems);
    if problems.is_empty() { Ok(target) } else { Err(problems) }
}

/// Reads parsed JSON into a value; tells what did not fit.
#[cfg(feature = "serde")]
pub(crate) fn read_into(value: serde_json::Value, target: &mut dyn Decode) -> Vec<Problem> {
    let mut problems = Vec::new();
    read::decode_root(value, target, &mut problems);
    problems
}
