//! Structs of a call: what is sent and what comes back, with the types nested in them.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{deprecated, doc, field as field_doc, text_or};
use super::enums;
use super::fields::{argument, given, ident, parameter, read, reply_type, request_type, write, write_to_object};
use crate::emit::markdown;
use crate::model::{Field, Object, Type};
use crate::names;

/// More parameters than this, and clippy wants to be told that it is meant.
const MANY_PARAMETERS: usize = 7;

/// A struct that is sent: fields, `new`, setters. `impl`s that write it are the caller's.
pub(super) fn request_struct(object: &Object, docs: TokenStream) -> TokenStream {
    let name = ident(&object.type_name);
    let default = if given(&object.fields).any(|field| field.required) { quote!() } else { quote!(Default,) };
    let fields = given(&object.fields).map(|field| {
        let docs = doc(&field_doc(field));
        let (name, ty) = (ident(&field.ident), request_type(field));
        quote!(#docs pub #name: #ty)
    });
    let deriving = quote!(#[derive(Debug, Clone, #default PartialEq)]);
    let constructors = constructors(object);
    let setters = given(&object.fields).filter(|field| !field.required).map(setter);
    quote! {
        #docs
        #deriving
        #[non_exhaustive]
        pub struct #name { #(#fields,)* }

        impl #name {
            #constructors
            #(#setters)*
        }
    }
}

/// `new` with the required fields and, where exactly one choice is required, `by_…` for each of its alternatives.
fn constructors(object: &Object) -> TokenStream {
    let required: Vec<_> = given(&object.fields).filter(|field| field.required).collect();
    let many = if required.len() > MANY_PARAMETERS { quote!(#[allow(clippy::too_many_arguments)]) } else { quote!() };
    let parameters = required.iter().map(|field| parameter(field));
    let values = given(&object.fields).map(|field| {
        let name = ident(&field.ident);
        let value = if field.required { argument(field) } else { quote!(None) };
        if value.to_string() == field.ident { quote!(#name) } else { quote!(#name: #value) }
    });
    let docs = match required.is_empty() {
        true => doc("With nothing set."),
        false => doc("With the required values."),
    };
    let by = constructors_by_alternative(&required, &many);
    quote! {
        #docs
        #many
        pub fn new(#(#parameters),*) -> Self { Self { #(#values),* } }
        #by
    }
}

fn constructors_by_alternative(required: &[&Field], many: &TokenStream) -> TokenStream {
    let choices: Vec<_> = required.iter().filter(|field| matches!(field.ty, Type::OneOf(_))).collect();
    let [choice] = choices[..] else { return TokenStream::new() };
    let Type::OneOf(of) = &choice.ty else { return TokenStream::new() };
    let ty = ident(&of.type_name);
    let constructors = of.alternatives.iter().map(|alternative| {
        let docs = doc(&format!("By {}: {}", markdown::code(&alternative.wire), field_doc(alternative)));
        let marks = deprecated(&alternative.deprecated);
        let name = ident(&format!("by_{}", alternative.ident));
        let variant = ident(&alternative.variant);
        // The value comes last and must not share a name with the other parameters.
        let others = required.iter().filter(|field| field.ident != choice.ident);
        let parameters: Vec<_> = others.clone().map(|field| parameter(field)).collect();
        let own_name = names::unique("value", |name| others.clone().any(|field| field.ident == name));
        let own = Field { ident: own_name, ..(*alternative).clone() };
        let own_parameter = parameter(&own);
        let own_argument = argument(&own);
        let arguments = required.iter().map(|field| {
            if field.ident == choice.ident {
                quote!(#ty::#variant(#own_argument))
            } else {
                let name = ident(&field.ident);
                quote!(#name)
            }
        });
        quote! {
            #docs
            #marks
            #many
            pub fn #name(#(#parameters,)* #own_parameter) -> Self { Self::new(#(#arguments),*) }
        }
    });
    quote!(#(#constructors)*)
}

fn setter(field: &Field) -> TokenStream {
    let docs = doc(&field_doc(field));
    let marks = deprecated(&field.deprecated);
    let name = ident(&field.ident);
    let (parameter, argument) = (parameter(field), argument(field));
    quote! {
        #docs
        #marks
        #[must_use]
        pub fn #name(mut self, #parameter) -> Self {
            self.#name = Some(#argument);
            self
        }
    }
}

/// A nested struct that is sent.
fn request_object(object: &Object) -> TokenStream {
    let name = ident(&object.type_name);
    let docs = doc(&text_or(&object.doc, "A part of the request."));
    let item = request_struct(object, docs);
    let writes = object.fields.iter().map(|field| write(field, write_to_object));
    quote! {
        #item

        impl Encode for #name {
            fn encode(&self, out: &mut Writer) {
                out.begin();
                #(#writes)*
                out.end();
            }
        }
        ::wxopen_runtime::serde_request!(#name);
    }
}

/// A struct that comes back.
pub(super) fn reply_object(object: &Object, docs: TokenStream) -> TokenStream {
    let name = ident(&object.type_name);
    let fields = given(&object.fields).map(|field| {
        let docs = doc(&field_doc(field));
        let marks = deprecated(&field.deprecated);
        let (name, ty) = (ident(&field.ident), reply_type(field));
        quote!(#docs #marks pub #name: #ty)
    });
    let empty = given(&object.fields).next().is_none();
    let writes = object.fields.iter().map(|field| write(field, write_to_object));
    let reads = given(&object.fields).map(read);
    let input = if empty { quote!(_) } else { quote!(input) };
    quote! {
        #docs
        #[derive(Debug, Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields,)* }

        impl Encode for #name {
            fn encode(&self, out: &mut Writer) {
                out.begin();
                #(#writes)*
                out.end();
            }
        }

        impl Decode for #name {
            fn decode(&mut self, #input: &mut Reader) { #(#reads)* }
        }
        ::wxopen_runtime::serde_reply!(#name);
    }
}

/// The types nested in the fields of a request.
pub(super) fn nested_in_request(fields: &[Field]) -> TokenStream {
    fields.iter().map(|field| of_request(&field.ty)).collect()
}

fn of_request(ty: &Type) -> TokenStream {
    match ty {
        Type::Object(object) => {
            let (item, nested) = (request_object(object), nested_in_request(&object.fields));
            quote!(#item #nested)
        }
        Type::Array(items) | Type::Map(items) => of_request(items),
        Type::Enum(of) => enums::open_enum(of),
        Type::OneOf(choice) => {
            let (item, nested) = (enums::choice(choice), nested_in_request(&choice.alternatives));
            quote!(#item #nested)
        }
        _ => TokenStream::new(),
    }
}

/// The types nested in the fields of a reply.
pub(super) fn nested_in_reply(fields: &[Field]) -> TokenStream {
    fields.iter().map(|field| of_reply(&field.ty)).collect()
}

fn of_reply(ty: &Type) -> TokenStream {
    match ty {
        Type::Object(object) => {
            let docs = doc(&text_or(&object.doc, "A part of the reply."));
            let (item, nested) = (reply_object(object, docs), nested_in_reply(&object.fields));
            quote!(#item #nested)
        }
        Type::Array(items) | Type::Map(items) => of_reply(items),
        Type::Enum(of) => enums::open_enum(of),
        _ => TokenStream::new(),
    }
}
