//! Structs of a call: what is sent and what comes back, with the types nested in them.

use super::code::{Code, line, open};
use super::docs::{deprecated, field as field_doc, text_or};
use super::enums;
use super::fields::{Target, argument, given, parameter, read, reply_type, request_type, write};
use crate::emit::markdown;
use crate::model::{Field, Object, Type};
use crate::names;

/// More parameters than this, and clippy wants to be told that it is meant.
const MANY_PARAMETERS: usize = 7;

/// A struct that is sent: fields, `new`, setters. Its docs come before, `impl`s that write it come after.
pub(super) fn request_struct(code: &mut Code, object: &Object) {
    let name = &object.type_name;
    let default = if given(&object.fields).any(|field| field.required) { "" } else { "Default, " };
    line!(code, "#[derive(Debug, Clone, {default}PartialEq)]");
    line!(code, "#[non_exhaustive]");
    open!(code, "pub struct {name}");
    for field in given(&object.fields) {
        code.doc(&field_doc(field));
        line!(code, "pub {}: {},", field.ident, request_type(field));
    }
    code.close();
    code.gap();
    open!(code, "impl {name}");
    constructors(code, object);
    given(&object.fields).filter(|field| !field.required).for_each(|field| setter(code, field));
    code.close();
}

/// `new` with the required fields and, where exactly one choice is required, `by_…` for each of its alternatives.
fn constructors(code: &mut Code, object: &Object) {
    let required: Vec<_> = given(&object.fields).filter(|field| field.required).collect();
    let parameters: Vec<_> = required.iter().map(|field| parameter(&field.ident, field)).collect();
    let values: Vec<_> = given(&object.fields).map(initial_value).collect();
    code.doc(if required.is_empty() { "With nothing set." } else { "With the required values." });
    allow_many(code, &required);
    code.open_list("pub fn new(", &parameters, ") -> Self {");
    code.literal("Self", &values);
    code.close();
    let choices: Vec<_> = required.iter().filter(|field| matches!(field.ty, Type::OneOf(_))).collect();
    if let [choice] = choices[..] {
        constructors_by_alternative(code, &required, choice);
    }
}

fn initial_value(field: &Field) -> String {
    let name = &field.ident;
    let value = if field.required { argument(name, field) } else { "None".to_owned() };
    if value == *name { value } else { format!("{name}: {value}") }
}

fn allow_many(code: &mut Code, required: &[&Field]) {
    if required.len() > MANY_PARAMETERS {
        line!(code, "#[allow(clippy::too_many_arguments)]");
    }
}

fn constructors_by_alternative(code: &mut Code, required: &[&Field], choice: &Field) {
    let Type::OneOf(of) = &choice.ty else { return };
    // The value comes last and must not share a name with the other parameters.
    let others: Vec<_> = required.iter().filter(|field| field.ident != choice.ident).collect();
    let own_name = names::unique("value", |name| others.iter().any(|field| field.ident == name));
    for alternative in &of.alternatives {
        let mut parameters: Vec<_> = others.iter().map(|field| parameter(&field.ident, field)).collect();
        parameters.push(parameter(&own_name, alternative));
        let chosen = format!("{}::{}({})", of.type_name, alternative.variant, argument(&own_name, alternative));
        let arguments: Vec<_> =
            required.iter().map(|field| if field.ident == choice.ident { &chosen } else { &field.ident }).collect();
        code.gap();
        code.doc(&format!("By {}: {}", markdown::code(&alternative.wire), field_doc(alternative)));
        deprecated(code, &alternative.deprecated);
        allow_many(code, required);
        code.open_list(&format!("pub fn by_{}(", alternative.ident), &parameters, ") -> Self {");
        code.list("Self::new(", &arguments, ")");
        code.close();
    }
}

fn setter(code: &mut Code, field: &Field) {
    let name = &field.ident;
    code.gap();
    code.doc(&field_doc(field));
    deprecated(code, &field.deprecated);
    line!(code, "#[must_use]");
    code.open_list(&format!("pub fn {name}("), &["mut self", &parameter(name, field)], ") -> Self {");
    line!(code, "self.{name} = Some({});", argument(name, field));
    line!(code, "self");
    code.close();
}

/// A nested struct that is sent.
fn request_object(code: &mut Code, object: &Object) {
    code.gap();
    code.doc(&text_or(&object.doc, "A part of the request."));
    request_struct(code, object);
    encode(code, object);
    code.gap();
    line!(code, "::wxopen_runtime::serde_request!({});", object.type_name);
}

/// A struct that comes back.
pub(super) fn reply_object(code: &mut Code, object: &Object, docs: &str) {
    let name = &object.type_name;
    code.gap();
    code.doc(docs);
    line!(code, "#[derive(Debug, Clone, Default, PartialEq)]");
    line!(code, "#[non_exhaustive]");
    open!(code, "pub struct {name}");
    for field in given(&object.fields) {
        code.doc(&field_doc(field));
        deprecated(code, &field.deprecated);
        line!(code, "pub {}: {},", field.ident, reply_type(field));
    }
    code.close();
    encode(code, object);
    decode(code, object);
    code.gap();
    line!(code, "::wxopen_runtime::serde_reply!({name});");
}

fn encode(code: &mut Code, object: &Object) {
    code.gap();
    open!(code, "impl Encode for {}", object.type_name);
    open!(code, "fn encode(&self, out: &mut Writer)");
    line!(code, "out.begin();");
    object.fields.iter().for_each(|field| write(code, field, Target::Object));
    line!(code, "out.end();");
    code.close();
    code.close();
}

fn decode(code: &mut Code, object: &Object) {
    code.gap();
    open!(code, "impl Decode for {}", object.type_name);
    let input = if given(&object.fields).next().is_none() { "_" } else { "input" };
    open!(code, "fn decode(&mut self, {input}: &mut Reader)");
    given(&object.fields).for_each(|field| read(code, field));
    code.close();
    code.close();
}

/// The types nested in the fields of a request.
pub(super) fn nested_in_request(code: &mut Code, fields: &[Field]) {
    fields.iter().for_each(|field| of_request(code, &field.ty));
}

fn of_request(code: &mut Code, ty: &Type) {
    match ty {
        Type::Object(object) => {
            request_object(code, object);
            nested_in_request(code, &object.fields);
        }
        Type::Array(items) | Type::Map(items) => of_request(code, items),
        Type::Enum(of) => enums::open_enum(code, of),
        Type::OneOf(choice) => {
            enums::choice(code, choice);
            nested_in_request(code, &choice.alternatives);
        }
        _ => {}
    }
}

/// The types nested in the fields of a reply.
pub(super) fn nested_in_reply(code: &mut Code, fields: &[Field]) {
    fields.iter().for_each(|field| of_reply(code, &field.ty));
}

fn of_reply(code: &mut Code, ty: &Type) {
    match ty {
        Type::Object(object) => {
            reply_object(code, object, &text_or(&object.doc, "A part of the reply."));
            nested_in_reply(code, &object.fields);
        }
        Type::Array(items) | Type::Map(items) => of_reply(code, items),
        Type::Enum(of) => enums::open_enum(code, of),
        _ => {}
    }
}
