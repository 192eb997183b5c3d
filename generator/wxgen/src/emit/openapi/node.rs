//! Objects of the document, made key by key; what is not known is left out.

use serde_json::{Map, Value};

use crate::markdown;
use crate::report::visible;

/// An object of the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Node(Map<String, Value>);

impl Node {
    /// With a key.
    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// With a key, if there is a value.
    pub(super) fn with_some(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// With a list, unless it is empty.
    pub(super) fn with_list(self, key: &str, list: Vec<Value>) -> Self {
        if list.is_empty() { self } else { self.with(key, list) }
    }

    /// With an object, unless it is empty.
    pub(super) fn with_object(self, key: &str, object: Map<String, Value>) -> Self {
        if object.is_empty() { self } else { self.with(key, object) }
    }

    /// With a plain text of one line, unless it is empty.
    pub(super) fn with_line(self, key: &str, plain: &str) -> Self {
        let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() { self } else { self.with(key, visible(&line)) }
    }

    /// With a plain text as the Markdown that shows it, unless it is empty.
    pub(super) fn with_paragraphs(self, key: &str, plain: &str) -> Self {
        let markdown = markdown::paragraphs(plain);
        if markdown.is_empty() { self } else { self.with(key, markdown) }
    }

    /// Adds all of another, which wins where both have a key.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Adds a property to the schema of an object.
    pub(super) fn add_property(&mut self, name: &str, schema: Value) {
        let properties = self.0.entry("properties").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(properties) = properties {
            properties.insert(name.to_owned(), schema);
        }
    }

    /// Is nothing in it?
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Self::Object(node.0)
    }
}
