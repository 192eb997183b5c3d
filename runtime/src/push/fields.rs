//! The fields of a message, whether it came as XML or as JSON.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

/// The fields of a message, by name. `Debug` shows the names alone: values can be secret or private.
///
/// ```
/// # fn read(fields: &wxopen_runtime::push::Fields) {
/// for item in fields.list("SubscribeMsgPopupEvent.List") {
///     println!("{:?}: {:?}", item.text("TemplateId"), item.text("SubscribeStatusString"));
/// }
/// # }
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Fields(pub(super) Map<String, Value>);

/// One value of a message, with what is inside it. `Debug` shows its kind alone.
#[derive(Clone, Copy, PartialEq)]
pub struct Field<'a>(&'a Value);

impl Fields {
    /// A field as it is. From XML all are texts, objects where elements are inside, and lists where a name repeats.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A field by its path, `SubscribeMsgPopupEvent.List`.
    ///
    /// In XML an event can have an element of its own around its fields, named like the event, which JSON leaves out. A path
    /// reads both, with that element or without.
    pub fn at(&self, path: &str) -> Option<Field<'_>> {
        let whole = find(&self.0, path);
        let without = || find(&self.0, path.split_once('.').filter(|(first, _)| self.is_event(first))?.1);
        let inside = || find(self.0.iter().find(|(name, _)| self.is_event(name))?.1.as_object()?, path);
        whole.or_else(without).or_else(inside)
    }

    /// What is at a path, as a list: one value and several are read alike, and so are XML and JSON. Nothing where the field
    /// is missing or empty.
    pub fn list(&self, path: &str) -> Vec<Field<'_>> {
        self.at(path).map(Field::items).unwrap_or_default()
    }

    /// A field as text; a number too is one. `name` can be a path.
    pub fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.at(name)?.as_text()
    }

    /// A field as a whole number; digits in a text too are one. `name` can be a path.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.at(name)?.as_integer()
    }

    /// A field that is a time in seconds since 1970. `name` can be a path.
    pub fn time(&self, name: &str) -> Option<SystemTime> {
        self.at(name)?.as_time()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// A text that is there and not empty.
    pub(super) fn filled(&self, name: &str) -> Option<String> {
        self.text(name).filter(|text| !text.is_empty()).map(Cow::into_owned)
    }

    /// Is it the name of the message's event, `SubscribeMsgPopupEvent` for `subscribe_msg_popup_event`?
    fn is_event(&self, element: &str) -> bool {
        let event = self.get("Event").and_then(Value::as_str).unwrap_or_default();
        let letters = event.chars().filter(|c| *c != '_').flat_map(char::to_lowercase);
        !event.is_empty() && element.chars().flat_map(char::to_lowercase).eq(letters)
    }
}

impl<'a> Field<'a> {
    /// The value as it is.
    pub fn value(self) -> &'a Value {
        self.0
    }

    /// What is inside it, by its path.
    pub fn at(self, path: &str) -> Option<Field<'a>> {
        find(self.0.as_object()?, path)
    }

    /// What is inside it at a path, as [`Fields::list`].
    pub fn list(self, path: &str) -> Vec<Field<'a>> {
        self.at(path).map(Self::items).unwrap_or_default()
    }

    /// A text inside it, as [`Fields::text`].
    pub fn text(self, path: &str) -> Option<Cow<'a, str>> {
        self.at(path)?.as_text()
    }

    /// A whole number inside it, as [`Fields::integer`].
    pub fn integer(self, path: &str) -> Option<i64> {
        self.at(path)?.as_integer()
    }

    /// A time inside it, as [`Fields::time`].
    pub fn time(self, path: &str) -> Option<SystemTime> {
        self.at(path)?.as_time()
    }

    /// The value as text; a number too is one.
    pub fn as_text(self) -> Option<Cow<'a, str>> {
        match self.0 {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    /// The value as a whole number; digits in a text too are one.
    pub fn as_integer(self) -> Option<i64> {
        self.as_text()?.trim().parse().ok()
    }

    /// The value as a time in seconds since 1970.
    pub fn as_time(self) -> Option<SystemTime> {
        let seconds = u64::try_from(self.as_integer()?).ok()?;
        UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
    }

    /// Itself, unless it is a list of others; nothing where it is empty.
    fn items(self) -> Vec<Field<'a>> {
        match self.0 {
            Value::Array(values) => values.iter().map(Field).collect(),
            Value::Null => Vec::new(),
            Value::String(text) if text.is_empty() => Vec::new(),
            Value::Object(fields) if fields.is_empty() => Vec::new(),
            _ => vec![self],
        }
    }
}

/// What is at a path. A name with a dot in it takes precedence.
fn find<'a>(fields: &'a Map<String, Value>, path: &str) -> Option<Field<'a>> {
    if let Some(value) = fields.get(path) {
        return Some(Field(value));
    }
    let (first, rest) = path.split_once('.')?;
    Field(fields.get(first)?).at(rest)
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields")?;
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Value::Array(_) => "Field(list)",
            Value::Object(_) => "Field(object)",
            _ => "Field(value)",
        })
    }
}
