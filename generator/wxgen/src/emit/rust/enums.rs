//! Enums: open ones for known values, and choices between fields.

use std::iter::once;

use quote::quote;

use super::code::{Code, literal};
use super::docs::{deprecated, field as field_doc, text_or};
use super::fields::rust_type;
use super::objects::besides;
use super::template::{Row, Template, docs, each, lines, row};
use crate::markdown;
use crate::model::{Enum, EnumBase, EnumValue, OneOf};

static OPEN_ENUM: Template = Template::items(|| {
    quote! {
        #[__docs]
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "eq", derive(Eq, Hash))]
        #[non_exhaustive]
        pub enum __Name {
            #[each(values)]
            #[__value_docs]
            __Variant,
            /// A value this version does not know. Make one with `from_wire`.
            Unknown(UnknownValue<__Owned>),
        }

        impl __Name {
            /// The value of that wire form, known or not.
            #[inline]
            pub fn from_wire(value: __Borrowed) -> Self {
                match value {
                    #[each(values)]
                    __wire => Self::__Variant,
                    _ => Self::Unknown(UnknownValue::of(__keep)),
                }
            }

            /// The wire form.
            #[inline]
            pub fn as_wire(&self) -> __Borrowed {
                match self {
                    #[each(values)]
                    Self::__Variant => __wire,
                    Self::Unknown(value) => __of_unknown,
                }
            }
        }
    }
});

static CHOICE: Template = Template::items(|| {
    quote! {
        /// Exactly one of these is sent.
        #[derive(Debug, Clone)]
        #[cfg_attr(feature = "eq", derive(PartialEq))]
        #[non_exhaustive]
        pub enum __Name {
            #[each(alternatives)]
            #[__docs]
            __Variant(__Type),
        }
    }
});

/// An enum of a request that also holds values nobody has documented yet.
pub(super) fn sent_enum(code: &mut Code, of: &Enum) {
    open_enum(code, of);
    besides(code, "request_enum", [of.type_name.clone(), wire_type(of).to_owned()]);
}

/// The same for a reply.
pub(super) fn answered_enum(code: &mut Code, of: &Enum) {
    open_enum(code, of);
    besides(code, "reply_enum", [of.type_name.clone(), wire_type(of).to_owned()]);
}

/// What the values are on the wire.
fn wire_type(of: &Enum) -> &'static str {
    match of.base {
        EnumBase::String => "String",
        EnumBase::Integer => "i64",
    }
}

fn open_enum(code: &mut Code, of: &Enum) {
    let text = of.base == EnumBase::String;
    let values = row! {
        __docs: docs(text_or(&of.doc, "One of several known values.")),
        __Name: &of.type_name,
        values: each(of.values.iter().map(|value| known_value(of.base, value))),
        __Owned: wire_type(of),
        __Borrowed: if text { "&str" } else { "i64" },
        __keep: if text { "value.to_owned()" } else { "value" },
        __of_unknown: if text { "value.get()" } else { "*value.get()" },
    };
    OPEN_ENUM.fill(code, values);
}

fn known_value(base: EnumBase, value: &EnumValue) -> Row<'_> {
    let wire = markdown::code(&value.wire);
    let doc = if value.doc.trim().is_empty() { wire } else { format!("{wire}: {}", markdown::text(&value.doc)) };
    row! {
        __value_docs: docs(doc),
        __Variant: &value.variant,
        __wire: match base {
            EnumBase::String => literal(&value.wire),
            EnumBase::Integer => value.wire.parse::<i64>().unwrap_or_default().to_string(),
        },
    }
}

/// A choice between fields.
pub(super) fn choice(code: &mut Code, of: &OneOf) {
    let alternatives = of.alternatives.iter().map(|alternative| {
        row! {
            __docs: lines(|code| {
                code.doc(&field_doc(alternative));
                deprecated(code, &alternative.deprecated);
            }),
            __Variant: &alternative.variant,
            __Type: rust_type(&alternative.ty, alternative.secret),
        }
    });
    CHOICE.fill(code, row! { __Name: &of.type_name, alternatives: each(alternatives) });
    let names = of.alternatives.iter().map(|field| format!("{} = {}", field.variant, literal(&field.wire)));
    besides(code, "request_choice", once(of.type_name.clone()).chain(names));
}
