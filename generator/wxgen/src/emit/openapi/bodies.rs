//! What travels in the body: JSON, or a form where a file is sent.

use serde_json::{Map, Value, json};

use super::node::Node;
use super::schemas::Schemas;
use crate::model::sent::{flat, sent};
use crate::model::{Area, Endpoint, Example, Field, Method, Type};

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data";

/// The body, where the method has one.
pub(super) fn body(schemas: &mut Schemas<'_>, area: &Area, endpoint: &Endpoint) -> Option<Value> {
    if endpoint.method == Method::Get {
        return None;
    }
    let fields = &endpoint.request.fields;
    let mut content = Map::new();
    if fields.iter().all(|field| !(field.required && matches!(field.ty, Type::File))) {
        let without_files: Vec<_> = fields.iter().filter_map(without_file).collect();
        let schema = schemas.fields(area, &without_files.iter().collect::<Vec<_>>());
        let reference = schemas.add_part(area, endpoint, "Request", schema);
        content.insert(JSON.to_owned(), media(endpoint, reference, false));
    }
    if fields.iter().any(takes_file) {
        let schema = schemas.fields(area, &fields.iter().collect::<Vec<_>>());
        let reference = schemas.add_part(area, endpoint, "Form", schema);
        content.insert(FORM.to_owned(), media(endpoint, reference, true));
    }
    Some(json!({ "required": true, "content": content }))
}

fn media(endpoint: &Endpoint, schema: Node, form: bool) -> Value {
    let examples = named_examples(endpoint, |example| {
        let sent = sent(endpoint, example.request.as_ref()?);
        let files = sent.files.iter().map(|(name, file)| ((*name).to_owned(), (*file).clone()));
        (sent.files.is_empty() != form).then(|| Value::Object(sent.body.clone().into_iter().chain(files).collect()))
    });
    Node::default().with("schema", schema).with_object("examples", examples).into()
}

fn takes_file(field: &Field) -> bool {
    flat(std::slice::from_ref(field)).any(|field| matches!(field.ty, Type::File))
}

/// The field in a body of JSON, which cannot hold files.
fn without_file(field: &Field) -> Option<Field> {
    match &field.ty {
        Type::File => None,
        Type::OneOf(choice) if takes_file(field) => {
            let mut choice = choice.clone();
            choice.alternatives.retain(|alternative| !matches!(alternative.ty, Type::File));
            (!choice.alternatives.is_empty()).then(|| Field { ty: Type::OneOf(choice), ..field.clone() })
        }
        _ => Some(field.clone()),
    }
}

/// What some examples of an endpoint have, by the example's name.
pub(super) fn named_examples(endpoint: &Endpoint, of: impl Fn(&Example) -> Option<Value>) -> Map<String, Value> {
    let all = endpoint.examples.iter().enumerate().filter_map(|(at, example)| {
        let value = of(example)?;
        let named = Node::default().with_line("summary", &example.doc).with("value", value);
        Some((format!("example{}", at + 1), named.into()))
    });
    all.collect()
}
