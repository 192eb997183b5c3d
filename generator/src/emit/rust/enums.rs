//! Enums: open ones for known values, and choices between fields.

use super::code::{Code, line, literal, open};
use super::docs::{deprecated, field as field_doc, text_or};
use super::fields::rust_type;
use crate::emit::markdown;
use crate::model::{Enum, EnumBase, EnumValue, OneOf};

/// How the wire form of an enum is held.
struct Wire {
    /// Passed.
    borrowed: &'static str,
    /// Kept.
    owned: &'static str,
    /// From passed to kept.
    keep: &'static str,
    /// From an unknown value to passed.
    of_unknown: &'static str,
    /// From `wire`, kept, to passed.
    borrow: &'static str,
}

const TEXT: Wire =
    Wire { borrowed: "&str", owned: "String", keep: "value.to_owned()", of_unknown: "value.get()", borrow: "&wire" };
const NUMBER: Wire = Wire { borrowed: "i64", owned: "i64", keep: "value", of_unknown: "*value.get()", borrow: "wire" };

/// An enum that also holds values nobody has documented yet.
pub(super) fn open_enum(code: &mut Code, of: &Enum) {
    let name = &of.type_name;
    let wire = match of.base {
        EnumBase::String => TEXT,
        EnumBase::Integer => NUMBER,
    };
    let Wire { borrowed, owned, keep, of_unknown, borrow } = wire;
    code.gap();
    code.doc(&text_or(&of.doc, "One of several known values."));
    line!(code, "#[derive(Debug, Clone, PartialEq, Eq, Hash)]");
    line!(code, "#[non_exhaustive]");
    open!(code, "pub enum {name}");
    for value in &of.values {
        code.doc(&value_doc(value));
        line!(code, "{},", value.variant);
    }
    code.doc("A value this version does not know. Make one with `from_wire`.");
    line!(code, "Unknown(UnknownValue<{owned}>),");
    code.close();

    code.gap();
    open!(code, "impl {name}");
    code.doc("The value of that wire form, known or not.");
    open!(code, "pub fn from_wire(value: {borrowed}) -> Self");
    open!(code, "match value");
    for value in &of.values {
        line!(code, "{} => Self::{},", wire_literal(of.base, &value.wire), value.variant);
    }
    line!(code, "_ => Self::Unknown(UnknownValue::of({keep})),");
    code.close();
    code.close();
    code.gap();
    code.doc("The wire form.");
    open!(code, "pub fn as_wire(&self) -> {borrowed}");
    open!(code, "match self");
    for value in &of.values {
        line!(code, "Self::{} => {},", value.variant, wire_literal(of.base, &value.wire));
    }
    line!(code, "Self::Unknown(value) => {of_unknown},");
    code.close();
    code.close();
    code.close();

    code.gap();
    open!(code, "impl Default for {name}");
    open!(code, "fn default() -> Self");
    line!(code, "Self::from_wire(Default::default())");
    code.close();
    code.close();

    code.gap();
    open!(code, "impl Encode for {name}");
    open!(code, "fn encode(&self, out: &mut Writer)");
    line!(code, "self.as_wire().encode(out);");
    code.close();
    code.close();

    code.gap();
    open!(code, "impl Decode for {name}");
    open!(code, "fn decode(&mut self, input: &mut Reader)");
    line!(code, "let mut wire = {owned}::default();");
    line!(code, "wire.decode(input);");
    line!(code, "*self = Self::from_wire({borrow});");
    code.close();
    code.close();
}

fn value_doc(value: &EnumValue) -> String {
    let wire = markdown::code(&value.wire);
    if value.doc.trim().is_empty() { wire } else { format!("{wire}: {}", markdown::text(&value.doc)) }
}

fn wire_literal(base: EnumBase, wire: &str) -> String {
    match base {
        EnumBase::String => literal(wire),
        EnumBase::Integer => wire.parse::<i64>().unwrap_or_default().to_string(),
    }
}

/// A choice between fields.
pub(super) fn choice(code: &mut Code, of: &OneOf) {
    code.gap();
    code.doc("Exactly one of these is sent.");
    line!(code, "#[derive(Debug, Clone, PartialEq)]");
    line!(code, "#[non_exhaustive]");
    open!(code, "pub enum {}", of.type_name);
    for alternative in &of.alternatives {
        code.doc(&field_doc(alternative));
        deprecated(code, &alternative.deprecated);
        line!(code, "{}({}),", alternative.variant, rust_type(&alternative.ty, alternative.secret));
    }
    code.close();
}
