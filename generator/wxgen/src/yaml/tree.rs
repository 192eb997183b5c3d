//! YAML text → a tree in which every key and value has its place.
//!
//! Anchors, aliases, tags and merge keys are refused, which is also what makes a "YAML bomb" harmless; depth and size
//! are bounded. Of a file with a mistake in its YAML nothing is kept: what comes after the mistake is not known, and
//! would be reported as missing.

use serde_json::Value;
use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};

use crate::report::{Diagnostic, codes};
use crate::source::Spanned;
use crate::source::{FileId, Span};

/// How deep mappings and lists may nest.
const DEEPEST: usize = 64;
/// How many values a file may hold.
const MOST_VALUES: usize = 100_000;
/// How many anchors, aliases and tags of one file are reported, before it is given up as something else.
const MOST_REFUSED: usize = 20;

/// The text could not be understood; why was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing is written, or `null`.
    Null,
    /// A text, number or flag.
    Scalar {
        /// As written, escapes resolved.
        text: String,
        /// Was it quoted or a block? Then it is a string whatever it looks like.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written. Keys that stand twice are here twice.
    Map(Vec<(Spanned<MapKey>, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct MapKey {
    /// Its text.
    pub text: String,
    /// Was it quoted?
    pub quoted: bool,
}

/// Reads the one document of a file. `None`: nothing is in it.
///
/// # Errors
///
/// When the text is no YAML, or too much of it. Why is added to `diagnostics`.
pub fn read_tree(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Option<Node>, Broken> {
    let mut builder =
        Builder { file, length: text.len(), diagnostics, open: Vec::new(), root: None, values: 0, refused: 0 };
    builder.read(text)?;
    Ok(builder.root.filter(|root| root.kind != Kind::Null))
}

/// A list or mapping whose end has not come yet.
struct Open {
    node: Node,
    key: Option<Spanned<MapKey>>,
}

struct Builder<'a> {
    file: FileId,
    length: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
    open: Vec<Open>,
    root: Option<Node>,
    values: usize,
    refused: usize,
}

impl Builder<'_> {
    fn read(&mut self, text: &str) -> Result<(), Broken> {
        let mut documents = 0;
        for event in Parser::new_from_str(text) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(self.length);
                    let span = self.span(at, (at + 1).min(self.length));
                    let message = format!("this is not YAML: {error}", error = error.info());
                    self.diagnostics.push(Diagnostic::error(codes::BAD_YAML, message).at(span, "here"));
                    return Err(Broken);
                }
            };
            let span = self.place(&span);
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        self.diagnostics.push(
                            Diagnostic::error(codes::MANY_DOCUMENTS, "a file holds one YAML document")
                                .at(span, "a second one starts here")
                                .help("put each endpoint in a file of its own"),
                        );
                        return Ok(());
                    }
                }
                Event::Alias(_) => {
                    self.refuse(span, "an alias");
                    self.add(Node { span, kind: Kind::Null });
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.refuse_marks(span, anchor, tag.is_some());
                    let quoted = style != ScalarStyle::Plain;
                    let kind = if !quoted && is_null(&text) {
                        Kind::Null
                    } else {
                        Kind::Scalar { text: text.into_owned(), quoted }
                    };
                    self.add_scalar(Node { span, kind });
                }
                Event::SequenceStart(_, anchor, tag) => {
                    self.refuse_marks(span, anchor, tag.is_some());
                    self.start(Node { span, kind: Kind::List(Vec::new()) });
                }
                Event::MappingStart(_, anchor, tag) => {
                    self.refuse_marks(span, anchor, tag.is_some());
                    self.start(Node { span, kind: Kind::Map(Vec::new()) });
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span),
                _ => {}
            }
            if self.values > MOST_VALUES || self.open.len() > DEEPEST {
                let message = match self.values > MOST_VALUES {
                    true => format!("more than {MOST_VALUES} values in one file"),
                    false => format!("nested more than {DEEPEST} levels deep"),
                };
                self.diagnostics.push(Diagnostic::error(codes::TOO_DEEP, message).at(span, "too much from here on"));
                return Err(Broken);
            }
            if self.refused > MOST_REFUSED {
                return Err(Broken);
            }
        }
        Ok(())
    }

    fn refuse_marks(&mut self, span: Span, anchor: usize, tag: bool) {
        if anchor != 0 {
            self.refuse(span, "an anchor");
        }
        if tag {
            self.refuse(span, "a tag");
        }
    }

    fn refuse(&mut self, span: Span, what: &str) {
        self.refused += 1;
        self.diagnostics.push(
            Diagnostic::error(codes::ALIAS, format!("{what} is not part of the spec format"))
                .at(span, "")
                .help("write the value out where it is needed"),
        );
    }

    fn start(&mut self, node: Node) {
        self.values += 1;
        if self.is_key_next() {
            self.diagnostics.push(
                Diagnostic::error(codes::WRONG_TYPE, "a key must be a plain word, not a list or mapping")
                    .at(node.span, "this is a key"),
            );
        }
        self.open.push(Open { node, key: None });
    }

    fn end(&mut self, span: Span) {
        if let Some(mut open) = self.open.pop() {
            open.node.span.end = open.node.span.end.max(span.start);
            self.add(open.node);
        }
    }

    fn is_key_next(&self) -> bool {
        self.open.last().is_some_and(|open| matches!(open.node.kind, Kind::Map(_)) && open.key.is_none())
    }

    /// A scalar may be a key.
    fn add_scalar(&mut self, node: Node) {
        self.values += 1;
        if !self.is_key_next() {
            return self.add(node);
        }
        let key = match node.kind {
            Kind::Scalar { text, quoted } => MapKey { text, quoted },
            _ => MapKey { text: "null".to_owned(), quoted: false },
        };
        if key.text == "<<" && !key.quoted {
            self.refuse(node.span, "a merge key");
        }
        if let Some(open) = self.open.last_mut() {
            open.key = Some(Spanned { value: key, span: node.span });
        }
    }

    fn add(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        open.node.span.end = open.node.span.end.max(node.span.end);
        match (&mut open.node.kind, open.key.take()) {
            (Kind::List(items), _) => items.push(node),
            (Kind::Map(entries), Some(key)) => entries.push((key, node)),
            // A list or mapping as a key was reported; it takes the place of a key all the same.
            (Kind::Map(_), None) => {
                open.key = Some(Spanned { value: MapKey { text: "?".to_owned(), quoted: true }, span: node.span });
            }
            _ => {}
        }
    }

    fn place(&self, span: &YamlSpan) -> Span {
        let start = span.start.byte_offset().unwrap_or(0);
        let end = span.end.byte_offset().unwrap_or(start);
        self.span(start, end)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let byte = |at: usize| u32::try_from(at.min(self.length)).unwrap_or(u32::MAX);
        Span { file: self.file, start: byte(start), end: byte(end.max(start)) }
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// The value of a scalar by the core rules of YAML 1.2. `yes`, `no`, `on` and `off` are strings.
pub fn scalar(text: &str, quoted: bool) -> Value {
    if quoted {
        return Value::from(text);
    }
    match text {
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    if let Some(number) = integer(text) {
        return Value::from(number);
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let float = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    match text.parse::<f64>() {
        Ok(number) if float && number.is_finite() => Value::from(number),
        _ => Value::from(text),
    }
}

/// A whole number as YAML writes it: decimal, `0x…` or `0o…`.
pub fn integer(text: &str) -> Option<i64> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with(['-', '+']));
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return i64::from_str_radix(digits, 8).ok().filter(|_| !digits.starts_with(['-', '+']));
    }
    text.parse().ok()
}
