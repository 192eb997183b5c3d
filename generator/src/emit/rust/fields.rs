//! Fields: their Rust types, how they are passed, written and read.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::model::{Enum, EnumBase, Field, Object, OneOf, Place, Type};

/// An identifier the model settled.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The Rust type of a value.
pub(super) fn rust_type(ty: &Type, secret: bool) -> TokenStream {
    match ty {
        Type::String if secret => quote!(Secret),
        Type::String | Type::Const(_) => quote!(String),
        Type::Integer => quote!(i64),
        Type::Float => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Json => quote!(Value),
        Type::Binary => quote!(Bytes),
        Type::File => quote!(File),
        Type::Array(items) => {
            let items = rust_type(items, false);
            quote!(Vec<#items>)
        }
        Type::Map(items) => {
            let items = rust_type(items, false);
            quote!(Map<#items>)
        }
        Type::Object(Object { type_name, .. })
        | Type::Enum(Enum { type_name, .. })
        | Type::OneOf(OneOf { type_name, .. }) => {
            let name = ident(type_name);
            quote!(#name)
        }
    }
}

/// Fields that Rust has: all but the fixed ones.
pub(super) fn given(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| !matches!(field.ty, Type::Const(_)))
}

/// A parameter for a value, `appid: impl Into<String>`.
pub(super) fn parameter(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    let ty = rust_type(&field.ty, field.secret);
    if converts(field) { quote!(#name: impl Into<#ty>) } else { quote!(#name: #ty) }
}

/// The parameter as a value of the field's type.
pub(super) fn argument(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    if converts(field) { quote!(#name.into()) } else { quote!(#name) }
}

fn converts(field: &Field) -> bool {
    matches!(field.ty, Type::String | Type::Binary)
}

/// The type of a field of a request struct.
pub(super) fn request_type(field: &Field) -> TokenStream {
    let ty = rust_type(&field.ty, field.secret);
    if field.required { ty } else { quote!(Option<#ty>) }
}

/// The type of a field of a reply struct: lists and maps are just empty when they are missing.
pub(super) fn reply_type(field: &Field) -> TokenStream {
    let ty = rust_type(&field.ty, field.secret);
    if always_there(field) { ty } else { quote!(Option<#ty>) }
}

fn always_there(field: &Field) -> bool {
    field.required || matches!(field.ty, Type::Array(_) | Type::Map(_)) || default_value(field).is_some()
}

/// Statements that write a field of a request. `write` gives the call for a plain field.
pub(super) fn write(field: &Field, write: fn(&Field, TokenStream) -> TokenStream) -> TokenStream {
    let name = ident(&field.ident);
    match &field.ty {
        Type::Const(value) => {
            let call = write(field, constant(value));
            quote!(#call;)
        }
        Type::File if !field.required => {
            let call = write(field, quote!(value));
            quote!(if let Some(value) = &self.#name { #call; })
        }
        Type::OneOf(choice) => {
            let ty = ident(&choice.type_name);
            let optional = !field.required;
            let arms = choice.alternatives.iter().map(|alternative| {
                let variant = ident(&alternative.variant);
                let write = write(alternative, quote!(value));
                if optional {
                    quote!(Some(#ty::#variant(value)) => #write,)
                } else {
                    quote!(#ty::#variant(value) => #write,)
                }
            });
            let none = if optional { quote!(None => {}) } else { TokenStream::new() };
            quote!(match &self.#name { #(#arms)* #none })
        }
        _ => {
            let call = write(field, quote!(&self.#name));
            quote!(#call;)
        }
    }
}

/// The call that writes a field at the top of a request.
pub(super) fn write_to_request(field: &Field, value: TokenStream) -> TokenStream {
    let wire = &field.wire;
    match (&field.ty, field.place) {
        (Type::File, _) => quote!(out.file(#wire, #value)),
        (_, Place::Query) => quote!(out.query(#wire, #value)),
        (_, Place::Body) => quote!(out.body(#wire, #value)),
    }
}

/// The call that writes a field of an object.
pub(super) fn write_to_object(field: &Field, value: TokenStream) -> TokenStream {
    let wire = &field.wire;
    quote!(out.field(#wire, #value))
}

/// The statement that reads a field of a reply.
pub(super) fn read(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    let wire = &field.wire;
    if let Some(default) = default_value(field) {
        quote!(self.#name = #default; input.field(#wire, &mut self.#name);)
    } else if field.required {
        quote!(input.required(#wire, &mut self.#name);)
    } else {
        quote!(input.field(#wire, &mut self.#name);)
    }
}

/// A fixed value as something that can be written.
fn constant(value: &Value) -> TokenStream {
    match value {
        Value::Bool(flag) => quote!(&#flag),
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or_default();
            quote!(&#number)
        }
        Value::String(text) => quote!(&#text),
        other => {
            let text = other.to_string();
            quote!(&#text)
        }
    }
}

/// What a missing field of a reply means, where the spec says so and it is a plain value.
fn default_value(field: &Field) -> Option<TokenStream> {
    if field.required {
        return None;
    }
    Some(match (&field.ty, field.default.as_ref()?) {
        (Type::String, Value::String(text)) if !field.secret => quote!(#text.to_owned()),
        (Type::Integer, Value::Number(number)) => {
            let number = number.as_i64()?;
            quote!(#number)
        }
        (Type::Float, Value::Number(number)) => {
            let number = number.as_f64()?;
            quote!(#number)
        }
        (Type::Boolean, Value::Bool(flag)) => quote!(#flag),
        (Type::Enum(of), value) => {
            let ty = ident(&of.type_name);
            match (of.base, value) {
                (EnumBase::String, Value::String(text)) => quote!(#ty::from_wire(#text)),
                (EnumBase::Integer, Value::Number(number)) => {
                    let number = number.as_i64()?;
                    quote!(#ty::from_wire(#number))
                }
                _ => return None,
            }
        }
        _ => return None,
    })
}
