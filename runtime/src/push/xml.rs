//! XML as WeChat writes it: elements with text, CDATA or elements in them.
//!
//! Whatever else XML can do is refused: a document type, entities of its own, processing instructions. Depth and number
//! of elements have limits, and nothing recurses. White space around elements, CDATA and text is layout; inside of CDATA it
//! is text.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use serde_json::{Map, Value};

/// Elements within elements, at most.
const DEEPEST: usize = 16;
/// Elements, at most.
const MOST_ELEMENTS: usize = 4096;

/// An element whose end has not come.
#[derive(Default)]
struct OpenElement {
    name: String,
    text: String,
    /// The part of the text from the first to the last CDATA or reference, whose white space is no layout.
    literal: Option<Range<usize>>,
    children: Map<String, Value>,
}

impl OpenElement {
    fn push_literal(&mut self, text: &str) {
        let start = self.literal.as_ref().map_or(self.text.len(), |literal| literal.start);
        self.text.push_str(text);
        self.literal = Some(start..self.text.len());
    }

    /// The text without layout.
    fn text(&self) -> String {
        let Range { start, end } = self.literal.clone().unwrap_or(0..0);
        let part = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        let (before, literal, after) = (part(0..start), part(start..end), part(end..self.text.len()));
        match self.literal {
            Some(_) => [before.trim_start(), literal, after.trim_end()].concat(),
            None => self.text.trim().to_owned(),
        }
    }
}

/// The elements inside the root.
pub(super) fn read(text: &str) -> Result<Map<String, Value>, &'static str> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<OpenElement> = Vec::new();
    let mut root = None;
    let mut elements = 0;
    loop {
        let event = reader.read_event().map_err(|_| "it is not well-formed XML")?;
        if matches!(event, Event::Start(_) | Event::Empty(_)) {
            elements += 1;
            if root.is_some() {
                return Err("more than one root element");
            }
            if elements > MOST_ELEMENTS || open.len() >= DEEPEST {
                return Err("too many elements, or too deep");
            }
        }
        match event {
            Event::Start(start) => {
                open.push(OpenElement { name: start.name().as_ref().to_owned(), ..OpenElement::default() })
            }
            Event::Empty(start) => {
                close(
                    OpenElement { name: start.name().as_ref().to_owned(), ..OpenElement::default() },
                    &mut open,
                    &mut root,
                )?;
            }
            Event::End(_) => {
                let element = open.pop().ok_or("it is not well-formed XML")?;
                close(element, &mut open, &mut root)?;
            }
            Event::Text(text) => push_text(&mut open, &text.into_inner())?,
            Event::CData(text) => {
                open.last_mut().ok_or("text outside the root element")?.push_literal(&text.into_inner());
            }
            Event::GeneralRef(reference) => resolve(&reference, &mut open)?,
            Event::Comment(_) | Event::Decl(_) => {}
            Event::DocType(_) => return Err("a document type is not taken"),
            Event::PI(_) => return Err("processing instructions are not taken"),
            Event::Eof if open.is_empty() => return root.ok_or("there is no XML element"),
            Event::Eof => return Err("it is not well-formed XML"),
        }
    }
}

/// Puts an element into the one around it; of the root, what is in it is the document.
fn close(
    element: OpenElement,
    open: &mut [OpenElement],
    root: &mut Option<Map<String, Value>>,
) -> Result<(), &'static str> {
    let text = element.text();
    let OpenElement { name, children, .. } = element;
    let blank = text.trim().is_empty();
    if !blank && (open.is_empty() || !children.is_empty()) {
        return Err("text between elements");
    }
    let Some(around) = open.last_mut() else {
        *root = Some(children);
        return Ok(());
    };
    let value = if children.is_empty() { Value::String(text) } else { Value::Object(children) };
    match around.children.get_mut(&name) {
        None => drop(around.children.insert(name, value)),
        Some(Value::Array(items)) => items.push(value),
        Some(first) => {
            let list = vec![first.take(), value];
            *first = Value::Array(list);
        }
    }
    Ok(())
}

/// Adds to the text of the innermost element. Outside the root there may be white space.
fn push_text(open: &mut [OpenElement], text: &str) -> Result<(), &'static str> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err("text outside the root element"),
    }
    Ok(())
}

/// A character by number, or one of the five entities that every document has.
fn resolve(reference: &BytesRef<'_>, open: &mut [OpenElement]) -> Result<(), &'static str> {
    let element = open.last_mut().ok_or("text outside the root element")?;
    match reference.resolve_char_ref().map_err(|_| "a character reference is wrong")? {
        Some(character) => element.push_literal(character.encode_utf8(&mut [0; 4])),
        None => element.push_literal(resolve_predefined_entity(reference).ok_or("entities are not taken")?),
    }
    Ok(())
}
