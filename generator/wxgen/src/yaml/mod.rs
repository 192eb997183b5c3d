//! YAML as a tree with places, and mappings read by a table of their keys. Spec files are read so, and so are the other
//! files that people write for wxgen.

mod table;
pub mod tree;

pub use table::{Table, entries, is_blank, list, text, to_json, value, word, wrong_type};

/// A key of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// Must it be there?
    pub required: bool,
    /// What its value is.
    pub shape: Shape,
    /// What it says.
    pub doc: &'static str,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text. Numbers that are not quoted count as text, flags do not.
    Text,
    /// Text that must say something: not blank.
    Words,
    /// `true` or `false`.
    Flag,
    /// One of some words.
    Word(&'static [&'static str]),
    /// Any YAML.
    Any,
    /// A list of texts.
    Texts,
    /// `any`, `none` or a list of ids.
    Permissions,
    /// A mapping described by its own table, by the name in [`TABLES`](crate::parse::keys::TABLES).
    Mapping(&'static str),
    /// A mapping from free keys to mappings of that table.
    Entries(&'static str),
    /// The same, where a value may be left empty.
    OptionalEntries(&'static str),
    /// A list of mappings of that table.
    List(&'static str),
    /// A type word, or a mapping with the [`ITEM_KEYS`](crate::parse::keys::ITEM_KEYS) of a field.
    Item,
    /// A mapping from names to fields, each a type word or a mapping of that table.
    Fields(&'static str),
    /// A mapping from values to nothing, a name, or a mapping of that table.
    Values(&'static str),
}

impl Key {
    /// A key that may be left out.
    pub const fn optional(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { name, required: false, shape, doc }
    }

    /// A key that must be given.
    pub const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { name, required: true, shape, doc }
    }
}
