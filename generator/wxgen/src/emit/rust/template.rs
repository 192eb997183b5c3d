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

use super::code::{Code, WIDTH};
use super::skeleton::{Kind, Line, Part, Piece, lay_out};

/// A struct literal with more than this between its braces gets a line for each field, as in prettyplease.
const SHORT_LITERAL: usize = 34;

/// A skeleton, laid out when it is first filled.
pub(super) struct Template {
    quoted: fn() -> TokenStream,
    kind: Kind,
    parts: OnceLock<Vec<Part>>,
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

/// Things between brackets.
pub(super) fn list<'a>(items: impl IntoIterator<Item = String>) -> Value<'a> {
    Value::List(items.into_iter().collect())
}

/// A repetition for each row.
pub(super) fn each<'a>(rows: impl IntoIterator<Item = Row<'a>>) -> Value<'a> {
    Value::Rows(rows.into_iter().collect())
}

/// One repetition or none.
pub(super) fn when<'a>(holds: bool) -> Value<'a> {
    each(holds.then(Row::new))
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

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Row, Template, each, lines, list, when};
    use crate::emit::rust::code::Code;

    fn filled(template: &Template, values: Row<'_>) -> String {
        let mut code = Code::after("");
        template.fill(&mut code, values);
        code.into_text()
    }

    #[test]
    fn a_placeholder_is_a_whole_word() {
        static CALL: Template = Template::statements(|| {
            quote! {
                __a(my__a, __ab, a__a, "__a", r#__a);
            }
        });
        let text = filled(&CALL, row! { __a: "x", __ab: "y" });
        assert_eq!(text, "x(my__a, y, a__a, \"x\", r#x);\n");
    }

    #[test]
    fn what_was_filled_in_is_not_looked_at_again() {
        static CALL: Template = Template::statements(|| {
            quote! {
                __a(__b);
                __c!();
            }
        });
        let values = row! { __a: "__b", __b: list(["__a: __".to_owned()]), __c: lines(|code| code.doc("__a!();\n{")) };
        assert_eq!(filled(&CALL, values), "__b(__a: __);\n/// __a!();\n/// {\n");
    }

    static TYPE: Template = Template::items(|| {
        quote! {
            #[__docs]
            pub struct __Name {
                #[each(fields)]
                #[__docs]
                pub __field: __Type,
            }

            impl __Name {
                #[each(fields)]
                /// Sets it.
                pub fn __field(&mut self) {
                    __set!();
                }

                #[when(makes)]
                pub fn new(__parameters: __) -> Self {
                    Self { __values }
                }
            }
        }
    });

    fn field(name: &str) -> Row<'_> {
        let docs = lines(|code| code.doc("One.\nTwo."));
        row! { __docs: docs, __field: name, __Type: "u8", __set: lines(|code| code.line("self.set();")) }
    }

    #[test]
    fn what_repeats_stands_where_its_pattern_stood() {
        let of = |items: [&str; 2]| list(items.map(str::to_owned));
        let values = row! {
            __docs: lines(|_| {}), __Name: "Pair", fields: each([field("a"), field("b")]), makes: when(true),
            __parameters: of(["a: u8", "b: u8"]), __values: of(["a", "b"]),
        };
        let text = "\
pub struct Pair {
    /// One.
    /// Two.
    pub a: u8,
    /// One.
    /// Two.
    pub b: u8,
}

impl Pair {
    /// Sets it.
    pub fn a(&mut self) {
        self.set();
    }

    /// Sets it.
    pub fn b(&mut self) {
        self.set();
    }

    pub fn new(a: u8, b: u8) -> Self {
        Self { a, b }
    }
}
";
        assert_eq!(filled(&TYPE, values), text);
    }

    #[test]
    fn nothing_leaves_no_trace() {
        let values = row! { __docs: lines(|_| {}), __Name: "None", fields: each([]), makes: when(false) };
        assert_eq!(filled(&TYPE, values), "pub struct None {}\n\nimpl None {}\n");
    }

    #[test]
    fn lists_break_where_they_get_too_long() {
        static NEW: Template = Template::statements(|| {
            quote! {
                let a = __make(__arguments);
                let b = Self { __values };
            }
        });
        let of = |items: &[&str]| list(items.iter().map(|item| (*item).to_owned()));
        let (long, middle) = ("l".repeat(80), "m".repeat(40));
        let values = row! { __make: "f", __arguments: of(&[&long, "x"]), __values: of(&[&middle]) };
        let text = format!("let a = f(\n    {long},\n    x,\n);\nlet b = Self {{\n    {middle},\n}};\n");
        assert_eq!(filled(&NEW, values), text);
        let values = row! { __make: "f", __arguments: of(&[&middle, "x"]), __values: of(&[]) };
        assert_eq!(filled(&NEW, values), format!("let a = f({middle}, x);\nlet b = Self {{}};\n"));
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "__Type has no value that fits")]
    fn a_placeholder_without_a_value_is_found() {
        let fields = each([row! { __docs: lines(|_| {}), __field: "a" }]);
        filled(&TYPE, row! { __docs: lines(|_| {}), __Name: "Pair", fields: fields, makes: when(false) });
    }
}
