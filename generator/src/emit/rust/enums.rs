//! Enums: open ones for known values, and choices between fields.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{deprecated, doc, field as field_doc, text_or};
use super::fields::{ident, rust_type};
use crate::emit::markdown;
use crate::model::{Enum, EnumBase, OneOf};

/// An enum that also holds values nobody has documented yet.
pub(super) fn open_enum(of: &Enum) -> TokenStream {
    let name = ident(&of.type_name);
    let docs = doc(&text_or(&of.doc, "One of several known values."));
    let variants: Vec<_> = of.values.iter().map(|value| ident(&value.variant)).collect();
    let variant_docs = of.values.iter().map(|value| {
        let wire = markdown::code(&value.wire);
        doc(&if value.doc.trim().is_empty() { wire } else { format!("{wire}: {}", markdown::text(&value.doc)) })
    });
    let (wire, owned) = match of.base {
        EnumBase::String => (quote!(&str), quote!(String)),
        EnumBase::Integer => (quote!(i64), quote!(i64)),
    };
    let (unknown, known_unknown, borrow) = match of.base {
        EnumBase::String => (quote!(value.to_owned()), quote!(value.get()), quote!(&wire)),
        EnumBase::Integer => (quote!(value), quote!(*value.get()), quote!(wire)),
    };
    let wires: Vec<_> = of.values.iter().map(|value| literal(of.base, &value.wire)).collect();
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value this version does not know. Make one with `from_wire`.
            Unknown(UnknownValue<#owned>),
        }

        impl #name {
            /// The value of that wire form, known or not.
            pub fn from_wire(value: #wire) -> Self {
                match value {
                    #(#wires => Self::#variants,)*
                    _ => Self::Unknown(UnknownValue::of(#unknown)),
                }
            }
            /// The wire form.
            pub fn as_wire(&self) -> #wire {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(value) => #known_unknown,
                }
            }
        }

        impl Default for #name {
            fn default() -> Self { Self::from_wire(Default::default()) }
        }

        impl Encode for #name {
            fn encode(&self, out: &mut Writer) { self.as_wire().encode(out); }
        }

        impl Decode for #name {
            fn decode(&mut self, input: &mut Reader) {
                let mut wire = #owned::default();
                wire.decode(input);
                *self = Self::from_wire(#borrow);
            }
        }
    }
}

fn literal(base: EnumBase, wire: &str) -> TokenStream {
    match base {
        EnumBase::String => quote!(#wire),
        EnumBase::Integer => {
            let number = wire.parse::<i64>().unwrap_or_default();
            let digits = Literal::u64_unsuffixed(number.unsigned_abs());
            if number < 0 { quote!(-#digits) } else { quote!(#digits) }
        }
    }
}

/// A choice between fields.
pub(super) fn choice(of: &OneOf) -> TokenStream {
    let name = ident(&of.type_name);
    let variants = of.alternatives.iter().map(|alternative| {
        let docs = doc(&field_doc(alternative));
        let marks = deprecated(&alternative.deprecated);
        let (variant, ty) = (ident(&alternative.variant), rust_type(&alternative.ty, alternative.secret));
        quote!(#docs #marks #variant(#ty))
    });
    quote! {
        /// Exactly one of these is sent.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
    }
}
