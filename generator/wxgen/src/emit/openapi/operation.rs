//! An endpoint as an operation.

use serde_json::{Value, json};

use super::node::Node;
use super::schemas::Schemas;
use super::{Context, bodies, parameters, replies, security};
use crate::markdown;
use crate::model::{Api, Area, Endpoint, Permissions, Place, Type};
use crate::report::visible;

/// The operation.
pub(super) fn operation(context: &Context<'_>, schemas: &mut Schemas<'_>, area: &Area, endpoint: &Endpoint) -> Value {
    let docs = endpoint.docs_url.as_ref().map(|url| json!({ "description": "WeChat's page", "url": url }));
    Node::default()
        .with("operationId", context.names.operation(area, endpoint))
        .with("tags", json!([area.id]))
        .with_line("summary", &endpoint.summary)
        .with_some("description", description(context.api, endpoint))
        .with_some("externalDocs", docs)
        .with_some("deprecated", endpoint.deprecated.as_ref().map(|_| true))
        .with("security", security::requirement(context.api, endpoint))
        .with_list("parameters", parameters::parameters(schemas, area, endpoint))
        .with_some("requestBody", bodies::body(schemas, area, endpoint))
        .with("responses", replies::responses(schemas, area, endpoint))
        .with_some("x-permission-sets", permission_sets(context.api, &endpoint.permissions))
        .with_some("x-idempotent", endpoint.idempotent.then_some(true))
        .with_some("x-since", endpoint.since.as_deref().map(visible))
        .with_list("x-one-of", choices_of_places(endpoint))
        .into()
}

fn description(api: &Api, endpoint: &Endpoint) -> Option<String> {
    let deprecated = endpoint.deprecated.as_ref().map(|why| format!("**Deprecated**: {}", markdown::text(why)));
    let doc = Some(markdown::paragraphs(&endpoint.doc)).filter(|doc| !doc.is_empty());
    let sets = match &endpoint.permissions {
        Permissions::Unstated => None,
        Permissions::Any => Some("Permission sets: any will do.".to_owned()),
        Permissions::Nobody => Some("Third parties cannot call it.".to_owned()),
        Permissions::OneOf(ids) => {
            let sets: Vec<_> = ids.iter().map(|id| named_set(api, *id)).collect();
            Some(format!("Permission sets, of which one is needed: {}.", sets.join(", ")))
        }
    };
    let parts: Vec<_> = [deprecated, doc, sets].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn set_name(api: &Api, id: u32) -> Option<&str> {
    api.permission_sets.iter().find(|set| set.id == id).and_then(|set| set.name.as_deref())
}

fn named_set(api: &Api, id: u32) -> String {
    set_name(api, id).map_or_else(|| id.to_string(), |name| format!("{id} ({})", markdown::text(name)))
}

/// A list of the sets that will do; a word where it is any or none; nothing where nobody says.
fn permission_sets(api: &Api, permissions: &Permissions) -> Option<Value> {
    match permissions {
        Permissions::Unstated => None,
        Permissions::Any => Some("any".into()),
        Permissions::Nobody => Some("none".into()),
        Permissions::OneOf(ids) => Some(
            ids.iter()
                .map(|id| {
                    let name = set_name(api, *id).map(visible);
                    Value::from(Node::default().with("id", *id).with_some("name", name))
                })
                .collect(),
        ),
    }
}

/// Choices with an alternative in the URL, which no schema can express.
fn choices_of_places(endpoint: &Endpoint) -> Vec<Value> {
    let choices = endpoint.request.fields.iter().filter_map(|field| match &field.ty {
        Type::OneOf(choice) if choice.alternatives.iter().any(|it| it.place == Place::Query) => {
            let names: Vec<_> = choice.alternatives.iter().map(|it| it.wire.as_str()).collect();
            Some(json!({ "name": field.wire, "required": field.required, "alternatives": names }))
        }
        _ => None,
    });
    choices.collect()
}
