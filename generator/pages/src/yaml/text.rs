//! YAML text in the style of spec files: what is flat and fits stands on one line, the rest in blocks.

use serde_json::Value;

use wxgen::report::is_hidden;
use wxgen::yaml::tree;

/// How far a line may go before its value is written as a block.
const WIDTH: usize = 110;

/// A value to write.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Yaml {
    /// A text, number, flag, or nothing.
    Scalar(Value),
    /// A list.
    List(Vec<Yaml>),
    /// A mapping.
    Map(Vec<(Value, Yaml)>),
    /// A mapping of which each entry has a line.
    Lines(Vec<(Value, Yaml)>),
}

impl Yaml {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Scalar(Value::String(text.into()))
    }

    /// A mapping with words as keys.
    pub(crate) fn map<const N: usize>(entries: [(&str, Self); N]) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (Value::from(key), value)).collect())
    }

    /// Adds an entry to a mapping.
    pub(crate) fn with(mut self, key: &str, value: Self) -> Self {
        if let Self::Map(entries) = &mut self {
            entries.push((Value::from(key), value));
        }
        self
    }

    /// A JSON value.
    pub(crate) fn json(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::List(items.iter().map(Self::json).collect()),
            Value::Object(entries) => {
                Self::Map(entries.iter().map(|(key, value)| (Value::from(key.as_str()), Self::json(value))).collect())
            }
            plain => Self::Scalar(plain.clone()),
        }
    }

    fn is_scalar(&self) -> bool {
        matches!(self, Self::Scalar(_))
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Scalar(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Map(entries) | Self::Lines(entries) => entries.is_empty(),
        }
    }

    /// Holds it no mapping or list that holds something itself?
    fn is_flat(&self) -> bool {
        let flat = |value: &Self| match value {
            Self::Scalar(_) => true,
            Self::List(items) => items.iter().all(Self::is_scalar),
            Self::Map(entries) => entries.is_empty(),
            Self::Lines(_) => false,
        };
        match self {
            Self::Scalar(_) => true,
            Self::List(items) => items.iter().all(Self::is_scalar),
            Self::Map(entries) => entries.iter().all(|(_, value)| flat(value)),
            Self::Lines(_) => false,
        }
    }
}

/// An entry of a block mapping, its line break included.
pub(crate) fn entry(key: &Value, value: &Yaml, indent: usize) -> String {
    let mut out = String::new();
    write_entry(key, value, indent, &mut out);
    out
}

/// An item of a block list, its line break included.
pub(crate) fn item(value: &Yaml, indent: usize) -> String {
    let mut out = String::new();
    write_item(value, indent, &mut out);
    out
}

/// A value on one line.
pub(crate) fn flow(value: &Yaml) -> String {
    match value {
        Yaml::Scalar(value) => scalar(value, true),
        Yaml::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Yaml::Map(entries) | Yaml::Lines(entries) if entries.is_empty() => "{}".to_owned(),
        Yaml::Map(entries) | Yaml::Lines(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{}: {}", scalar(key, true), flow(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A plain value.
pub(crate) fn scalar(value: &Value, in_flow: bool) -> String {
    match value {
        Value::String(text) => quoted(text, in_flow),
        Value::Null => "null".to_owned(),
        other => other.to_string(),
    }
}

fn write_entry(key: &Value, value: &Yaml, indent: usize, out: &mut String) {
    out.push_str(&" ".repeat(indent));
    let start = out.len() - indent;
    out.push_str(&scalar(key, false));
    out.push(':');
    write_value(value, indent, start, out);
}

/// Writes a value after its key, which began at `start`, and the line break.
fn write_value(value: &Yaml, indent: usize, start: usize, out: &mut String) {
    match value {
        Yaml::Scalar(Value::Null) => {}
        Yaml::Scalar(value) => {
            out.push(' ');
            out.push_str(&scalar(value, false));
        }
        _ => match on_one_line(value, out.get(start..).map_or(0, |line| line.chars().count() + 1)) {
            Some(text) => {
                out.push(' ');
                out.push_str(&text);
            }
            None => {
                out.push('\n');
                return write_block(value, indent + 2, out);
            }
        },
    }
    out.push('\n');
}

fn write_block(value: &Yaml, indent: usize, out: &mut String) {
    match value {
        Yaml::Map(entries) | Yaml::Lines(entries) => {
            entries.iter().for_each(|(key, value)| write_entry(key, value, indent, out))
        }
        Yaml::List(items) => items.iter().for_each(|value| write_item(value, indent, out)),
        Yaml::Scalar(_) => {}
    }
}

fn write_item(value: &Yaml, indent: usize, out: &mut String) {
    out.push_str(&" ".repeat(indent));
    out.push_str("- ");
    let text = match value {
        Yaml::Scalar(value) => Some(scalar(value, false)),
        _ => on_one_line(value, indent + 2),
    };
    if let Some(text) = text {
        out.push_str(&text);
        out.push('\n');
        return;
    }
    // The block begins where its indentation would end.
    let mut block = String::new();
    write_block(value, indent + 2, &mut block);
    out.push_str(block.trim_start());
}

fn on_one_line(value: &Yaml, before: usize) -> Option<String> {
    if value.is_empty() {
        return Some(flow(value));
    }
    let text = value.is_flat().then(|| flow(value))?;
    (before + text.chars().count() <= WIDTH).then_some(text)
}

/// A text, quoted where it would be read as something else.
fn quoted(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_hidden(c) || !is_printable(c) => out.push_str(&match u32::from(c) {
                code @ ..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

fn is_plain(text: &str, in_flow: bool) -> bool {
    let word = text.to_ascii_lowercase();
    let other = matches!(word.as_str(), "" | "~" | "null" | "yes" | "no" | "on" | "off" | "y" | "n" | "=" | "<<");
    let starts = text.starts_with(|c: char| c.is_whitespace() || "-?:,[]{}#&*!|>'\"%@`.+".contains(c));
    let meant = [": ", " #", ":\t", "\t#"].iter().any(|mark| text.contains(mark)) || text.ends_with(':');
    let of_flow = in_flow && text.contains([',', '[', ']', '{', '}', ':']);
    !other
        && !starts
        && !meant
        && !of_flow
        && !text.ends_with(char::is_whitespace)
        && tree::scalar(text, false).is_string()
        && text.chars().all(|c| is_printable(c) && !is_hidden(c))
}
