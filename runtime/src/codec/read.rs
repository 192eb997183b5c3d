//! Reading JSON, tolerantly, with the path of whatever does not fit.

use std::fmt;

use serde_json::Value;

use super::json::{Item, Kind, NotJson};
use super::{Decode, Grow, Shown};

/// More mismatches than this are not noted: a list of a million misfits is one mistake.
const MOST_MISMATCHES: usize = 20;
/// How much memory lists, maps and free-form values may take, for each byte of the text. A list of a million empty objects
/// can come in three million bytes, and each would take as much as a full one.
const MEMORY_PER_BYTE: usize = 10;
/// So much they may take in any case.
const MEMORY_AT_LEAST: usize = 4 << 20;

/// Something in a reply that did not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Where, `members[0].userstr`; empty: the reply as a whole.
    pub path: String,
    /// What was wanted.
    pub expected: &'static str,
    /// What was there: its kind, never its content.
    pub found: &'static str,
}

impl Mismatch {
    /// The whole is no JSON.
    pub(super) fn no_json(why: NotJson) -> Self {
        Self { path: String::new(), expected: "JSON", found: why.found() }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the reply" } else { &self.path };
        write!(f, "{path}: expected {}, found {}", self.expected, self.found)
    }
}

/// A value being read, and its place in the reply.
///
/// What is tolerated where: null is nothing, everywhere; so is an empty text for a value that need not be there and is no
/// text; an empty list stands for an empty object or map, and an empty object for an empty list; scalars say for themselves
/// what they take. A single value does not stand for a list of one.
pub struct Reader<'a> {
    /// Nothing once it has been taken.
    value: Option<Item<'a>>,
    path: Path<'a>,
    /// Is it noted already that this should have been an object?
    noted: bool,
    notes: &'a mut Notes,
    /// Set when fields are shown instead of read.
    shown: Option<&'a mut Shown>,
}

/// What is noted while a document is read.
struct Notes {
    mismatches: Vec<Mismatch>,
    /// How many bytes of memory may still be taken; nothing once more were wanted.
    memory: Option<usize>,
}

/// A place in a reply, listed from the inside out.
#[derive(Debug, Clone, Copy)]
enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

/// Reads a whole value out of a text of that length; returns what did not fit.
pub(super) fn decode_root(value: Option<Item<'_>>, length: usize, target: &mut dyn Decode) -> Vec<Mismatch> {
    let mut notes = Notes { mismatches: Vec::new(), memory: Some(memory_for(length)) };
    target.decode(&mut Reader { value, path: Path::Root, noted: false, notes: &mut notes, shown: None });
    notes.mismatches
}

/// How many bytes of memory the lists, maps and free-form values of a text of that length may take.
pub(crate) fn memory_for(length: usize) -> usize {
    length.saturating_mul(MEMORY_PER_BYTE).max(MEMORY_AT_LEAST)
}

/// Shows the fields that a value reads, and reads nothing.
pub(super) fn show_fields(target: &mut dyn Decode, shown: &mut Shown) {
    let notes = &mut Notes { mismatches: Vec::new(), memory: None };
    target.decode(&mut Reader { value: None, path: Path::Root, noted: false, notes, shown: Some(shown) });
}

/// Shows its place, not its content.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader({:?}, {})", self.path.to_text(), self.kind().name())
    }
}

impl Reader<'_> {
    /// Reads a field. One that is missing or null leaves the target as it is, and so does an empty text that does not fit.
    pub fn field(&mut self, name: &str, target: &mut dyn Decode) {
        self.read_field(name, target, true);
    }

    /// Reads a field that has to be there.
    pub fn required(&mut self, name: &str, target: &mut dyn Decode) {
        if !self.read_field(name, target, false) && !self.noted && self.shown.is_none() {
            let path = Path::Field(&self.path, name);
            self.notes.misfit(path, "a value", "nothing");
        }
    }

    /// Reads every item of a list.
    pub fn items(&mut self, list: &mut dyn Grow) {
        let Some(value) = self.value.take() else { return };
        match value.kind() {
            Kind::List => {
                let count = value.items().count();
                if !self.takes_memory(count.saturating_mul(list.item_size())) {
                    return;
                }
                list.reserve(count);
                for (index, value) in value.items().enumerate() {
                    let path = Path::Item(&self.path, index);
                    let Some(item) = list.grow() else { return };
                    item.decode(&mut Reader { value: Some(value), path, noted: false, notes: self.notes, shown: None });
                }
            }
            Kind::Null => {}
            Kind::Object if value.entries().next().is_none() => {}
            other => self.notes.misfit(self.path, "a list", other.name()),
        }
    }

    /// Reads every entry of a map. `entry` gets the key and the value.
    pub fn entries(&mut self, entry: &mut dyn FnMut(&str, &mut Reader<'_>)) {
        let Some(value) = self.value.take() else { return };
        match value.kind() {
            Kind::Object => {
                for (key, value) in value.entries() {
                    let key = key.text().unwrap_or_default();
                    let path = Path::Field(&self.path, &key);
                    let value = Some(value);
                    entry(&key, &mut Reader { value, path, noted: false, notes: self.notes, shown: None });
                }
            }
            Kind::Null => {}
            Kind::List if value.items().next().is_none() => {}
            other => self.notes.misfit(self.path, "an object", other.name()),
        }
    }

    /// Are fields read? Else they are shown, and have to stay as they are.
    pub fn is_reading(&self) -> bool {
        self.shown.is_none()
    }

    /// Is there nothing but null?
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    /// Takes the value out, with all that is in it.
    pub fn take(&mut self) -> Value {
        match self.value.take() {
            Some(value) if self.takes_memory(value.value_size()) => value.value(),
            _ => Value::Null,
        }
    }

    /// Notes that the value is not what was wanted.
    pub fn misfit(&mut self, expected: &'static str, found: &Value) {
        self.notes.misfit(self.path, expected, kind(found));
    }

    /// Takes a value out that is neither list nor object; those are noted as misfits. Nothing for null.
    pub(super) fn take_scalar(&mut self, expected: &'static str) -> Option<Value> {
        let value = self.value.take()?;
        match value.kind() {
            Kind::Null => None,
            found @ (Kind::List | Kind::Object) => {
                self.notes.misfit(self.path, expected, found.name());
                None
            }
            _ => Some(value.scalar()),
        }
    }

    /// Reads the value. An empty text that does not fit is no misfit then, and `false`: there is nothing.
    pub(crate) fn read_unless_blank(&mut self, target: &mut dyn Decode) -> bool {
        let is_blank = self.value.is_some_and(|value| value.is_empty_text());
        let mismatches = self.notes.mismatches.len();
        target.decode(self);
        let fits = self.notes.mismatches.len() == mismatches;
        if is_blank {
            self.notes.mismatches.truncate(mismatches);
        }
        fits || !is_blank
    }

    /// May so many more bytes of memory be taken? If not, it is noted, once.
    pub(super) fn takes_memory(&mut self, bytes: usize) -> bool {
        let left = self.notes.memory.and_then(|memory| memory.checked_sub(bytes));
        if left.is_none() && self.notes.memory.is_some() {
            self.notes.misfit(self.path, "fewer values", "more than are taken");
        }
        self.notes.memory = left;
        left.is_some()
    }

    /// May a map take one more entry? Maps have room for eleven at a time, of which half are taken.
    pub(crate) fn takes_entry<T>(&mut self, map: &super::Map<T>) -> bool {
        const ROOM: usize = 11;
        let entry = size_of::<(String, T)>();
        let begins = if map.is_empty() { ROOM * entry } else { 0 };
        self.takes_memory(begins + 3 * entry)
    }

    /// What it is; null once it has been taken.
    pub(crate) fn kind(&self) -> Kind {
        self.value.map_or(Kind::Null, |value| value.kind())
    }

    /// Notes that something else than this was found here.
    #[cfg(feature = "serde")]
    pub(crate) fn note(&mut self, expected: &'static str, found: &'static str) {
        self.notes.misfit(self.path, expected, found);
    }

    /// What a field is, where it is there.
    #[cfg(feature = "serde")]
    pub(crate) fn kind_of(&self, name: &str) -> Option<Kind> {
        self.value.filter(|value| value.kind() == Kind::Object)?.get(name).map(|value| value.kind())
    }

    /// Are there other fields than these?
    #[cfg(feature = "serde")]
    pub(crate) fn has_others(&self, known: &[&str]) -> bool {
        let is_known = |name: &Item<'_>| name.text().is_some_and(|name| known.contains(&&*name));
        let is_object = |value: &Item<'_>| value.kind() == Kind::Object;
        self.value.filter(is_object).is_some_and(|value| value.entries().any(|(name, _)| !is_known(&name)))
    }

    /// Reads a field if it is there, and returns whether it was.
    fn read_field(&mut self, name: &str, target: &mut dyn Decode, blank_is_absent: bool) -> bool {
        if let Some(shown) = &mut self.shown {
            shown.field(name, target);
            return false;
        }
        let Some(object) = self.value else { return false };
        let value = match object.kind() {
            Kind::Object => object.get(name),
            Kind::Null => None,
            Kind::List if object.items().next().is_none() => None,
            other => {
                // Noted once; the fields that follow find nothing and note nothing.
                self.noted = true;
                self.value = None;
                self.notes.misfit(self.path, "an object", other.name());
                None
            }
        };
        let Some(value) = value.filter(|value| value.kind() != Kind::Null) else { return false };
        let path = Path::Field(&self.path, name);
        let reader = &mut Reader { value: Some(value), path, noted: false, notes: self.notes, shown: None };
        match blank_is_absent {
            true => reader.read_unless_blank(target),
            false => {
                target.decode(reader);
                true
            }
        }
    }
}

impl Path<'_> {
    fn to_text(self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Field(Path::Root, name) => name.to_owned(),
            Self::Field(parent, name) => format!("{}.{name}", parent.to_text()),
            Self::Item(parent, index) => format!("{}[{index}]", parent.to_text()),
        }
    }
}

impl Notes {
    fn misfit(&mut self, path: Path<'_>, expected: &'static str, found: &'static str) {
        if self.mismatches.len() < MOST_MISMATCHES {
            self.mismatches.push(Mismatch { path: path.to_text(), expected, found });
        }
    }
}

/// What a value is, without saying what it holds.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::Text,
        Value::Array(_) => Kind::List,
        Value::Object(_) => Kind::Object,
    }
    .name()
}
