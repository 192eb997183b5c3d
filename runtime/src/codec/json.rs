//! How JSON from WeChat is read: the one reader for replies, pushes and errors.
//!
//! Strictly first; a text that is not well-formed is repaired and read again, see [`repair`](super::repair). A byte order
//! mark and surrogates without their other half never matter.
//!
//! What is read is an index of where each value begins, eight bytes a value, beside the text. A tree of values would take
//! up to a hundred times the bytes that came.

use std::borrow::Cow;

use serde_core::de::IgnoredAny;
use serde_json::{Map, Value};

use super::repair::{Backslash, repair, without_lone_surrogates};

/// Lists and objects within each other, at most.
const DEEPEST: usize = 128;
/// A bit beside the place of a text: it has escapes.
const ESCAPED: u32 = 1 << 31;

/// JSON that has been read. It does not hold the text, unless that was repaired.
#[derive(Debug, Default)]
pub struct Json {
    nodes: Vec<Node>,
    repaired: Option<Vec<u8>>,
}

/// A value, or the name of a field, which comes before its value.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Where it begins; for a text with [`ESCAPED`] where it has escapes.
    start: u32,
    /// The first node behind it and all that is inside it.
    next: u32,
}

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotJson {
    /// There is nothing.
    Empty,
    /// It ends too early.
    Cut,
    /// It is something else, or too deep or too long.
    Other,
}

impl NotJson {
    /// What is there instead, for errors.
    pub(crate) fn found(self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::Cut => "JSON that is cut short",
            Self::Other => "something else",
        }
    }
}

/// A value in a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item<'a> {
    text: &'a [u8],
    nodes: &'a [Node],
    at: usize,
}

/// The kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Json {
    /// Reads a whole document.
    pub(crate) fn read(text: &[u8]) -> Result<Self, NotJson> {
        let whole = skip_mark(text);
        if whole.trim_ascii_start().is_empty() {
            return Err(NotJson::Empty);
        }
        if check(whole).is_ok() {
            return Ok(Self { nodes: index(text, text.len() - whole.len())?, repaired: None });
        }
        let mut repaired = repair(whole, Backslash::Escapes);
        let mut checked = check(&repaired);
        if checked.is_err() && str::from_utf8(whole).is_err() {
            repaired = repair(whole, Backslash::EndsCharacter);
            checked = checked.or_else(|first| check(&repaired).map_err(|_| first));
        }
        checked?;
        Ok(Self { nodes: index(&repaired, 0)?, repaired: Some(repaired) })
    }

    /// The outermost value; `text` is what was read. Nothing where nothing was read.
    pub(crate) fn root<'a>(&'a self, text: &'a [u8]) -> Option<Item<'a>> {
        let text = self.repaired.as_deref().unwrap_or(text);
        (!self.nodes.is_empty()).then_some(Item { text, nodes: &self.nodes, at: 0 })
    }
}

fn skip_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}

/// Is it JSON, to the letter? Depth is not looked at.
fn check(text: &[u8]) -> Result<(), NotJson> {
    let utf8 = str::from_utf8(text).map_err(|_| NotJson::Other)?;
    match serde_json::from_str::<IgnoredAny>(utf8) {
        Ok(_) => Ok(()),
        Err(error) if error.is_eof() => Err(NotJson::Cut),
        Err(_) => Err(NotJson::Other),
    }
}

/// Where each value of a well-formed text begins.
fn index(text: &[u8], from: usize) -> Result<Vec<Node>, NotJson> {
    if text.len() >= ESCAPED as usize {
        return Err(NotJson::Other);
    }
    let place = |at: usize| u32::try_from(at).map_err(|_| NotJson::Other);
    // Each value but the outermost one follows one of these.
    let count = text.iter().filter(|byte| matches!(byte, b',' | b':' | b'[' | b'{')).count() + 1;
    let mut nodes: Vec<Node> = Vec::with_capacity(count);
    let mut open = Vec::new();
    let mut at = from;
    while let Some(byte) = text.get(at) {
        let (start, next) = (place(at)?, place(nodes.len())? + 1);
        at = match byte {
            b'{' | b'[' => {
                if open.len() == DEEPEST {
                    return Err(NotJson::Other);
                }
                open.push(nodes.len());
                nodes.push(Node { start, next });
                at + 1
            }
            b'}' | b']' => {
                let next = place(nodes.len())?;
                if let Some(node) = open.pop().and_then(|opened| nodes.get_mut(opened)) {
                    node.next = next;
                }
                at + 1
            }
            b'"' => {
                let (end, escaped) = end_of_text(text, at + 1);
                nodes.push(Node { start: if escaped { start | ESCAPED } else { start }, next });
                end + 1
            }
            b't' | b'f' | b'n' | b'-' | b'0'..=b'9' => {
                nodes.push(Node { start, next });
                end_of_word(text, at)
            }
            _ => at + 1,
        };
    }
    nodes.shrink_to_fit();
    Ok(nodes)
}

/// Where the quotation mark is that ends a text, and whether escapes are before it.
fn end_of_text(text: &[u8], from: usize) -> (usize, bool) {
    let mut at = from;
    let mut escaped = false;
    loop {
        match text.get(at) {
            Some(b'\\') => {
                escaped = true;
                at += 2;
            }
            None | Some(b'"') => return (at, escaped),
            Some(_) => at += 1,
        }
    }
}

/// Where a number, `true`, `false` or `null` ends.
fn end_of_word(text: &[u8], from: usize) -> usize {
    let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
    from + text.iter().skip(from).take_while(|byte| is_inside(byte)).count()
}

impl<'a> Item<'a> {
    fn node(&self) -> Node {
        self.nodes.get(self.at).copied().unwrap_or(Node { start: u32::MAX, next: u32::MAX })
    }

    fn start(&self) -> usize {
        (self.node().start & !ESCAPED) as usize
    }

    /// What kind of value it is.
    pub(crate) fn kind(&self) -> Kind {
        match self.text.get(self.start()) {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::List,
            Some(b'"') => Kind::Text,
            Some(b't' | b'f') => Kind::Boolean,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            _ => Kind::Null,
        }
    }

    /// Is it a text with nothing in it?
    pub(crate) fn is_empty_text(&self) -> bool {
        self.text.get(self.start()..).is_some_and(|text| text.starts_with(b"\"\""))
    }

    /// A text.
    pub(crate) fn text(&self) -> Option<Cow<'a, str>> {
        if self.kind() != Kind::Text {
            return None;
        }
        let start = self.start();
        let (end, escaped) = end_of_text(self.text, start + 1);
        if !escaped {
            return Some(String::from_utf8_lossy(self.text.get(start + 1..end)?));
        }
        let quoted = self.text.get(start..=end)?;
        let whole =
            serde_json::from_slice(quoted).or_else(|_| serde_json::from_slice(&without_lone_surrogates(quoted)));
        whole.ok().map(Cow::Owned)
    }

    /// A value that is neither list nor object. A number beyond all bounds is the text that it is written as.
    pub(crate) fn scalar(&self) -> Value {
        match self.kind() {
            Kind::Text => self.text().map_or(Value::Null, |text| Value::String(text.into_owned())),
            Kind::Null | Kind::List | Kind::Object => Value::Null,
            Kind::Boolean | Kind::Number => {
                let word = self.text.get(self.start()..end_of_word(self.text, self.start())).unwrap_or_default();
                serde_json::from_slice(word)
                    .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(word).into_owned()))
            }
        }
    }

    /// A field of an object; of several with one name the last.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        self.entries().filter(|(key, _)| key.is_called(name)).last().map(|(_, value)| value)
    }

    /// Is it the text `name`?
    fn is_called(&self, name: &str) -> bool {
        if self.node().start & ESCAPED != 0 {
            return self.text().is_some_and(|text| text == name);
        }
        let rest = self.text.get(self.start() + 1..).and_then(|text| text.strip_prefix(name.as_bytes()));
        rest.is_some_and(|rest| rest.first() == Some(&b'"'))
    }

    /// The values of a list.
    pub(crate) fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        self.inside(Kind::List)
    }

    /// The fields of an object: name and value.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Self, Self)> + use<'a> {
        let mut inside = self.inside(Kind::Object);
        std::iter::from_fn(move || Some((inside.next()?, inside.next()?)))
    }

    /// What is right inside it, if it is of that kind.
    fn inside(&self, kind: Kind) -> impl Iterator<Item = Self> + use<'a> {
        let (all, end) = (*self, self.node().next as usize);
        let mut at = if self.kind() == kind { self.at + 1 } else { end };
        std::iter::from_fn(move || {
            let item = Self { at, ..all };
            (at < end).then(|| at = item.node().next as usize)?;
            Some(item)
        })
    }

    /// How many bytes of memory [`value`](Self::value) takes, about and at most.
    pub(crate) fn value_size(&self) -> usize {
        /// A value; a node of a map with room for eleven entries, half of them taken.
        const VALUE: usize = size_of::<Value>();
        const MAP: usize = 11 * (size_of::<String>() + VALUE) + 128;
        match self.kind() {
            Kind::List => self.items().map(|item| VALUE + item.value_size()).sum(),
            Kind::Object => {
                let inside: usize = self.entries().map(|(_, value)| MAP / 5 + value.value_size()).sum();
                if inside == 0 { 0 } else { MAP + inside }
            }
            _ => 0,
        }
    }

    /// All of it, as a tree of values.
    pub(crate) fn value(&self) -> Value {
        match self.kind() {
            Kind::List => {
                let mut values = Vec::with_capacity(self.items().count());
                values.extend(self.items().map(|item| item.value()));
                Value::Array(values)
            }
            Kind::Object => Value::Object(self.fields()),
            _ => self.scalar(),
        }
    }

    /// The fields of an object, as trees of values.
    pub(crate) fn fields(&self) -> Map<String, Value> {
        let field = |(name, value): (Self, Self)| (name.text().unwrap_or_default().into_owned(), value.value());
        self.entries().map(field).collect()
    }
}

impl Kind {
    /// Its name, for errors.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}
