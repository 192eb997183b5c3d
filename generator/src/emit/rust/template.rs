//! Quoted skeletons of Rust, filled as text.
//!
//! What an endpoint becomes is written down as Rust, in `quote!`. syn parses a skeleton and prettyplease lays it out once
//! a process; from then on it is lines with gaps. (Laying out the code of every endpoint takes three times as long as
//! all the rest of a run.) In a skeleton:
//!
//! - `__name` stands for a text or a list: [`Value::Text`], [`Value::List`]. Where Rust wants `name: type`, it is
//!   written `__names: __`.
//! - `#[__docs]`, `#![__docs]` and `__writes!();` stand for whole lines, or none: [`Value::Lines`].
//! - `#[each(codes)]` repeats what it stands on for each row of [`Value::Rows`], in which placeholders are looked up
//!   first. With no rows, nothing is left of it. `#[when(known)]` is the same for a value of [`when`].
//!
//! What is filled in is never looked at again: a text of a spec cannot act as a placeholder.

use std::borrow::Cow;
use std::sync::OnceLock;

use proc_macro2::TokenStream;
use quote::quote;

use super::code::{Code, INDENT, WIDTH};

/// A struct literal with more than this between its braces gets a line for each field, as in prettyplease.
const SHORT_LITERAL: usize = 34;

/// How placeholders start.
const MARK: &str = "__";

/// What follows a placeholder where Rust wants a type.
const NO_TYPE: &str = ": __";

/// A skeleton, laid out when it is first filled.
pub(super) struct Template {
    quoted: fn() -> TokenStream,
    kind: Kind,
    parts: OnceLock<Vec<Part>>,
}

/// Where the skeleton can stand.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Items,
    Statements,
}

/// What a placeholder stands for.
pub(super) enum Value<'a> {
    /// A name of the model, a literal, or other Rust that fits on a line.
    Text(Cow<'a, str>),
    /// Things between brackets: on one line, or a line each where that gets too long.
    List(Vec<String>),
    /// Whatever this writes.
    Lines(Box<dyn Fn(&mut Code) + 'a>),
    /// One row for each repetition.
    Rows(Vec<Row<'a>>),
}

/// Values by their placeholders; [`row!`] makes one.
pub(super) type Row<'a> = Vec<(&'static str, Value<'a>)>;

/// Values by their placeholders: `row! { __Name: name, __docs: docs(text) }`.
macro_rules! row {
    ($($name:ident: $value:expr),* $(,)?) => {
        vec![$((stringify!($name), $crate::emit::rust::template::Value::from($value))),*]
    };
}

pub(super) use row;

/// Lines that `write` writes.
pub(super) fn lines<'a>(write: impl Fn(&mut Code) + 'a) -> Value<'a> {
    Value::Lines(Box::new(write))
}

/// A doc comment of Markdown that is escaped already.
pub(super) fn docs<'a>(markdown: impl Into<Cow<'a, str>>) -> Value<'a> {
    let markdown = markdown.into();
    lines(move |code| code.doc(&markdown))
}

/// One repetition or none.
pub(super) fn when<'a>(holds: bool) -> Value<'a> {
    Value::Rows(if holds { vec![Row::new()] } else { Vec::new() })
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Vec<String>> for Value<'_> {
    fn from(items: Vec<String>) -> Self {
        Self::List(items)
    }
}

impl<'a> From<Vec<Row<'a>>> for Value<'a> {
    fn from(rows: Vec<Row<'a>>) -> Self {
        Self::Rows(rows)
    }
}

impl Template {
    /// Items of a module.
    pub(super) const fn items(quoted: fn() -> TokenStream) -> Self {
        Self { quoted, kind: Kind::Items, parts: OnceLock::new() }
    }

    /// Statements of a function.
    pub(super) const fn statements(quoted: fn() -> TokenStream) -> Self {
        Self { quoted, kind: Kind::Statements, parts: OnceLock::new() }
    }

    /// Writes it with these values.
    pub(super) fn fill(&self, code: &mut Code, values: Row<'_>) {
        fill(self.parts.get_or_init(|| lay_out((self.quoted)(), self.kind)), code, &[&values]);
    }
}

/// A part of a skeleton, laid out.
#[derive(Debug, PartialEq)]
enum Part {
    /// A blank line, if more follows.
    Gap,
    Line(Line),
    /// A placeholder of lines, and how deep it stands.
    Lines(String, usize),
    /// The name of rows, and what is repeated for each.
    Each(String, Vec<Part>),
}

#[derive(Debug, PartialEq)]
struct Line {
    depth: usize,
    pieces: Vec<Piece>,
    /// Does it start with a closing bracket?
    closes: bool,
    /// Does it end with an opening one?
    opens: bool,
}

#[derive(Debug, PartialEq)]
enum Piece {
    Fixed(String),
    Placeholder(String),
    /// All that is between the braces of a literal.
    Fields(String),
}

/// `rows` holds the innermost first.
fn fill(parts: &[Part], code: &mut Code, rows: &[&Row<'_>]) {
    for part in parts {
        match part {
            Part::Gap => code.gap(),
            Part::Line(line) => fill_line(line, code, rows),
            Part::Lines(name, depth) => match find(name, rows) {
                Some(Value::Lines(write)) => code.deeper(*depth, write),
                _ => unfilled(name),
            },
            Part::Each(name, parts) => match (find(name, rows), rows) {
                (Some(Value::Rows(repetitions)), [.., outer]) => {
                    repetitions.iter().for_each(|row| fill(parts, code, &[row, outer]));
                }
                _ => unfilled(name),
            },
        }
    }
}

fn fill_line(line: &Line, code: &mut Code, rows: &[&Row<'_>]) {
    code.start_line(line.depth, line.closes);
    let start = code.len();
    if !fill_pieces(line, code, rows, false) {
        code.rewind(start);
        fill_pieces(line, code, rows, true);
    }
    code.end_line(line.opens);
}

/// Writes a line, its lists broken or not. Is it fine that they are not?
fn fill_pieces(line: &Line, code: &mut Code, rows: &[&Row<'_>], broken: bool) -> bool {
    let (mut lists, mut short) = (false, true);
    for piece in &line.pieces {
        match piece {
            Piece::Fixed(text) => code.push(text),
            Piece::Placeholder(name) => match find(name, rows) {
                Some(Value::Text(text)) => code.push(text),
                Some(Value::List(items)) => {
                    lists = true;
                    if broken { code.broken_list(line.depth, items) } else { code.list(items) }
                }
                _ => unfilled(name),
            },
            Piece::Fields(name) => match find(name, rows) {
                Some(Value::List(items)) if items.is_empty() => {}
                Some(Value::List(items)) if broken => code.broken_list(line.depth, items),
                Some(Value::List(items)) => {
                    let start = code.len();
                    code.push(" ");
                    code.list(items);
                    code.push(" ");
                    short &= code.len() - start <= SHORT_LITERAL;
                }
                _ => unfilled(name),
            },
        }
    }
    short && (!lists || code.width() <= WIDTH)
}

fn find<'v, 'a>(name: &str, rows: &[&'v Row<'a>]) -> Option<&'v Value<'a>> {
    rows.iter().flat_map(|row| row.iter()).find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// A mistake in the generator, whatever the spec: every test that fills the skeleton finds it.
fn unfilled(name: &str) {
    debug_assert!(false, "{name} has no value that fits");
}

/// The skeleton as prettyplease lays it out, taken apart.
fn lay_out(quoted: TokenStream, kind: Kind) -> Vec<Part> {
    let file = match kind {
        Kind::Items => quoted,
        Kind::Statements => quote!(fn body() { #quoted }),
    };
    let file = syn::parse2(file).unwrap_or_else(|error| panic!("a skeleton has to be Rust: {error}"));
    let text = prettyplease::unparse(&file);
    let lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).flat_map(split_line).collect();
    match (kind, lines.as_slice()) {
        (Kind::Statements, [_, statements @ .., _]) => take_apart(statements, 1, false),
        (_, items) => take_apart(items, 0, true),
    }
}

/// How deep a line stands, and its text. `#[each(…)]` gets a line of its own, which prettyplease does not always grant.
fn split_line(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = line.trim_start();
    let depth = (line.len() - text.len()) / INDENT;
    let rest = repeated(text).map_or(text, |(_, rest)| rest);
    let mark = text.strip_suffix(rest).unwrap_or_default().trim_end();
    [mark, rest].into_iter().filter(|text| !text.is_empty()).map(move |text| (depth, text))
}

/// The rows for which a line is repeated, and what follows.
fn repeated(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("#[each(").or_else(|| text.strip_prefix("#[when("))?;
    inside.split_once(")]").map(|(rows, rest)| (rows, rest.trim_start()))
}

/// Lines that start and end at the same depth. `from` is what counts as none.
fn take_apart(mut lines: &[(usize, &str)], from: usize, items: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some((_, first)) = lines.first() {
        let (mut chunk, after) = lines.split_at(chunk_length(lines));
        lines = after;
        let each = repeated(first);
        if each.is_some() {
            chunk = &chunk[1..];
        }
        let mut inside = Vec::new();
        // Items of several lines stand alone.
        let gap = items && chunk.len() > 1;
        inside.extend(gap.then_some(Part::Gap));
        take_apart_chunk(chunk, from, &mut inside);
        inside.extend(gap.then_some(Part::Gap));
        match each {
            Some((rows, _)) => parts.push(Part::Each(rows.to_owned(), inside)),
            None => parts.append(&mut inside),
        }
    }
    parts
}

/// How many lines the first thing takes: its attributes, its head, what is deeper, and the brackets that close it.
fn chunk_length(lines: &[(usize, &str)]) -> usize {
    let depth = lines.first().map_or(0, |(depth, _)| *depth);
    let marks = lines.iter().take_while(|(_, text)| text.starts_with("#[") || text.starts_with("///")).count();
    let head = (marks + 1).min(lines.len());
    let body = lines[head..].iter().take_while(|(at, text)| *at > depth || closes(text)).count();
    head + body
}

fn take_apart_chunk(chunk: &[(usize, &str)], from: usize, parts: &mut Vec<Part>) {
    let depth = chunk.first().map_or(0, |(depth, _)| *depth);
    let impls = chunk.iter().any(|(at, text)| *at == depth && text.starts_with("impl "));
    let mut rest = chunk;
    while let Some(((at, text), after)) = rest.split_first() {
        if *at > depth {
            let (inner, after) = rest.split_at(rest.iter().take_while(|(at, _)| *at > depth).count());
            parts.append(&mut take_apart(inner, from, impls));
            rest = after;
        } else {
            parts.push(part(at - from, text));
            rest = after;
        }
    }
}

fn part(depth: usize, text: &str) -> Part {
    let whole = |start: &str, end: &str| text.strip_prefix(start)?.strip_suffix(end).filter(|name| is_name(name));
    let lines = [("#[", "]"), ("#![", "]"), ("", "!();"), ("", "!()")].into_iter().find_map(|(a, b)| whole(a, b));
    match lines {
        Some(name) if name.starts_with(MARK) => Part::Lines(name.to_owned(), depth),
        _ => Part::Line(Line {
            depth,
            pieces: pieces(text),
            closes: closes(text),
            opens: text.ends_with(['{', '[', '(']),
        }),
    }
}

fn closes(text: &str) -> bool {
    text.starts_with(['}', ']', ')'])
}

fn is_name(text: &str) -> bool {
    text.chars().all(is_of_name)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Parts a line at its placeholders.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut fixed = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end.max(c.len_utf8()));
        if !word.starts_with(MARK) {
            fixed.push_str(word);
            rest = after;
            continue;
        }
        let after = after.strip_prefix(NO_TYPE).filter(|after| !after.starts_with(is_of_name)).unwrap_or(after);
        let braces = fixed.ends_with("{ ") && after.starts_with(" }");
        if braces {
            fixed.pop();
        }
        pieces.extend((!fixed.is_empty()).then(|| Piece::Fixed(std::mem::take(&mut fixed))));
        let name = word.to_owned();
        pieces.push(if braces { Piece::Fields(name) } else { Piece::Placeholder(name) });
        rest = if braces { after.trim_start() } else { after };
    }
    pieces.extend((!fixed.is_empty()).then_some(Piece::Fixed(fixed)));
    pieces
}
