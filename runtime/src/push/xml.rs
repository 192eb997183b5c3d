//! XML as WeChat writes it: elements with text, CDATA or elements in them.
//!
//! Whatever else XML can do is refused: a document type, entities of its own, processing instructions. Depth and number
//! of elements have limits, and nothing recurses.

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
struct Open {
    name: String,
    text: String,
    children: Map<String, Value>,
}

/// The elements inside the root.
pub(super) fn read(text: &str) -> Result<Map<String, Value>, &'static str> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Open> = Vec::new();
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
            Event::Start(start) => open.push(Open { name: start.name().as_ref().to_owned(), ..Open::default() }),
            Event::Empty(start) => {
                close(Open { name: start.name().as_ref().to_owned(), ..Open::default() }, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let element = open.pop().ok_or("it is not well-formed XML")?;
                close(element, &mut open, &mut root)?;
            }
            Event::Text(text) => push_text(&mut open, &text.into_inner())?,
            Event::CData(text) => push_text(&mut open, &text.into_inner())?,
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
fn close(element: Open, open: &mut [Open], root: &mut Option<Map<String, Value>>) -> Result<(), &'static str> {
    let Open { name, text, children } = element;
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
fn push_text(open: &mut [Open], text: &str) -> Result<(), &'static str> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err("text outside the root element"),
    }
    Ok(())
}

/// A character by number, or one of the five entities that every document has.
fn resolve(reference: &BytesRef<'_>, open: &mut [Open]) -> Result<(), &'static str> {
    let character = reference.resolve_char_ref().map_err(|_| "a character reference is wrong")?;
    let Some(character) = character else {
        let text = resolve_predefined_entity(reference).ok_or("entities are not taken")?;
        return push_text(open, text);
    };
    push_text(open, character.encode_utf8(&mut [0; 4]))
}
