//! A quoted skeleton, laid out and taken apart at its placeholders.
//!
//! prettyplease tells structure by lines and their depth, so that is what is read back: an item, a field, an arm or a
//! statement is the marks above it, its head, what is deeper, and the bracket that closes it.

use std::mem;

use proc_macro2::TokenStream;
use quote::quote;

use super::code::INDENT;

/// How placeholders start.
const MARK: &str = "__";

/// What follows a placeholder where Rust wants a type.
const NO_TYPE: &str = ": __";

/// Where a skeleton can stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// In a module.
    Items,
    /// In a function.
    Statements,
}

/// A part of a skeleton, laid out.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    /// A blank line, if more follows.
    Gap,
    Line(Line),
    /// A placeholder of lines, and how deep it stands.
    Lines(String, usize),
    /// The name of rows, and what is repeated for each.
    Each(String, Vec<Part>),
}

#[derive(Debug, PartialEq)]
pub(super) struct Line {
    pub(super) depth: usize,
    pub(super) pieces: Vec<Piece>,
    /// Does it start with a closing bracket?
    pub(super) closes: bool,
    /// Does it end with an opening one?
    pub(super) opens: bool,
}

#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Fixed(String),
    Placeholder(String),
    /// All that is between the braces of a literal.
    Fields(String),
}

/// The skeleton as prettyplease lays it out, taken apart.
pub(super) fn lay_out(quoted: TokenStream, kind: Kind) -> Vec<Part> {
    let file = match kind {
        Kind::Items => quoted,
        Kind::Statements => quote!(fn body() { #quoted }),
    };
    // Not a matter of the spec: whoever writes a skeleton sees it at once.
    let file = syn::parse2(file).unwrap_or_else(|error| panic!("a skeleton has to be Rust: {error}"));
    let text = prettyplease::unparse(&file);
    let lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).flat_map(split_line).collect();
    match (kind, lines.as_slice()) {
        (Kind::Statements, [_, statements @ .., _]) => {
            let statements: Vec<_> = statements.iter().map(|(depth, text)| (depth.saturating_sub(1), *text)).collect();
            take_apart(&statements, false)
        }
        (_, items) => take_apart(items, true),
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

/// `items`: those of several lines stand alone.
fn take_apart(mut lines: &[(usize, &str)], items: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some(((_, first), after)) = lines.split_first() {
        let (thing, others) = lines.split_at(length_of_first(lines));
        lines = others;
        match repeated(first) {
            Some((rows, _)) => {
                let repeated = after.get(..thing.len() - 1).unwrap_or_default();
                parts.push(Part::Each(rows.to_owned(), take_thing_apart(repeated, items)));
            }
            None => parts.append(&mut take_thing_apart(thing, items)),
        }
    }
    parts
}

/// How many lines the first thing takes: its attributes, its head, what is deeper, and the brackets that close it.
fn length_of_first(lines: &[(usize, &str)]) -> usize {
    let depth = lines.first().map_or(0, |(depth, _)| *depth);
    let marks = lines.iter().take_while(|(_, text)| text.starts_with("#[") || text.starts_with("///")).count();
    let inside = lines.iter().skip(marks + 1).take_while(|(at, text)| *at > depth || closes(text)).count();
    (marks + 1 + inside).min(lines.len())
}

fn take_thing_apart(thing: &[(usize, &str)], item: bool) -> Vec<Part> {
    let depth = thing.first().map_or(0, |(depth, _)| *depth);
    let has_items = thing.iter().any(|(at, text)| *at == depth && text.starts_with("impl "));
    let gap = item && thing.len() > 1;
    let mut parts = Vec::from_iter(gap.then_some(Part::Gap));
    let mut rest = thing;
    while let Some(((at, text), after)) = rest.split_first() {
        let inner = rest.iter().take_while(|(at, _)| *at > depth).count();
        if inner > 0 {
            let (inner, after) = rest.split_at(inner);
            parts.append(&mut take_apart(inner, has_items));
            rest = after;
        } else {
            parts.push(part(*at, text));
            rest = after;
        }
    }
    parts.extend(gap.then_some(Part::Gap));
    parts
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
        pieces.extend((!fixed.is_empty()).then(|| Piece::Fixed(mem::take(&mut fixed))));
        let name = word.to_owned();
        pieces.push(if braces { Piece::Fields(name) } else { Piece::Placeholder(name) });
        rest = if braces { after.trim_start() } else { after };
    }
    pieces.extend((!fixed.is_empty()).then_some(Piece::Fixed(fixed)));
    pieces
}
