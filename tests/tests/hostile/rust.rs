//! What Rust says: its doc comments, its strings, and its shape without either.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What is in some Rust.
#[derive(Debug, Default)]
pub(crate) struct Rust {
    /// The doc comment of each item, in order, and why items are deprecated: rustdoc reads both as Markdown.
    pub(crate) docs: Vec<String>,
    /// All other strings.
    pub(crate) strings: HashSet<String>,
    /// The tokens, with one letter for any name and another for any literal. Commas and braces are left out: where
    /// they stand depends on the length of lines.
    pub(crate) shape: String,
}

/// Reads Rust.
pub(crate) fn read(code: &str) -> Rust {
    let tokens: TokenStream = code.parse().expect("it is made of Rust's tokens");
    let mut rust = Rust::default();
    rust.add(tokens);
    rust
}

impl Rust {
    fn add(&mut self, tokens: TokenStream) {
        let mut doc: Option<String> = None;
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            if matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '#') {
                if let Some(reason) = tokens.peek().and_then(|token| text_of(token, "deprecated")) {
                    tokens.next();
                    self.docs.push(reason);
                    continue;
                }
                if let Some(line) = tokens.peek().and_then(|token| text_of(token, "doc")) {
                    tokens.next();
                    let doc = doc.get_or_insert_default();
                    doc.push_str(line.strip_prefix(' ').unwrap_or(&line));
                    doc.push('\n');
                    continue;
                }
                if tokens.peek().is_some_and(|next| matches!(next, TokenTree::Punct(mark) if mark.as_char() == '!')) {
                    // Of the file or module: `#![doc = "…"]` is the only one with a text.
                    tokens.next();
                    match tokens.peek().and_then(|token| text_of(token, "doc")) {
                        Some(line) => {
                            tokens.next();
                            let doc = doc.get_or_insert_default();
                            doc.push_str(line.strip_prefix(' ').unwrap_or(&line));
                            doc.push('\n');
                        }
                        None => self.shape.push_str("#!"),
                    }
                    continue;
                }
            }
            self.docs.extend(doc.take());
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace | Delimiter::None => ("", ""),
                    };
                    self.shape.push_str(open);
                    self.add(group.stream());
                    self.shape.push_str(close);
                }
                TokenTree::Ident(_) => self.shape.push('n'),
                TokenTree::Punct(mark) if mark.as_char() == ',' => {}
                TokenTree::Punct(mark) => self.shape.push(mark.as_char()),
                TokenTree::Literal(literal) => {
                    self.shape.push('l');
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        self.strings.insert(text.value());
                    }
                }
            }
        }
        self.docs.extend(doc);
    }
}

/// The text of `[doc = "…"]` or of another attribute.
fn text_of(token: &TokenTree, attribute: &str) -> Option<String> {
    let TokenTree::Group(group) = token else { return None };
    let mut inner = group.stream().into_iter();
    match (inner.next()?, inner.next()?, inner.next()?) {
        (TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)) if name == attribute => {
            match syn::Lit::new(text) {
                syn::Lit::Str(text) => Some(text.value()),
                _ => None,
            }
        }
        _ => None,
    }
}
