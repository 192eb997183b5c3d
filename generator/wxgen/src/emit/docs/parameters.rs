//! Tables of parameters: nested fields as dotted paths, `[]` after a list, `{}` after a map.

use super::{cell, head, row};
use crate::markdown;
use crate::model::{Enum, Field, Place, Type};

/// Which half of a call a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Reply,
}

/// The table of some fields, then the values of their enums.
pub(super) fn table(fields: &[Field], side: Side) -> String {
    let mut rows = Rows { side, rows: Vec::new(), enums: Vec::new() };
    rows.add_all(fields, "");
    let mut out =
        head(&["Name", "Type", if side == Side::Request { "Required" } else { "Always there" }, "What it is"]);
    rows.rows.iter().for_each(|row| out.push_str(row));
    for (path, of) in rows.enums {
        out.push_str(&format!("\nValues of {}:\n\n", markdown::code(&path)));
        out.push_str(&head(&["Value", "Name", "What it means"]));
        for value in &of.values {
            let (wire, name) = (markdown::code_in_cell(&value.wire), markdown::code_in_cell(&value.variant));
            out.push_str(&row(&[&wire, &name, &cell(&value.doc)]));
        }
    }
    out
}

struct Rows<'a> {
    side: Side,
    rows: Vec<String>,
    enums: Vec<(String, &'a Enum)>,
}

impl<'a> Rows<'a> {
    fn add_all(&mut self, fields: &'a [Field], parent: &str) {
        for field in fields {
            match &field.ty {
                Type::OneOf(choice) => {
                    let names: Vec<_> =
                        choice.alternatives.iter().map(|field| markdown::code_in_cell(&field.wire)).collect();
                    let rule = if field.required { "exactly one of" } else { "at most one of" };
                    let what =
                        if field.doc.trim().is_empty() { String::new() } else { format!(": {}", cell(&field.doc)) };
                    let rule = format!("{rule} {}{what}", names.join(", "));
                    for alternative in &choice.alternatives {
                        self.add(alternative, parent, Some(&rule));
                    }
                }
                _ => self.add(field, parent, None),
            }
        }
    }

    fn add(&mut self, field: &'a Field, parent: &str, rule: Option<&str>) {
        let path = if parent.is_empty() { field.wire.clone() } else { format!("{parent}.{}", field.wire) };
        let required = match rule {
            Some(rule) => rule.to_owned(),
            None if field.required || matches!(field.ty, Type::Const(_)) => "yes".to_owned(),
            None => "no".to_owned(),
        };
        self.rows.push(row(&[
            &markdown::code_in_cell(&path),
            &type_name(&field.ty),
            &required,
            &facts(field, self.side),
        ]));
        self.add_inner(&field.ty, path);
    }

    /// What is inside of lists, maps and objects.
    fn add_inner(&mut self, ty: &'a Type, path: String) {
        match ty {
            Type::Array(items) => self.add_inner(items, format!("{path}[]")),
            Type::Map(items) => self.add_inner(items, format!("{path}{{}}")),
            Type::Object(object) => self.add_all(&object.fields, &path),
            Type::Enum(of) => self.enums.push((path, of)),
            _ => {}
        }
    }
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Float => "float".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Json => "any JSON".to_owned(),
        Type::Binary => "bytes, as Base64".to_owned(),
        Type::File => "file".to_owned(),
        Type::Const(value) => format!("always {}", markdown::code_in_cell(&value.to_string())),
        Type::Array(items) => format!("list of {}", type_name(items)),
        Type::Map(items) => format!("map to {}", type_name(items)),
        Type::Object(_) => "object".to_owned(),
        Type::Enum(_) => "enum".to_owned(),
        Type::OneOf(_) => "choice".to_owned(),
    }
}

/// What the items of an array or map are.
fn items_doc(ty: &Type) -> &str {
    match ty {
        Type::Array(items) | Type::Map(items) => match &**items {
            Type::Object(object) => &object.doc,
            Type::Enum(of) => &of.doc,
            items => items_doc(items),
        },
        _ => "",
    }
}

fn facts(field: &Field, side: Side) -> String {
    let mut facts = Vec::new();
    if let Some(why) = &field.deprecated {
        facts.push(format!("**Deprecated**: {}", cell(why)));
    }
    if !field.doc.trim().is_empty() {
        facts.push(cell(&field.doc));
    }
    let inner = items_doc(&field.ty);
    if !inner.trim().is_empty() && inner != field.doc {
        facts.push(format!("Each: {}", cell(inner)));
    }
    if field.place == Place::Query && side == Side::Request {
        facts.push("Travels in the URL.".to_owned());
    }
    if let Some(default) = &field.default {
        facts.push(format!("Left out, it means {}.", markdown::code_in_cell(&default.to_string())));
    }
    if field.secret {
        facts.push("Secret: kept out of logs.".to_owned());
    }
    if let Some(since) = &field.since {
        facts.push(format!("Since {}.", cell(since)));
    }
    facts.join(" ")
}
