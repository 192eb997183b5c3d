//! Tokens as security schemes: each kind of token in each parameter it travels in.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::endpoints;
use super::node::Node;
use crate::model::{Api, Endpoint};

/// Every scheme that an endpoint names, in the order of the kinds.
pub(super) fn schemes(api: &Api) -> Map<String, Value> {
    let mut used = BTreeMap::new();
    for token in endpoints(api).filter_map(|(_, endpoint)| endpoint.token.as_ref()) {
        for kind in token.kinds() {
            used.insert(scheme_name(api, kind, &token.param), (kind, token.param.as_str()));
        }
    }
    let mut schemes = Map::new();
    for kind in &api.tokens {
        for (name, (_, param)) in used.iter().filter(|(_, (used, _))| *used == kind.name) {
            let scheme = Node::default()
                .with("type", "apiKey")
                .with("in", "query")
                .with("name", *param)
                .with_paragraphs("description", &kind.doc);
            schemes.insert(name.clone(), scheme.into());
        }
    }
    schemes
}

/// What an endpoint asks for: any of the kinds that will do, or nothing.
pub(super) fn requirement(api: &Api, endpoint: &Endpoint) -> Value {
    let Some(token) = &endpoint.token else { return json!([]) };
    token.kinds().map(|kind| json!({ scheme_name(api, kind, &token.param): [] })).collect()
}

/// The kind's own name where it travels as usual, else with the parameter behind it.
fn scheme_name(api: &Api, kind: &str, param: &str) -> String {
    let usual = api.tokens.iter().any(|token| token.name == kind && token.param == param);
    let name = if usual { kind.to_owned() } else { format!("{kind}.{param}") };
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect()
}
