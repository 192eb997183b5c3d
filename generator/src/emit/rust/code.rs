//! Rust as text: lines, indented by the blocks around them.
//!
//! Whatever comes from a spec gets in by one of three ways only: as a name the model settled, as a [`literal`], or as
//! a [`Code::doc`] comment.

use std::fmt::{self, Write};

/// A line longer than this is broken where it can be.
pub(in crate::emit) const WIDTH: usize = 89;

/// A struct literal with more than this between its braces gets a line per field.
const SHORT_LITERAL: usize = 34;

const INDENT: usize = 4;

/// About as long as the code of an endpoint.
const USUAL_LENGTH: usize = 12 << 10;

/// Items being written.
#[derive(Debug)]
pub(super) struct Code {
    text: String,
    depth: usize,
}

impl Default for Code {
    fn default() -> Self {
        Self { text: String::with_capacity(USUAL_LENGTH), depth: 0 }
    }
}

/// Writes a line: `line!(code, "type Reply = {reply};")`.
macro_rules! line {
    ($code:expr, $($line:tt)*) => { $code.line(format_args!($($line)*)) };
}

/// Opens a block: `open!(code, "impl Endpoint for {name}")` writes the brace, too. [`Code::close`] ends it.
macro_rules! open {
    ($code:expr, $($head:tt)*) => { $code.open(format_args!($($head)*)) };
}

pub(super) use {line, open};

impl Code {
    /// Items after a text.
    pub(super) fn after(text: &str) -> Self {
        let mut code = Self::default();
        code.text.push_str(text);
        code
    }

    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// See [`line!`].
    pub(super) fn line(&mut self, line: fmt::Arguments<'_>) {
        self.indent();
        let _ = self.text.write_fmt(line);
        self.text.push('\n');
    }

    /// See [`open!`].
    pub(super) fn open(&mut self, head: fmt::Arguments<'_>) {
        self.indent();
        let _ = self.text.write_fmt(head);
        self.text.push_str(" {\n");
        self.depth += 1;
    }

    /// Ends a block.
    pub(super) fn close(&mut self) {
        self.close_with("}");
    }

    /// Ends a block, with more than a brace: `},`. A block with nothing in it takes one line.
    pub(super) fn close_with(&mut self, end: &str) {
        self.depth = self.depth.saturating_sub(1);
        if self.text.ends_with("{\n") {
            self.text.pop();
        } else {
            self.indent();
        }
        self.text.push_str(end);
        self.text.push('\n');
    }

    /// A blank line, unless there is one, or a block or the text starts here.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("{\n") && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A doc comment of Markdown that is escaped already.
    pub(super) fn doc(&mut self, markdown: &str) {
        self.comment("///", markdown);
    }

    /// The same for the inside of a module.
    pub(super) fn inner_doc(&mut self, markdown: &str) {
        self.comment("//!", markdown);
    }

    fn comment(&mut self, mark: &str, text: &str) {
        for line in text.lines() {
            self.indent();
            self.text.push_str(mark);
            let line = line.trim_end();
            if !line.is_empty() {
                self.text.push(' ');
                // A lone carriage return would be an error in a comment.
                match line.contains('\r') {
                    true => self.text.push_str(&line.replace('\r', " ")),
                    false => self.text.push_str(line),
                }
            }
            self.text.push('\n');
        }
    }

    /// Items between two ends, on one line if it holds them, else a line each: `vec![a, b]`.
    pub(super) fn list(&mut self, start: &str, items: &[impl AsRef<str>], end: &str) {
        let inside: usize = items.iter().map(|item| item.as_ref().chars().count() + 2).sum();
        let width = self.depth * INDENT + start.len() + inside.saturating_sub(2) + end.len();
        self.indent();
        self.text.push_str(start);
        if width <= WIDTH || items.is_empty() {
            self.inline(items);
        } else {
            self.text.push('\n');
            self.depth += 1;
            self.each(items);
            self.depth -= 1;
            self.indent();
        }
        self.text.push_str(end);
        self.text.push('\n');
    }

    /// A list that ends in an opening brace: the head of a function.
    pub(super) fn open_list(&mut self, start: &str, items: &[impl AsRef<str>], end: &str) {
        self.list(start, items, end);
        self.depth += 1;
    }

    /// Opens brackets, as [`open!`] does braces: `&[`.
    pub(super) fn open_bracket(&mut self, start: &str) {
        line!(self, "{start}");
        self.depth += 1;
    }

    /// A struct literal.
    pub(super) fn literal(&mut self, name: &str, fields: &[impl AsRef<str>]) {
        let inside: usize = fields.iter().map(|field| field.as_ref().len() + 2).sum();
        if inside > SHORT_LITERAL {
            open!(self, "{name}");
            self.each(fields);
            self.close();
            return;
        }
        self.indent();
        self.text.push_str(name);
        self.text.push_str(" {");
        if !fields.is_empty() {
            self.text.push(' ');
            self.inline(fields);
            self.text.push(' ');
        }
        self.text.push_str("}\n");
    }

    fn each(&mut self, items: &[impl AsRef<str>]) {
        for item in items {
            line!(self, "{},", item.as_ref());
        }
    }

    fn inline(&mut self, items: &[impl AsRef<str>]) {
        for (nth, item) in items.iter().enumerate() {
            if nth > 0 {
                self.text.push_str(", ");
            }
            self.text.push_str(item.as_ref());
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }
}

/// A text as a Rust literal.
pub(in crate::emit) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        out.push_str(text);
        out.push('"');
        return out;
    }
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' => out.push('\''),
            // Before a digit, `\0` looks like an octal number to clippy.
            '\0' if chars.peek().is_some_and(char::is_ascii_digit) => out.push_str("\\x00"),
            _ => out.extend(c.escape_debug()),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{Code, literal};

    #[test]
    fn a_literal_is_one_token_that_says_the_same() {
        for text in ["", "it's \"so\"", "a\\", "\0", "\u{0}1", "\r\n\t", "\u{202e}x", "群\u{301}", "{}", "\"##", "*/"]
        {
            let literal = literal(text);
            assert!(!literal.contains(['\n', '\r', '\u{202e}']), "{literal}");
            assert_eq!(syn::parse_str::<syn::LitStr>(&literal).unwrap().value(), text);
        }
    }

    #[test]
    fn nothing_leaves_a_doc_comment() {
        let mut code = Code::default();
        code.doc("a\r\rb\n\nc  \n/// */");
        assert_eq!(code.into_text(), "/// a  b\n///\n/// c\n/// /// */\n");
    }

    #[test]
    fn a_list_breaks_when_it_is_too_long() {
        let mut code = Code::default();
        code.list("f(", &["a", "b"], ");");
        code.list("f(", &[&"a".repeat(90), "b"], ");");
        code.list("f(", &["a".repeat(100); 0], ");");
        assert_eq!(code.into_text(), format!("f(a, b);\nf(\n    {},\n    b,\n);\nf();\n", "a".repeat(90)));
    }
}
