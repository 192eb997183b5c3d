//! Rust as lines, indented by where they stand.
//!
//! Whatever comes from a spec gets in by one of three ways only: as a name the model settled, as a [`literal`], or as
//! a [`Code::doc`] comment.

use proc_macro2::Literal;

/// A line longer than this is broken where it can be. prettyplease has the same.
pub(in crate::emit) const WIDTH: usize = 89;

pub(super) const INDENT: usize = 4;

/// About as long as the code of an endpoint.
const USUAL_LENGTH: usize = 12 << 10;

/// Items being written.
#[derive(Debug)]
pub(super) struct Code {
    text: String,
    depth: usize,
    /// Is a blank line due before the next line?
    gap: bool,
    /// Did the last line open a bracket?
    opened: bool,
}

impl Code {
    /// Items after a text, which ends in a blank line or is empty.
    pub(super) fn after(text: &str) -> Self {
        let mut all = String::with_capacity(text.len() + USUAL_LENGTH);
        all.push_str(text);
        Self { text: all, depth: 0, gap: false, opened: true }
    }

    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A line.
    pub(super) fn line(&mut self, line: &str) {
        self.start_line(0, false);
        self.push(line);
        self.end_line(false);
    }

    /// A blank line before the next line, unless a block or the text starts or ends there.
    pub(super) fn gap(&mut self) {
        self.gap = !self.opened;
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
            self.start_line(0, false);
            self.push(mark);
            let line = line.trim_end();
            if !line.is_empty() {
                self.push(" ");
                // A lone carriage return would be an error in a comment.
                match line.contains('\r') {
                    true => self.push(&line.replace('\r', " ")),
                    false => self.push(line),
                }
            }
            self.end_line(false);
        }
    }

    /// Lines that are laid out already.
    pub(super) fn block(&mut self, text: &str) {
        for line in text.lines() {
            if line.is_empty() {
                self.gap();
            } else {
                self.line(line);
            }
        }
    }

    /// Writes something deeper.
    pub(super) fn deeper(&mut self, depth: usize, write: impl FnOnce(&mut Self)) {
        self.depth += depth;
        write(self);
        self.depth -= depth;
    }

    /// Starts a line. A bracket that closes right after it opened stays on its line.
    pub(super) fn start_line(&mut self, deeper: usize, closes: bool) {
        if closes && self.opened {
            self.text.pop();
        } else {
            if self.gap && !closes {
                self.text.push('\n');
            }
            self.indent(deeper);
        }
        self.gap = false;
    }

    /// Adds to a line.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds things between brackets to a line.
    pub(super) fn list(&mut self, items: &[String]) {
        for (nth, item) in items.iter().enumerate() {
            if nth > 0 {
                self.push(", ");
            }
            self.push(item);
        }
    }

    /// The same with a line for each, and a new line after.
    pub(super) fn broken_list(&mut self, deeper: usize, items: &[String]) {
        for item in items {
            self.text.push('\n');
            self.indent(deeper + 1);
            self.push(item);
            self.push(",");
        }
        self.text.push('\n');
        self.indent(deeper);
    }

    /// Ends a line.
    pub(super) fn end_line(&mut self, opens: bool) {
        self.text.push('\n');
        self.opened = opens;
    }

    /// The width of the line that is being written.
    pub(super) fn width(&self) -> usize {
        self.text.chars().rev().take_while(|c| *c != '\n').count()
    }

    /// How much was written.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Takes back what was written since.
    pub(super) fn rewind(&mut self, len: usize) {
        self.text.truncate(len);
    }

    fn indent(&mut self, deeper: usize) {
        for _ in 0..self.depth + deeper {
            self.text.push_str("    ");
        }
    }
}

/// A text as a Rust literal.
pub(in crate::emit) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
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
        let mut code = Code::after("");
        code.doc("a\r\rb\n\nc  \n/// */");
        assert_eq!(code.into_text(), "/// a  b\n///\n/// c\n/// /// */\n");
    }
}
