//! What travels in the URL.

use serde_json::{Map, Value, json};

use super::bodies::named_examples;
use super::node::Node;
use super::schemas::Schemas;
use crate::model::{Area, Endpoint, Field, Place, Type};

/// The parameters in the URL, without the token.
pub(super) fn parameters(schemas: &mut Schemas<'_>, area: &Area, endpoint: &Endpoint) -> Vec<Value> {
    let mut all = Vec::new();
    for field in &endpoint.request.fields {
        match &field.ty {
            Type::OneOf(choice) => {
                let alternatives = choice.alternatives.iter().filter(|it| it.place == Place::Query);
                all.extend(alternatives.map(|it| parameter(schemas, area, endpoint, it, false)));
            }
            ty if field.place == Place::Query => {
                let required = field.required || matches!(ty, Type::Const(_));
                all.push(parameter(schemas, area, endpoint, field, required));
            }
            _ => {}
        }
    }
    all
}

fn parameter(schemas: &mut Schemas<'_>, area: &Area, endpoint: &Endpoint, field: &Field, required: bool) -> Value {
    let described = Field { doc: String::new(), deprecated: None, ..field.clone() };
    let schema = schemas.field(area, &described);
    let examples = examples(endpoint, field);
    let parameter = Node::default()
        .with("name", field.wire.as_str())
        .with("in", "query")
        .with("required", required)
        .with_paragraphs("description", &field.doc)
        .with_some("deprecated", field.deprecated.as_ref().map(|_| true));
    let parameter = match field.ty {
        // As JSON text.
        Type::Json | Type::Array(_) | Type::Map(_) | Type::Object(_) => {
            let media = Node::default().with("schema", schema).with_object("examples", examples);
            parameter.with("content", json!({ "application/json": Value::from(media) }))
        }
        _ => parameter.with("schema", schema).with_object("examples", examples),
    };
    parameter.into()
}

/// The values of the parameter in the examples of the endpoint.
fn examples(endpoint: &Endpoint, field: &Field) -> Map<String, Value> {
    if matches!(field.ty, Type::Const(_)) {
        return Map::new();
    }
    named_examples(endpoint, |example| example.request.as_ref()?.get(&field.wire).cloned())
}
