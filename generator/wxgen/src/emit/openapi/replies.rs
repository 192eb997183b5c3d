//! What comes back: always status 200, and either what was asked for or an error.

use serde_json::{Map, Value, json};

use super::bodies::named_examples;
use super::node::Node;
use super::schemas::Schemas;
use crate::markdown;
use crate::model::{Area, Endpoint, Reply};

/// The responses of an endpoint.
pub(super) fn responses(schemas: &mut Schemas<'_>, area: &Area, endpoint: &Endpoint) -> Value {
    let errors = schemas.errors(area, endpoint);
    let (description, json_schema) = match &endpoint.reply {
        Reply::Json(reply) => {
            let what = match reply.doc.trim().is_empty() {
                true => "The reply, or an error.".to_owned(),
                false => format!("{}\n\nOr an error.", markdown::paragraphs(&reply.doc)),
            };
            let reply = schemas.reply(area, reply);
            (what, Node::default().with("oneOf", vec![Value::from(reply), errors.into()]))
        }
        Reply::Binary { doc } => {
            let what = markdown::paragraphs(doc);
            let what = if what.is_empty() { "Bytes".to_owned() } else { what };
            (format!("{what}\n\nOr an error, as JSON."), errors)
        }
    };
    let examples = named_examples(endpoint, |example| example.response.clone().filter(Value::is_object));
    let mut content = Map::new();
    if matches!(endpoint.reply, Reply::Binary { .. }) {
        let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
        content.insert("application/octet-stream".to_owned(), bytes);
    }
    let media = Node::default().with("schema", json_schema).with_object("examples", examples);
    content.insert("application/json".to_owned(), media.into());
    json!({ "200": { "description": description, "content": content } })
}
