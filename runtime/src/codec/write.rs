//! Writing JSON.

use std::fmt;
use std::ops::Range;

use super::{Encode, Items, Secret, Shown};

/// JSON being written.
#[derive(Default)]
pub struct Writer {
    out: String,
    /// Does the next field or item need a comma before it?
    comma: bool,
    /// The secrets that were written.
    secrets: Vec<Secret>,
    /// Set when fields are shown instead of written.
    shown: Option<Shown>,
}

impl Writer {
    /// The fields that a value writes.
    pub(super) fn show_fields(value: &dyn Encode, f: &fmt::Formatter<'_>) -> Shown {
        let mut writer = Self { shown: Some(Shown::new(f)), ..Self::default() };
        value.encode(&mut writer);
        writer.shown.unwrap_or_else(|| Shown::new(f))
    }

    /// Starts an object.
    pub fn begin(&mut self) {
        // Most calls are short; room that is made once need not grow.
        if self.out.is_empty() {
            self.out.reserve(128);
        }
        self.out.push('{');
        self.comma = false;
    }

    /// Writes a field, unless it is absent.
    pub fn field(&mut self, name: &str, value: &dyn Encode) {
        if let Some(shown) = &mut self.shown {
            shown.field(name, value);
        } else if !value.is_absent() {
            self.name_and_value(name, value);
        }
    }

    /// Writes a field and returns the range of its value.
    pub(crate) fn name_and_value(&mut self, name: &str, value: &dyn Encode) -> Range<usize> {
        self.separate();
        self.text(name);
        self.out.push(':');
        let start = self.out.len();
        value.encode(self);
        self.comma = true;
        start..self.out.len()
    }

    /// Ends an object.
    pub fn end(&mut self) {
        self.out.push('}');
        self.comma = true;
    }

    /// Writes a list.
    pub fn list(&mut self, list: &dyn Items) {
        self.out.push('[');
        self.comma = false;
        let mut at = 0;
        while let Some(item) = list.item(at) {
            self.separate();
            item.encode(self);
            self.comma = true;
            at += 1;
        }
        self.out.push(']');
        self.comma = true;
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        self.out.push('"');
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c == '"' || c == '\\' || c < ' ') {
            let (plain, special) = rest.split_at(at);
            self.out.push_str(plain);
            let mut chars = special.chars();
            if let Some(c) = chars.next() {
                self.escape(c);
            }
            rest = chars.as_str();
        }
        self.out.push_str(rest);
        self.out.push('"');
    }

    /// Writes a text that must not show anywhere else.
    pub fn secret(&mut self, secret: &Secret) {
        self.text(secret.expose());
        self.secrets.push(secret.clone());
    }

    /// Writes JSON as it is: a number, `true`, or something serialised already.
    pub fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    /// What has been written.
    pub fn into_string(self) -> String {
        self.out
    }

    /// The secrets in what has been written.
    pub(crate) fn take_secrets(&mut self) -> Vec<Secret> {
        std::mem::take(&mut self.secrets)
    }

    /// A part of what has been written.
    pub(crate) fn part(&self, range: Range<usize>) -> &str {
        self.out.get(range).unwrap_or_default()
    }

    fn separate(&mut self) {
        if self.comma {
            self.out.push(',');
        }
    }

    fn escape(&mut self, c: char) {
        match c {
            '"' => self.out.push_str("\\\""),
            '\\' => self.out.push_str("\\\\"),
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            '\u{8}' => self.out.push_str("\\b"),
            '\u{c}' => self.out.push_str("\\f"),
            c => self.out.push_str(&format!("\\u{:04x}", c as u32)),
        }
    }
}

/// Shows how much there is, not what: it can hold secrets.
impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({} bytes)", self.out.len())
    }
}
