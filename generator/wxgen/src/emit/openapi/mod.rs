//! Model → an OpenAPI document, for tools that are not written in Rust: viewers, test tools, generators of clients.
//!
//! Every endpoint is an operation. What OpenAPI has no word for (permission sets, what a return code means, choices
//! between parameters) stands in extensions, whose names begin with `x-`; `docs/openapi.md` lists them.

mod bodies;
mod errors;
mod names;
mod node;
mod operation;
mod parameters;
mod paths;
mod replies;
mod schemas;
mod security;
mod version;

use serde_json::{Value, json};

use self::names::Names;
use self::node::Node;
use self::schemas::Schemas;
pub use self::version::Version;
use crate::markdown;
use crate::model::{Api, Area, Endpoint, PermissionSet};
use crate::report::visible;

/// What the crate is licensed under, and so the specs.
const LICENSE: &str = "MIT OR Apache-2.0";

/// What every endpoint is asked with.
struct Context<'a> {
    api: &'a Api,
    version: Version,
    names: Names<'a>,
}

/// The whole API as one document.
pub fn emit(api: &Api, version: Version) -> Value {
    let context = Context { api, version, names: Names::of(api) };
    let mut schemas = Schemas::new(&context);
    schemas.add_shared_errors();
    let paths = paths::paths(&context, &mut schemas);
    let components = Node::default()
        .with_object("securitySchemes", security::schemes(api))
        .with_object("schemas", schemas.into_sorted());
    Node::default()
        .with("openapi", version.number())
        .with("info", info(api, version))
        .with("servers", servers(api))
        .with_list("tags", api.areas.iter().map(tag).collect())
        .with("paths", paths)
        .with("components", components)
        .into()
}

/// All endpoints with their areas.
fn endpoints(api: &Api) -> impl Iterator<Item = (&Area, &Endpoint)> {
    api.areas.iter().flat_map(|area| area.endpoints.iter().map(move |endpoint| (area, endpoint)))
}

fn info(api: &Api, version: Version) -> Node {
    let krate = &api.krate;
    let license = Node::default().with("name", LICENSE).with_some("identifier", version.has_spdx().then_some(LICENSE));
    let contact = krate.repository.as_ref().map(|url| json!({ "url": url }));
    Node::default()
        .with("title", krate.name.as_str())
        .with("version", krate.version.as_str())
        .with_paragraphs("description", &krate.summary)
        .with_some("contact", contact)
        .with("license", license)
        .with_list("x-permission-sets", api.permission_sets.iter().map(permission_set).collect())
}

fn permission_set(set: &PermissionSet) -> Value {
    Node::default()
        .with("id", set.id)
        .with_some("name", set.name.as_deref().map(visible))
        .with_some("account-kind", set.account_kind.as_deref())
        .with_some("exclusive", set.exclusive)
        .into()
}

fn servers(api: &Api) -> Value {
    let first = Node::default().with("url", format!("https://{}", api.host));
    let others = api.fallback_hosts.iter().map(|host| {
        Node::default()
            .with("url", format!("https://{host}"))
            .with("description", "To fall back to where the hosts before cannot be reached.")
    });
    std::iter::once(first).chain(others).map(Value::from).collect()
}

fn tag(area: &Area) -> Value {
    let title = markdown::text(&area.title);
    let description = match area.doc.trim().is_empty() {
        true => title,
        false => markdown::paragraphs(&area.doc),
    };
    Node::default()
        .with("name", area.id.as_str())
        .with("description", description)
        .with("x-displayName", visible(&area.title))
        .into()
}
