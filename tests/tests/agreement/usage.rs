//! A program that uses everything a crate offers, written from the model of that crate and from nothing else.
//!
//! It compiles against the crate it was written for. Whether it compiles against another says whether that one breaks it.

use std::fmt::Write;

use wxgen::model::{Api, Area, Endpoint, Enum, EnumBase, Field, Object, OneOf, Reply, Type};

use crate::cases::CRATE;

/// On top of every program: a value of any type, and what a type has to be.
pub(crate) const HEAD: &str = "\
#![allow(deprecated, unused)]
fn any<T>() -> T { unreachable!() }
fn is_default<T: Default + Clone + PartialEq + std::fmt::Debug + Send + Sync>() {}
fn is_struct<T: Clone + PartialEq + std::fmt::Debug + Send + Sync>() {}
fn is_enum<T: Clone + Eq + std::hash::Hash + std::fmt::Debug + Send + Sync>() {}
";

/// Uses an area, and everything in it.
pub(crate) fn of_area(area: &Area) -> String {
    let mut text =
        format!("mod {0} {{\nuse {CRATE} as krate;\nuse krate::{0} as area;\nuse super::super::*;\n", area.module);
    text.push_str("fn endpoints() { let _: Vec<&'static krate::Meta> = area::endpoints(); }\n");
    for endpoint in &area.endpoints {
        of_endpoint(&mut text, endpoint);
    }
    text.push_str("}\n");
    text
}

/// Uses what all areas share.
pub(crate) fn of_shared(api: &Api) -> String {
    let mut text = format!(
        "fn shared() {{\nlet _: &'static [{CRATE}::PermissionSet] = {CRATE}::permission_set::PERMISSION_SETS;\n"
    );
    for code in &api.errcodes {
        let _ = writeln!(text, "let _ = {CRATE}::Errcode::{};", code.variant);
    }
    text.push_str("}\n");
    text
}

fn of_endpoint(text: &mut String, endpoint: &Endpoint) {
    let Endpoint { request, reply, errors, .. } = endpoint;
    let mut uses = String::new();
    sent(&mut uses, request);
    let reply = match reply {
        Reply::Json(object) => {
            received(&mut uses, object);
            format!("area::{}", object.type_name)
        }
        Reply::Binary { .. } => "krate::Binary".to_owned(),
    };
    let (name, error) = (&request.type_name, &errors.type_name);
    let _ = writeln!(text, "fn use_{}() {{\n{uses}", endpoint.module);
    let _ = writeln!(text, "fn call<E: krate::Endpoint<Reply = {reply}, Error = area::{error}>>() {{}}");
    let _ = writeln!(text, "call::<area::{name}>();");
    for code in &errors.codes {
        let _ = writeln!(text, "let _ = area::{error}::{};", code.variant);
    }
    text.push_str("}\n");
}

fn given(object: &Object) -> impl Iterator<Item = &Field> {
    object.fields.iter().filter(|field| !matches!(field.ty, Type::Const(_)))
}

/// A struct that is sent.
fn sent(text: &mut String, object: &Object) {
    let name = &object.type_name;
    let required: Vec<_> = given(object).filter(|field| field.required).collect();
    let arguments = |skip: Option<&Field>| {
        let kept = required.iter().filter(|field| skip.is_none_or(|skip| skip.ident != field.ident));
        kept.map(|field| argument(field)).collect::<Vec<_>>()
    };
    let _ = writeln!(text, "let mut it: area::{name} = area::{name}::new({});", arguments(None).join(", "));
    let _ = writeln!(text, "{}::<area::{name}>();", if required.is_empty() { "is_default" } else { "is_struct" });
    let mut choices = required.iter().filter_map(|field| match &field.ty {
        Type::OneOf(of) => Some((*field, of)),
        _ => None,
    });
    if let (Some((choice, of)), None) = (choices.next(), choices.next()) {
        for alternative in &of.alternatives {
            let all = [arguments(Some(choice)), vec![argument(alternative)]].concat().join(", ");
            let _ = writeln!(text, "let _: area::{name} = area::{name}::by_{}({all});", alternative.ident);
        }
    }
    for field in given(object) {
        let (ident, ty) = (&field.ident, of_type(&field.ty, field.secret));
        let held = if field.required { ty } else { format!("Option<{ty}>") };
        let _ = writeln!(text, "let _: &{held} = &any::<area::{name}>().{ident};");
        if !field.required {
            let _ = writeln!(text, "let _: area::{name} = any::<area::{name}>().{ident}({});", argument(field));
        }
    }
    given(object).for_each(|field| inside(text, &field.ty, sent));
}

/// A struct that comes back.
fn received(text: &mut String, object: &Object) {
    let name = &object.type_name;
    let _ = writeln!(text, "is_default::<area::{name}>();");
    for field in given(object) {
        let ty = of_type(&field.ty, field.secret);
        let held = if always_there(field) { ty } else { format!("Option<{ty}>") };
        let _ = writeln!(text, "let _: &{held} = &any::<area::{name}>().{};", field.ident);
    }
    given(object).for_each(|field| inside(text, &field.ty, received));
}

fn always_there(field: &Field) -> bool {
    let listed = matches!(field.ty, Type::Array(_) | Type::Map(_));
    let plain = matches!(field.ty, Type::String | Type::Integer | Type::Float | Type::Boolean | Type::Enum(_));
    field.required || listed || (plain && !field.secret && field.default.is_some())
}

/// The types within a type.
fn inside(text: &mut String, ty: &Type, of_object: fn(&mut String, &Object)) {
    match ty {
        Type::Array(items) | Type::Map(items) => inside(text, items, of_object),
        Type::Object(object) => of_object(text, object),
        Type::Enum(of) => values(text, of),
        Type::OneOf(of) => alternatives(text, of),
        _ => {}
    }
}

fn values(text: &mut String, of: &Enum) {
    let name = &of.type_name;
    let wire = if of.base == EnumBase::String { "&str" } else { "i64" };
    let _ = writeln!(text, "is_enum::<area::{name}>();");
    let _ = writeln!(text, "let known = area::{name}::from_wire(any::<{wire}>());\nlet _: {wire} = known.as_wire();");
    for value in &of.values {
        let _ = writeln!(text, "let _ = area::{name}::{};", value.variant);
    }
}

fn alternatives(text: &mut String, of: &OneOf) {
    let name = &of.type_name;
    let _ = writeln!(text, "is_struct::<area::{name}>();");
    for alternative in &of.alternatives {
        let ty = of_type(&alternative.ty, alternative.secret);
        let _ = writeln!(text, "let _ = area::{name}::{}(any::<{ty}>());", alternative.variant);
        inside(text, &alternative.ty, sent);
    }
}

/// What a caller has at hand for a field: a text, where one will do.
fn argument(field: &Field) -> String {
    match &field.ty {
        Type::String => "\"text\"".to_owned(),
        Type::Binary => "any::<Vec<u8>>()".to_owned(),
        ty => format!("any::<{}>()", of_type(ty, false)),
    }
}

fn of_type(ty: &Type, secret: bool) -> String {
    match ty {
        Type::String if secret => "krate::Secret".to_owned(),
        Type::String | Type::Const(_) => "String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Json => "krate::Value".to_owned(),
        Type::Binary => "krate::Bytes".to_owned(),
        Type::File => "krate::File".to_owned(),
        Type::Array(items) => format!("Vec<{}>", of_type(items, false)),
        Type::Map(items) => format!("krate::Map<{}>", of_type(items, false)),
        Type::Object(object) => format!("area::{}", object.type_name),
        Type::Enum(of) => format!("area::{}", of.type_name),
        Type::OneOf(of) => format!("area::{}", of.type_name),
    }
}
