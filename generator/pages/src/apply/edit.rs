//! Edits of YAML text by ranges of bytes: what is not edited stays as it is, to the byte.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use crate::yaml::{Yaml, entry, flow, item};
use wxgen::source::Span;
use wxgen::yaml::tree::{Kind, Node};

/// A text and what is to change in it.
#[derive(Debug)]
pub(crate) struct Edits<'a> {
    /// The text as it was.
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
    /// Which edit replaces a range.
    replaced: HashMap<Range<usize>, usize>,
}

impl<'a> Edits<'a> {
    /// Nothing to change yet.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, edits: Vec::new(), replaced: HashMap::new() }
    }

    /// The text as it is to be.
    pub(crate) fn apply(mut self) -> String {
        // Insertions at one place stay in the order they were made.
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.text.len() + 256);
        let mut at = 0;
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        for (range, new) in &self.edits {
            if range.start < at {
                continue;
            }
            out.push_str(self.text.get(at..range.start).unwrap_or_default());
            out.push_str(&new.replace('\n', newline));
            at = range.end;
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        out
    }

    /// Replaces a value that stands on its line, or what it was to be replaced by.
    pub(crate) fn replace(&mut self, span: Span, new: impl Into<String>) {
        let range = span.start as usize..span.end as usize;
        let edit = match range.is_empty() {
            true => self.edits.len(),
            false => *self.replaced.entry(range.clone()).or_insert(self.edits.len()),
        };
        match self.edits.get_mut(edit) {
            Some((_, text)) => *text = new.into(),
            None => self.edits.push((range, new.into())),
        }
    }

    /// What a value is to be replaced by.
    pub(super) fn replacement(&self, span: Span) -> Option<&str> {
        let edit = *self.replaced.get(&(span.start as usize..span.end as usize))?;
        self.edits.get(edit).map(|(_, text)| text.as_str())
    }

    /// Is a mapping or list written in brackets?
    pub(super) fn is_flow(&self, node: &Node) -> bool {
        self.text.get(node.span.start as usize..).is_some_and(|rest| rest.starts_with(['{', '[']))
    }

    /// Adds entries to the end of a mapping.
    pub(crate) fn add_entries(&mut self, map: &Node, entries: &[(Value, Yaml)]) {
        let Kind::Map(known) = &map.kind else { return };
        if self.is_flow(map) {
            let new: Vec<_> = entries.iter().map(|(key, value)| flow_entry(key, value)).collect();
            return self.add_in_brackets(map, known.is_empty(), &new.join(", "));
        }
        let Some((first, _)) = known.first() else { return };
        let Some((last_key, last)) = known.last() else { return };
        let indent = self.column(first.span.start as usize);
        let new: String = entries.iter().map(|(key, value)| entry(key, value, indent)).collect();
        self.add_lines(self.end(last_key.span, last), &new);
    }

    /// Adds an entry to a mapping after one it has, on a line of its own where the mapping is a block.
    pub(super) fn add_entry_after(&mut self, map: &Node, after: &str, key: &str, value: &Yaml) {
        let Kind::Map(known) = &map.kind else { return };
        let Some((known_key, node)) = known.iter().find(|(known, _)| known.value.text == after) else { return };
        if self.is_flow(map) {
            let at = self.end(known_key.span, node);
            self.edits.push((at..at, format!(", {}", flow_entry(&Value::from(key), value))));
        } else {
            let indent = self.column(known_key.span.start as usize);
            self.add_lines(self.end(known_key.span, node), &entry(&Value::from(key), value, indent));
        }
    }

    /// Adds an item to a list: before the item of that number, or at its end.
    pub(super) fn add_item(&mut self, key: Span, list: &Node, before: usize, value: &Yaml) {
        let Kind::List(items) = &list.kind else { return };
        if self.is_flow(list) {
            let Some(next) = items.get(before) else {
                return self.add_in_brackets(list, items.is_empty(), &flow(value));
            };
            let at = next.span.start as usize;
            return self.edits.push((at..at, format!("{}, ", flow(value))));
        }
        let start = list.span.start as usize;
        let indent = self.column(start);
        let at = match before.checked_sub(1).and_then(|last| items.get(last)) {
            Some(last) => self.end(last.span, last),
            None => key.end as usize,
        };
        self.add_lines(at, &item(value, indent));
    }

    /// Adds lines after the line that `at` is on. The last line break of `lines` is the one that is there already.
    pub(crate) fn add_lines(&mut self, at: usize, lines: &str) {
        let rest = self.text.get(at..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let at = at + line.trim_end_matches('\r').len();
        self.edits.push((at..at, format!("\n{}", lines.trim_end_matches('\n'))));
    }

    fn add_in_brackets(&mut self, node: &Node, empty: bool, new: &str) {
        let close = node.span.end as usize;
        let start = node.span.start as usize;
        let inside = self.text.get(start + 1..close).unwrap_or_default();
        let trailing_comma = inside.trim_end().ends_with(',');
        let at = start + 1 + inside.trim_end().len();
        let (before, after) = match (empty, inside.trim_end().len() == inside.len()) {
            (true, _) => (" ", " "),
            (false, _) if trailing_comma => (" ", ""),
            (false, _) => (", ", ""),
        };
        let end = if empty { close } else { at };
        self.edits.push((at..end, format!("{before}{new}{after}")));
    }

    /// Where an entry or item ends: the byte after its last.
    pub(super) fn end(&self, key: Span, node: &Node) -> usize {
        let written = |from: usize, to: usize| from + self.text.get(from..to).unwrap_or_default().trim_end().len();
        match &node.kind {
            Kind::Null => {
                let at = node.span.end.max(key.end) as usize;
                let colon = self.text.get(key.end as usize..).is_some_and(|rest| rest.starts_with(':'));
                let after = key.end as usize + usize::from(colon);
                written(after, at.max(after)).max(after)
            }
            Kind::Scalar { .. } => written(node.span.start as usize, node.span.end as usize),
            Kind::List(_) | Kind::Map(_) if self.is_flow(node) => node.span.end as usize + 1,
            Kind::List(items) => items.last().map_or(key.end as usize, |last| self.end(last.span, last)),
            Kind::Map(entries) => entries.last().map_or(key.end as usize, |(key, last)| self.end(key.span, last)),
        }
    }

    /// The column of a byte, in bytes from 0.
    fn column(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        at - before.rfind('\n').map_or(0, |newline| newline + 1)
    }
}

fn flow_entry(key: &Value, value: &Yaml) -> String {
    let text = flow(&Yaml::Map(vec![(key.clone(), value.clone())]));
    let inner = text.trim_start_matches("{ ");
    let inner = inner.strip_suffix(" }").unwrap_or(inner);
    // An empty entry of a mapping in brackets.
    inner.strip_suffix(" null").map_or(inner.to_owned(), |key| format!("{key} "))
}
