//! The same endpoints as an OpenAPI document.
//!
//! Return codes are prose in it: neither peer makes types of them, so the peers have that much less to write.

use serde_json::{Map, Value, json};

use super::example;
use super::synth::{AREAS, Endpoint, Field, Type};

/// The document. `version` is the version of OpenAPI it claims; nothing in it differs between 3.0 and 3.1.
pub(crate) fn document(version: &str, endpoints: &[Endpoint]) -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for endpoint in endpoints {
        paths.insert(endpoint.path.clone(), json!({ "post": operation(endpoint, &mut schemas) }));
    }
    let tags: Vec<_> = AREAS.iter().map(|(area, title)| json!({ "name": area, "description": title })).collect();
    json!({
        "openapi": version,
        "info": { "title": "Synthetic", "version": "0.1.0", "description": "Synthetic endpoints." },
        "servers": [{ "url": "https://api.weixin.qq.com" }],
        "security": [{ "token": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "apiKey", "in": "query", "name": "access_token" } },
            "schemas": schemas,
        },
    })
}

fn operation(endpoint: &Endpoint, schemas: &mut Map<String, Value>) -> Value {
    let name = capital(&endpoint.name);
    let request = component(format!("{name}Request"), &endpoint.request, schemas);
    let reply = component(format!("{name}Reply"), &endpoint.reply, schemas);
    let codes: Vec<_> =
        endpoint.errors.iter().map(|error| format!("- {} {}: {}", error.code, error.msg, error.advice)).collect();
    json!({
        "operationId": endpoint.name,
        "tags": [endpoint.area],
        "summary": endpoint.summary,
        "description": format!("{}\n\nReturn codes:\n\n{}", endpoint.doc, codes.join("\n")),
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": request, "example": example::of(&endpoint.request) } },
        },
        "responses": {
            "200": {
                "description": "The reply.",
                "content": { "application/json": { "schema": reply, "example": example::of(&endpoint.reply) } },
            },
        },
    })
}

/// Adds the schema of an object with these fields; gives a reference to it.
fn component(name: String, fields: &[Field], schemas: &mut Map<String, Value>) -> Value {
    let properties: Map<_, _> =
        fields.iter().map(|field| (field.name.to_owned(), property(&name, field, schemas))).collect();
    let required: Vec<_> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    schemas.insert(name, schema);
    reference
}

fn property(parent: &str, field: &Field, schemas: &mut Map<String, Value>) -> Value {
    let inner = || format!("{parent}{}", capital(field.name));
    let mut schema = match &field.ty {
        Type::Text => json!({ "type": "string" }),
        Type::Whole => json!({ "type": "integer", "format": "int64" }),
        Type::Number => json!({ "type": "number", "format": "double" }),
        Type::Flag => json!({ "type": "boolean" }),
        Type::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Type::Choice(values) => json!({ "type": "string", "enum": values }),
        // What stands beside a reference does not count in 3.0, so its text is lost.
        Type::Object(fields) => return component(inner(), fields, schemas),
        Type::Objects(fields) => json!({ "type": "array", "items": component(inner(), fields, schemas) }),
    };
    schema["description"] = field.doc.into();
    schema
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
