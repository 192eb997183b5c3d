//! What something is besides its name, as a text that is the same for what is the same. Order does not matter.

use std::fmt::Write;

use wxgen::model::{Endpoint, ErrorCode, Field, Reply, Type};

/// A field without its names.
pub(super) fn of_field(field: &Field) -> String {
    let Field { doc, place, ty, required, default, deprecated, since, secret, .. } = field;
    let mut shape = of_type(ty);
    let _ = write!(shape, "{doc:?}{place:?}{required}{default:?}{deprecated:?}{since:?}{secret}");
    shape
}

fn of_named_field(field: &Field) -> String {
    format!("{:?}{}{}{}", field.wire, field.ident, field.variant, of_field(field))
}

fn of_type(ty: &Type) -> String {
    match ty {
        Type::Array(items) => format!("[{}]", of_type(items)),
        Type::Map(items) => format!("{{{}}}", of_type(items)),
        Type::Object(object) => format!("object{:?}{}", object.doc, of_fields(&object.fields)),
        Type::OneOf(choice) => format!("choice{}", of_fields(&choice.alternatives)),
        Type::Enum(of) => {
            let values = of.values.iter().map(|value| format!("{value:?}"));
            format!("enum{:?}{:?}{}", of.doc, of.base, sorted(values))
        }
        plain => format!("{plain:?}"),
    }
}

fn of_fields(fields: &[Field]) -> String {
    sorted(fields.iter().map(of_named_field))
}

/// An endpoint without its names, its path, and what is only for people to look up.
pub(super) fn of_endpoint(endpoint: &Endpoint) -> String {
    let Endpoint { summary, doc, method, token, permissions, idempotent, deprecated, since, .. } = endpoint;
    let reply = match &endpoint.reply {
        Reply::Json(object) => of_fields(&object.fields),
        Reply::Binary { doc } => format!("binary{doc:?}"),
    };
    let of_code = |code: &ErrorCode| format!("{code:?}");
    let codes = sorted(endpoint.errors.codes.iter().map(of_code));
    let request = of_fields(&endpoint.request.fields);
    format!(
        "{summary:?}{doc:?}{method:?}{token:?}{permissions:?}{idempotent}{deprecated:?}{since:?}{request}{reply}{codes}"
    )
}

fn sorted(parts: impl Iterator<Item = String>) -> String {
    let mut parts: Vec<_> = parts.collect();
    parts.sort_unstable();
    format!("({})", parts.join(","))
}
