//! Reading mappings: keys are taken one by one, and what is left at the end is unknown.

use serde_json::Value;

use super::tree::{self, Kind, Node};
use crate::report::{Diagnostic, codes};
use crate::source::Span;
use crate::source::Spanned;
use crate::yaml::{Key, Shape};

/// A mapping that is being read.
pub struct Table<'n> {
    entries: Vec<(&'n Spanned<tree::MapKey>, Option<&'n Node>)>,
    span: Span,
    what: &'static str,
    keys: &'static [Key],
}

impl<'n> Table<'n> {
    /// Starts reading; a node that is no mapping is reported. `what` names it for people: "an endpoint".
    pub fn open(
        node: &'n Node,
        what: &'static str,
        keys: &'static [Key],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let entries = entries(node, what, diagnostics)?;
        let entries = entries.into_iter().map(|(key, value)| (key, Some(value))).collect();
        Some(Self { entries, span: node.span, what, keys })
    }

    /// Takes the value of a key, if it is there.
    pub fn take(&mut self, key: &str) -> Option<&'n Node> {
        self.entries.iter_mut().find(|(known, value)| known.value.text == key && value.is_some())?.1.take()
    }

    /// Where a key stands.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(known, _)| known.value.text == key).map(|(known, _)| known.span)
    }

    /// Takes a text.
    pub fn text(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        let text = text(node, &format!("`{key}`"), diagnostics)?;
        let says_something = self.keys.iter().any(|known| known.name == key && known.shape == Shape::Words);
        if says_something && is_blank(&text, diagnostics) { None } else { Some(text) }
    }

    /// Takes a text that everything needs; a missing one was reported by [`Self::require`] and is empty.
    pub fn text_or_empty(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Spanned<String> {
        let here = Span { end: self.span.start, ..self.span };
        self.text(key, diagnostics).unwrap_or(Spanned { value: String::new(), span: here })
    }

    /// Takes a flag.
    pub fn flag(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Spanned<bool>> {
        let node = self.take(key)?;
        match value(node) {
            Some(Value::Bool(flag)) => Some(Spanned { value: flag, span: node.span }),
            _ => {
                wrong_type(node, &format!("`{key}`"), "true or false", diagnostics);
                None
            }
        }
    }

    /// Takes one of some words.
    pub fn word(
        &mut self,
        key: &str,
        words: &'static [&'static str],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Spanned<&'static str>> {
        word(self.take(key)?, key, words, diagnostics)
    }

    /// Takes a list of texts.
    pub fn texts(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Spanned<String>> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let what = format!("an item of `{key}`");
        list(node, &format!("`{key}`"), diagnostics).iter().filter_map(|node| text(node, &what, diagnostics)).collect()
    }

    /// Reports required keys that are missing. Before anything is taken.
    pub fn require(&self, diagnostics: &mut Vec<Diagnostic>) {
        for key in self.keys.iter().filter(|key| key.required && self.key_span(key.name).is_none()) {
            diagnostics.push(
                Diagnostic::error(codes::MISSING_KEY, format!("{} lacks `{}`", self.what, key.name))
                    .at(Span { end: self.span.start, ..self.span }, "it belongs here")
                    .help(format!("`{}`: {}", key.name, key.doc)),
            );
        }
    }

    /// Reports what was not taken.
    pub fn close(self, diagnostics: &mut Vec<Diagnostic>) {
        for (key, _) in self.entries.iter().filter(|(_, value)| value.is_some()) {
            let name = &key.value.text;
            let known = self.keys.iter().map(|key| key.name);
            let diagnostic = match self.keys.iter().any(|known| known.name == name) {
                true => {
                    Diagnostic::error(codes::UNKNOWN_KEY, format!("`{name}` has no meaning in {} like this", self.what))
                }
                false => Diagnostic::error(codes::UNKNOWN_KEY, format!("{} has no key `{name}`", self.what))
                    .did_you_mean(name, known),
            };
            diagnostics.push(diagnostic.at(key.span, ""));
        }
    }
}

/// The entries of a mapping, each key once. Keys that stand twice are reported, and so is anything but a mapping.
pub fn entries<'n>(
    node: &'n Node,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<(&'n Spanned<tree::MapKey>, &'n Node)>> {
    let Kind::Map(all) = &node.kind else {
        wrong_type(node, what, "a mapping", diagnostics);
        return None;
    };
    let mut seen = std::collections::HashMap::with_capacity(all.len());
    let mut entries = Vec::with_capacity(all.len());
    for (key, value) in all {
        match seen.get(key.value.text.as_str()) {
            None => {
                seen.insert(key.value.text.as_str(), key.span);
                entries.push((key, value));
            }
            Some(first) => diagnostics.push(
                Diagnostic::error(codes::DUPLICATE_KEY, format!("`{}` stands twice in {what}", key.value.text))
                    .at(key.span, "the second one")
                    .also(*first, "the first one")
                    .help("keep one of the two"),
            ),
        }
    }
    Some(entries)
}

/// The items of a list; anything else is reported.
pub fn list<'n>(node: &'n Node, what: &str, diagnostics: &mut Vec<Diagnostic>) -> &'n [Node] {
    match &node.kind {
        Kind::List(items) => items,
        Kind::Null => &[],
        _ => {
            wrong_type(node, what, "a list", diagnostics);
            &[]
        }
    }
}

/// Reports a text that says nothing.
pub fn is_blank(text: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let blank = text.value.trim().is_empty();
    if blank {
        diagnostics
            .push(Diagnostic::error(codes::EMPTY_TEXT, "a text is empty").at(text.span, "it has to say something"));
    }
    blank
}

/// A text. Numbers that are not quoted are taken as they are written: `since: 2023` is a text too. Flags are not, for
/// `deprecated: true` would make a reason of the word.
pub fn text(node: &Node, what: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    match &node.kind {
        Kind::Scalar { text, quoted } if !tree::scalar(text, *quoted).is_boolean() => {
            Some(Spanned { value: text.clone(), span: node.span })
        }
        _ => {
            wrong_type(node, what, "a text", diagnostics);
            None
        }
    }
}

/// One of some words.
pub fn word(
    node: &Node,
    key: &str,
    words: &'static [&'static str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Spanned<&'static str>> {
    let written = text(node, &format!("`{key}`"), diagnostics)?;
    match words.iter().find(|word| **word == written.value) {
        Some(word) => Some(Spanned { value: word, span: node.span }),
        None => {
            diagnostics.push(
                Diagnostic::error(codes::UNKNOWN_WORD, format!("`{key}` cannot be {:?}", written.value))
                    .at(node.span, "")
                    .did_you_mean(&written.value, words.iter().copied())
                    .help(format!("it is one of {}", words.join(", "))),
            );
            None
        }
    }
}

/// A scalar's value.
pub fn value(node: &Node) -> Option<Value> {
    match &node.kind {
        Kind::Scalar { text, quoted } => Some(tree::scalar(text, *quoted)),
        _ => None,
    }
}

/// Any YAML as JSON. The tree is bounded in depth.
pub fn to_json(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Scalar { text, quoted } => tree::scalar(text, *quoted),
        Kind::List(items) => Value::Array(items.iter().map(to_json).collect()),
        Kind::Map(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.value.text.clone(), to_json(value))).collect())
        }
    }
}

/// Reports a value of the wrong type.
pub fn wrong_type(node: &Node, what: &str, wanted: &str, diagnostics: &mut Vec<Diagnostic>) {
    let found = match &node.kind {
        Kind::Null => "nothing".to_owned(),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "a mapping".to_owned(),
        Kind::Scalar { text, quoted } => match tree::scalar(text, *quoted) {
            Value::Bool(_) => "a flag".to_owned(),
            Value::Number(_) => "a number".to_owned(),
            _ => "a text".to_owned(),
        },
    };
    diagnostics.push(
        Diagnostic::error(codes::WRONG_TYPE, format!("{what} must be {wanted}, not {found}"))
            .at(node.span, format!("this is {found}")),
    );
}
