//! Structs of a call: what is sent and what comes back, with the types nested in them.

use std::iter::once;

use quote::quote;

use super::code::{Code, literal};
use super::docs::{deprecated, field as field_doc, text_or};
use super::enums;
use super::fields::{Target, argument, given, parameter, read, reply_type, request_type, write};
use super::template::{Row, Template, Value, docs, each, lines, list, row};
use crate::markdown;
use crate::model::{Field, Object, OneOf, Type};
use crate::names;

/// More parameters than this, and clippy wants to be told that it is meant.
const MANY_PARAMETERS: usize = 7;

static REQUEST: Template = Template::items(|| {
    quote! {
        #[__marks]
        #[derive(__derived)]
        #[cfg_attr(feature = "eq", derive(PartialEq))]
        #[non_exhaustive]
        pub struct __Name {
            #[each(fields)]
            #[__marks]
            pub __field: __Type,
        }

        impl __Name {
            #[__new_marks]
            pub fn new(__parameters: __) -> Self {
                Self { __values }
            }

            #[each(alternatives)]
            #[__marks]
            pub fn __by(__parameters: __) -> Self {
                Self::new(__arguments)
            }

            #[each(setters)]
            #[__marks]
            #[must_use]
            pub fn __field(__parameters: __) -> Self {
                self.__field = Some(__argument);
                self
            }
        }
    }
});

static REPLY: Template = Template::items(|| {
    quote! {
        #[__docs]
        #[derive(Clone, Default)]
        #[cfg_attr(feature = "eq", derive(PartialEq))]
        #[non_exhaustive]
        pub struct __Name {
            #[each(fields)]
            #[__marks]
            pub __field: __Type,
        }
    }
});

static ENCODE: Template = Template::items(|| {
    quote! {
        impl Encode for __Name {
            #[inline]
            fn encode(&self, out: &mut Writer) {
                out.begin();
                __writes!();
                out.end();
            }
        }
    }
});

static DECODE: Template = Template::items(|| {
    quote! {
        impl Decode for __Name {
            #[inline]
            fn decode(&mut self, __input: &mut Reader<'_>) {
                __reads!();
            }
        }
    }
});

static BESIDES: Template = Template::items(|| {
    quote! {
        ::wxopen_runtime::__macro!(__arguments);
    }
});

/// A struct that is sent: fields, `new`, setters.
pub(super) fn request_struct(code: &mut Code, object: &Object, marks: Value<'_>) {
    let required: Vec<_> = given(&object.fields).filter(|field| field.required).collect();
    let fields = given(&object.fields).map(|field| {
        row! { __marks: docs(field_doc(field)), __field: &field.ident, __Type: request_type(field) }
    });
    let new_marks = |code: &mut Code| {
        code.doc(if required.is_empty() { "With nothing set." } else { "With the required values." });
        allow_many(code, &required);
    };
    let values = row! {
        __marks: marks,
        __derived: if required.is_empty() { "Clone, Default" } else { "Clone" },
        __Name: &object.type_name,
        fields: each(fields),
        __new_marks: lines(new_marks),
        __parameters: list(required.iter().map(|field| parameter(&field.ident, field))),
        __values: list(given(&object.fields).map(initial_value)),
        alternatives: each(constructors_by_alternative(&required)),
        setters: each(given(&object.fields).filter(|field| !field.required).map(setter)),
    };
    REQUEST.fill(code, values);
}

fn initial_value(field: &Field) -> String {
    let name = &field.ident;
    let value = if field.required { argument(name, field) } else { "None".to_owned() };
    if value == *name { value } else { format!("{name}: {value}") }
}

fn allow_many(code: &mut Code, required: &[&Field]) {
    if required.len() > MANY_PARAMETERS {
        code.line("#[allow(clippy::too_many_arguments)]");
    }
}

/// Where exactly one choice is required, a constructor for each of its alternatives.
fn constructors_by_alternative<'a>(required: &'a [&'a Field]) -> Vec<Row<'a>> {
    let mut choices = required.iter().filter_map(|field| match &field.ty {
        Type::OneOf(of) => Some((*field, of)),
        _ => None,
    });
    match (choices.next(), choices.next()) {
        (Some((choice, of)), None) => {
            of.alternatives.iter().map(|alternative| constructor_by(required, choice, of, alternative)).collect()
        }
        _ => Vec::new(),
    }
}

fn constructor_by<'a>(required: &'a [&'a Field], choice: &Field, of: &OneOf, alternative: &'a Field) -> Row<'a> {
    // The value comes last and must not share a name with the other parameters.
    let others: Vec<_> = required.iter().filter(|field| field.ident != choice.ident).collect();
    let own_name = names::unique("value", |name| others.iter().any(|field| field.ident == name));
    let mut parameters: Vec<_> = others.iter().map(|field| parameter(&field.ident, field)).collect();
    parameters.push(parameter(&own_name, alternative));
    let chosen = format!("{}::{}({})", of.type_name, alternative.variant, argument(&own_name, alternative));
    let argument = |field: &&Field| if field.ident == choice.ident { chosen.clone() } else { field.ident.clone() };
    row! {
        __marks: lines(|code| {
            code.doc(&format!("By {}: {}", markdown::code(&alternative.wire), field_doc(alternative)));
            deprecated(code, &alternative.deprecated);
            allow_many(code, required);
        }),
        __by: format!("by_{}", alternative.ident),
        __parameters: list(parameters),
        __arguments: list(required.iter().map(argument)),
    }
}

fn setter(field: &Field) -> Row<'_> {
    row! {
        __marks: marks(field),
        __field: &field.ident,
        __parameters: list(["mut self".to_owned(), parameter(&field.ident, field)]),
        __argument: argument(&field.ident, field),
    }
}

/// What a field is, and whether it is deprecated.
pub(super) fn marks(field: &Field) -> Value<'_> {
    lines(|code| {
        code.doc(&field_doc(field));
        deprecated(code, &field.deprecated);
    })
}

/// A nested struct that is sent.
fn request_object(code: &mut Code, object: &Object) {
    request_struct(code, object, docs(text_or(&object.doc, "A part of the request.")));
    encode(code, object);
    besides(code, "request_struct", with_names(object));
}

/// A struct that comes back.
pub(super) fn reply_object(code: &mut Code, object: &Object, doc: String) {
    let fields = given(&object.fields).map(|field| {
        row! { __marks: marks(field), __field: &field.ident, __Type: reply_type(field) }
    });
    let values = row! { __docs: docs(doc), __Name: &object.type_name, fields: each(fields) };
    REPLY.fill(code, values);
    let reads = lines(|code| given(&object.fields).for_each(|field| read(code, field)));
    let input = if given(&object.fields).next().is_none() { "_" } else { "input" };
    DECODE.fill(code, row! { __Name: &object.type_name, __input: input, __reads: reads });
    // Writing a reply is for serde alone, and takes a tenth of the time that a crate compiles.
    besides(code, "reply_struct", with_names(object));
}

/// The name of a struct, then its fields with what they are called on the wire. A choice is none of them: its
/// alternatives are, and its type knows their names.
pub(super) fn with_names(object: &Object) -> impl Iterator<Item = String> {
    let fields = given(&object.fields).map(|field| match &field.ty {
        Type::OneOf(_) => format!("{} = _", field.ident),
        _ => format!("{} = {}", field.ident, literal(&field.wire)),
    });
    once(object.type_name.clone()).chain(fields)
}

fn encode(code: &mut Code, object: &Object) {
    let writes = lines(|code| object.fields.iter().for_each(|field| write(code, field, Target::Object)));
    ENCODE.fill(code, row! { __Name: &object.type_name, __writes: writes });
}

/// Has the runtime write what a struct can do besides: `Debug`, and what serde wants to know.
pub(super) fn besides(code: &mut Code, name: &str, arguments: impl IntoIterator<Item = String>) {
    BESIDES.fill(code, row! { __macro: name, __arguments: list(arguments) });
}

/// The types nested in the fields of a request.
pub(super) fn nested_in_request(code: &mut Code, fields: &[Field]) {
    for ty in fields.iter().flat_map(|field| field.ty.parts()) {
        match ty {
            Type::Object(object) => request_object(code, object),
            Type::Enum(of) => enums::sent_enum(code, of),
            Type::OneOf(choice) => enums::choice(code, choice),
            _ => {}
        }
    }
}

/// The types nested in the fields of a reply.
pub(super) fn nested_in_reply(code: &mut Code, fields: &[Field]) {
    for ty in fields.iter().flat_map(|field| field.ty.parts()) {
        match ty {
            Type::Object(object) => reply_object(code, object, text_or(&object.doc, "A part of the reply.")),
            Type::Enum(of) => enums::answered_enum(code, of),
            _ => {}
        }
    }
}
