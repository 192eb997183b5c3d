//! Fields: their Rust types, how they are passed, written and read.

use quote::quote;
use serde_json::Value;

use super::code::{Code, literal};
use super::template::{Row, Template, each, list, row, when};
use crate::model::{Enum, Field, Object, OneOf, Place, Type};

/// The Rust type of a value.
pub(super) fn rust_type(ty: &Type, secret: bool) -> String {
    match ty {
        Type::Array(items) => format!("Vec<{}>", rust_type(items, false)),
        Type::Map(items) => format!("Map<{}>", rust_type(items, false)),
        Type::String if secret => "Secret".to_owned(),
        Type::String | Type::Const(_) => "String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Json => "Value".to_owned(),
        Type::Binary => "Bytes".to_owned(),
        Type::File => "File".to_owned(),
        Type::Object(Object { type_name, .. })
        | Type::Enum(Enum { type_name, .. })
        | Type::OneOf(OneOf { type_name, .. }) => type_name.clone(),
    }
}

/// Fields that Rust has: all but the fixed ones.
pub(super) fn given(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| !matches!(field.ty, Type::Const(_)))
}

/// A parameter for a value, `appid: impl Into<String>`.
pub(super) fn parameter(name: &str, field: &Field) -> String {
    let ty = rust_type(&field.ty, field.secret);
    if converts(field) { format!("{name}: impl Into<{ty}>") } else { format!("{name}: {ty}") }
}

/// The parameter as a value of the field's type.
pub(super) fn argument(name: &str, field: &Field) -> String {
    if converts(field) { format!("{name}.into()") } else { name.to_owned() }
}

fn converts(field: &Field) -> bool {
    matches!(field.ty, Type::String | Type::Binary)
}

/// The type of a field of a request struct.
pub(super) fn request_type(field: &Field) -> String {
    let ty = rust_type(&field.ty, field.secret);
    if field.required { ty } else { format!("Option<{ty}>") }
}

/// The type of a field of a reply struct: lists and maps are just empty when they are missing.
pub(super) fn reply_type(field: &Field) -> String {
    let ty = rust_type(&field.ty, field.secret);
    if field.may_be_absent() { format!("Option<{ty}>") } else { ty }
}

/// Where a field is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The top of a request.
    Request,
    /// An object.
    Object,
}

impl Target {
    /// The function that writes a field there.
    fn function(self, field: &Field) -> &'static str {
        match (self, &field.ty, field.place) {
            (Self::Object, ..) => "field",
            (Self::Request, Type::File, _) => "file",
            (Self::Request, _, Place::Query) => "query",
            (Self::Request, _, Place::Body) => "body",
        }
    }
}

static CALL: Template = Template::statements(|| {
    quote! {
        out.__function(__arguments);
    }
});

static CALL_WITH_FILE: Template = Template::statements(|| {
    quote! {
        if let Some(value) = &self.__field {
            out.__function(__arguments);
        }
    }
});

static CALL_BY_CHOICE: Template = Template::statements(|| {
    quote! {
        match &self.__field {
            #[each(required)]
            __Choice::__Variant(value) => out.__function(__wire, value),
            #[each(optional)]
            Some(__Choice::__Variant(value)) => out.__function(__wire, value),
            #[when(is_optional)]
            None => {}
        }
    }
});

static READ: Template = Template::statements(|| {
    quote! {
        #[each(defaults)]
        if input.is_reading() {
            self.__field = __default;
        }
        input.__function(__arguments);
    }
});

/// Statements that write a field.
pub(super) fn write(code: &mut Code, field: &Field, target: Target) {
    match &field.ty {
        Type::Const(value) => CALL.fill(code, call(field, target, constant(value))),
        Type::File if !field.required => CALL_WITH_FILE.fill(code, call(field, target, "value".to_owned())),
        Type::OneOf(choice) => {
            let alternatives = choice.alternatives.iter().map(|alternative| {
                row! {
                    __Variant: &alternative.variant,
                    __function: target.function(alternative),
                    __wire: literal(&alternative.wire),
                }
            });
            let (required, optional): (Vec<_>, Vec<_>) = alternatives.partition(|_| field.required);
            let values = row! {
                __field: &field.ident,
                __Choice: &choice.type_name,
                required: each(required),
                optional: each(optional),
                is_optional: when(!field.required),
            };
            CALL_BY_CHOICE.fill(code, values);
        }
        _ => CALL.fill(code, call(field, target, format!("&self.{}", field.ident))),
    }
}

fn call(field: &Field, target: Target, value: String) -> Row<'_> {
    row! {
        __field: &field.ident,
        __function: target.function(field),
        __arguments: list([literal(&field.wire), value]),
    }
}

/// Statements that read a field of a reply.
pub(super) fn read(code: &mut Code, field: &Field) {
    let values = row! {
        __field: &field.ident,
        defaults: each(default_value(field).map(|default| row! { __default: default })),
        __function: if field.required { "required" } else { "field" },
        __arguments: list([literal(&field.wire), format!("&mut self.{}", field.ident)]),
    };
    READ.fill(code, values);
}

/// A fixed value as something that can be written.
fn constant(value: &Value) -> String {
    match value {
        Value::Bool(flag) => format!("&{flag}"),
        Value::Number(number) => format!("&{}i64", number.as_i64().unwrap_or_default()),
        Value::String(text) => format!("&{}", literal(text)),
        other => format!("&{}", literal(&other.to_string())),
    }
}

/// What a missing field of a reply means, where the spec says so and it is a plain value.
fn default_value(field: &Field) -> Option<String> {
    Some(match (&field.ty, field.plain_default()?) {
        (Type::Integer, Value::Number(number)) => format!("{}i64", number.as_i64()?),
        (Type::Float, Value::Number(number)) => format!("{}f64", number.as_f64()?),
        (Type::Boolean, Value::Bool(flag)) => flag.to_string(),
        (Type::Enum(of), Value::String(text)) => format!("{}::from_wire({})", of.type_name, literal(text)),
        (Type::Enum(of), Value::Number(number)) => format!("{}::from_wire({}i64)", of.type_name, number.as_i64()?),
        (_, Value::String(text)) => format!("{}.to_owned()", literal(text)),
        _ => return None,
    })
}
