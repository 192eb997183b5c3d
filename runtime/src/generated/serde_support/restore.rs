//! Requests read back from the JSON that they were written as.
//!
//! A reply is read in place, field by field, into a value that is there already. A request has no such value: what is
//! required has no default. So its fields are read first, and the struct is made of them.

use std::fmt;

use serde_json::Value;

use crate::codec::{self, Bytes, Decode, Encode, Grow, Kind, Map, Mismatch, Reader, Secret};
use crate::endpoint::file::File;
use crate::endpoint::{self, Endpoint};

/// A value of a request that can be read back.
pub trait Restore: Sized {
    /// Reads it. `None` where it cannot be made; the reason is noted.
    fn restore(input: &mut Reader<'_>) -> Option<Self>;

    /// What a field has that is missing; `None` where it has to be there.
    fn missing() -> Option<Self> {
        None
    }

    /// What null is, where that is not the same as missing.
    fn null() -> Option<Self> {
        None
    }
}

/// A choice between several fields of one object.
pub trait Alternatives: Sized {
    /// The names of the fields.
    const NAMES: &'static [&'static str];
    /// The same as an error says it.
    const EXPECTED: &'static str;

    /// Reads the field of that name.
    fn alternative(name: &str, input: &mut Reader<'_>) -> Option<Self>;
}

/// A choice that is required, or one that is not.
pub trait RestoreChoice: Sized {
    /// The names of the fields.
    const NAMES: &'static [&'static str];

    /// Reads it from the object whose fields are its alternatives.
    fn restore_choice(input: &mut Reader<'_>) -> Option<Self>;
}

/// Reads a whole value.
pub(super) fn from_value<T: Restore>(value: Value) -> Result<T, Vec<Mismatch>> {
    // Inside, null is a part with nothing set; as a whole it is a mistake.
    if value.is_null() {
        return Err(vec![Mismatch { path: String::new(), expected: "a value", found: "null" }]);
    }
    let mut read = Read(None);
    let mismatches = codec::read_into(value.to_string().as_bytes(), &mut read);
    read.0.filter(|_| mismatches.is_empty()).ok_or(mismatches)
}

/// The fields of an object that a struct is made of.
#[derive(Debug)]
pub struct RestoredFields<'r, 'a> {
    input: &'r mut Reader<'a>,
    /// The names that were asked for.
    names: Vec<&'static str>,
}

impl<'r, 'a> RestoredFields<'r, 'a> {
    /// Those of this object.
    pub fn of(input: &'r mut Reader<'a>) -> Self {
        Self { input, names: Vec::new() }
    }

    /// Reads a field.
    pub fn field<T: Restore>(&mut self, name: &'static str) -> Option<T> {
        self.names.push(name);
        field(self.input, name)
    }

    /// Reads a choice between fields.
    pub fn choice<T: RestoreChoice>(&mut self) -> Option<T> {
        self.names.extend(T::NAMES);
        T::restore_choice(self.input)
    }

    /// Holds what a part of a request fixes against what is there.
    pub fn check_part(self, part: &dyn Encode) {
        self.check(|| serde_json::from_str(&codec::to_json(part)).unwrap_or_default());
    }

    /// The same for a call.
    pub fn check_call(self, call: &impl Endpoint) {
        self.check(|| endpoint::to_json(call));
    }

    /// What the value writes without having a field for it is fixed, and has to be the same where it is there. Whatever else
    /// is there nobody knows, and it does no harm.
    fn check(self, written: impl FnOnce() -> Value) {
        match self.input.kind() {
            Kind::Object if self.input.has_others(&self.names) => {
                if let Value::Object(written) = written() {
                    let fixed = written.into_iter().filter(|(name, _)| !self.names.contains(&name.as_str()));
                    fixed.for_each(|(name, value)| self.input.field(&name, &mut Fixed(value)));
                }
            }
            Kind::Object => {}
            // What is no object is noted.
            _ => self.input.entries(&mut |_, _| {}),
        }
    }
}

/// Reads a field.
pub fn field<T: Restore>(input: &mut Reader<'_>, name: &str) -> Option<T> {
    if let (Some(Kind::Null), Some(null)) = (input.kind_of(name), T::null()) {
        return Some(null);
    }
    let mut read = Read(T::missing());
    match read.0 {
        Some(_) => input.field(name, &mut read),
        None => input.required(name, &mut read),
    }
    read.0
}

/// Reads the one alternative that is there.
pub fn chosen<T: Alternatives>(input: &mut Reader<'_>) -> Option<T> {
    match given::<T>(input) {
        [Some(name), None] => T::alternative(name, input),
        [None, _] => refuse(input, T::EXPECTED, "none"),
        _ => refuse(input, T::EXPECTED, "several"),
    }
}

impl<T: Alternatives> RestoreChoice for Option<T> {
    const NAMES: &'static [&'static str] = T::NAMES;

    fn restore_choice(input: &mut Reader<'_>) -> Option<Self> {
        match given::<T>(input) {
            [None, _] => Some(None),
            _ => chosen(input).map(Some),
        }
    }
}

/// The first two alternatives that are there.
fn given<T: Alternatives>(input: &Reader<'_>) -> [Option<&'static str>; 2] {
    let is_there = |name: &&&str| input.kind_of(name).is_some_and(|kind| kind != Kind::Null);
    let mut names = T::NAMES.iter().filter(is_there).copied();
    [names.next(), names.next()]
}

fn refuse<T>(input: &mut Reader<'_>, expected: &'static str, found: &'static str) -> Option<T> {
    input.note(expected, found);
    None
}

/// A field that has one value only.
#[derive(Debug)]
struct Fixed(Value);

impl Decode for Fixed {
    fn decode(&mut self, input: &mut Reader<'_>) {
        let found = input.take();
        if found != self.0 {
            input.misfit("the value that is fixed", &found);
        }
    }
}

/// A value that is read, or not.
struct Read<T>(Option<T>);

impl<T> fmt::Debug for Read<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Read")
    }
}

impl<T: Restore> Decode for Read<T> {
    fn decode(&mut self, input: &mut Reader<'_>) {
        self.0 = T::restore(input);
    }
}

/// Values that reading in place can make.
macro_rules! in_place {
    ($($name:ty),*) => {
        $(impl Restore for $name {
            fn restore(input: &mut Reader<'_>) -> Option<Self> {
                let mut value = Self::default();
                value.decode(input);
                Some(value)
            }
        })*
    };
}

in_place!(String, i64, f64, bool, Bytes, Secret);

impl Restore for Value {
    fn restore(input: &mut Reader<'_>) -> Option<Self> {
        Some(input.take())
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }
}

/// Its bytes are not in the JSON.
impl Restore for File {
    fn restore(input: &mut Reader<'_>) -> Option<Self> {
        let found = input.take();
        input.misfit("a file, whose bytes JSON does not hold", &found);
        None
    }
}

impl<T: Restore> Restore for Option<T> {
    fn restore(input: &mut Reader<'_>) -> Option<Self> {
        let mut read = Read(None);
        match input.read_unless_blank(&mut read) {
            true => read.0.map(Some),
            false => Some(None),
        }
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Restore> Restore for Vec<T> {
    fn restore(input: &mut Reader<'_>) -> Option<Self> {
        let mut list = List(Vec::new());
        input.items(&mut list);
        list.0.into_iter().map(|item| item.0).collect()
    }
}

struct List<T>(Vec<Read<T>>);

impl<T: Restore> Grow for List<T> {
    fn grow(&mut self) -> Option<&mut dyn Decode> {
        self.0.push(Read(None));
        self.0.last_mut().map(|item| item as &mut dyn Decode)
    }

    fn reserve(&mut self, count: usize) {
        self.0.reserve_exact(count);
    }

    fn item_size(&self) -> usize {
        size_of::<Read<T>>()
    }
}

impl<T: Restore> Restore for Map<T> {
    fn restore(input: &mut Reader<'_>) -> Option<Self> {
        let mut map = Some(Self::new());
        input.entries(&mut |key, input| {
            let Some(entries) = map.as_mut().filter(|entries| input.takes_entry(entries)) else { return };
            match T::restore(input) {
                Some(value) => drop(entries.insert(key.to_owned(), value)),
                None => map = None,
            }
        });
        map
    }
}
