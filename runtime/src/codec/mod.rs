//! JSON in and out, through trait objects.
//!
//! Generated types say which fields they have, one line each; everything that loops or branches is here, once. That is
//! what keeps a crate of hundreds of calls quick to compile. `Debug` of generated types goes the same way.

use std::fmt::Debug;

mod bytes;
mod collections;
mod json;
mod read;
mod repair;
mod scalars;
mod secret;
mod show;
mod unknown;
mod write;

pub use bytes::Bytes;
#[doc(hidden)]
pub use json::Json;
pub(crate) use json::{Item, Kind, NotJson};
#[cfg(feature = "push")]
pub(crate) use read::memory_for;
pub use read::{Mismatch, Reader};
pub(crate) use scalars::whole_number;
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

    /// Makes room for so many items.
    fn reserve(&mut self, count: usize);

    /// How many bytes of memory an item takes in the list.
    fn item_size(&self) -> usize;
}

/// A free-form map.
pub type Map<T> = std::collections::BTreeMap<String, T>;

/// The JSON of a value.
pub fn to_json(value: &dyn Encode) -> String {
    let mut out = Writer::default();
    value.encode(&mut out);
    out.into_string()
}

/// Reads a value from JSON.
///
/// # Errors
///
/// Everything that did not fit, with its path.
pub fn from_slice<T: Decode + Default>(text: &[u8]) -> Result<T, Vec<Mismatch>> {
    let json = Json::read(text).map_err(|why| vec![Mismatch::no_json(why)])?;
    from_json(&json, text)
}

/// Reads a value from JSON that is parsed already.
///
/// # Errors
///
/// Everything that did not fit, with its path.
pub fn from_value<T: Decode + Default>(value: serde_json::Value) -> Result<T, Vec<Mismatch>> {
    from_slice(value.to_string().as_bytes())
}

/// Reads a value from a document and its text.
pub(crate) fn from_json<T: Decode + Default>(json: &Json, text: &[u8]) -> Result<T, Vec<Mismatch>> {
    let mut target = T::default();
    let mismatches = read::decode_root(json.root(text), text.len(), &mut target);
    if mismatches.is_empty() { Ok(target) } else { Err(mismatches) }
}

/// Reads JSON into a value; returns what did not fit.
#[cfg(feature = "serde")]
pub(crate) fn read_into(text: &[u8], target: &mut dyn Decode) -> Vec<Mismatch> {
    match Json::read(text) {
        Ok(json) => read::decode_root(json.root(text), text.len(), target),
        Err(why) => vec![Mismatch::no_json(why)],
    }
}
