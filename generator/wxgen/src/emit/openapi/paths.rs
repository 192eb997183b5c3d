//! Paths and their operations.
//!
//! OpenAPI has one operation for a path and a method; WeChat has several endpoints there, told apart by a fixed
//! parameter such as `action`. Then the fixed parameters follow the path as a fragment, `/wxa/plugin#action=apply`: a
//! fragment is never sent, so whatever calls that URL calls the right path.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::operation::operation;
use super::schemas::Schemas;
use super::{Context, endpoints};
use crate::model::sent::{encode, plain};
use crate::model::{Endpoint, Method, Type};

/// All paths, sorted.
pub(super) fn paths(context: &Context<'_>, schemas: &mut Schemas<'_>) -> Map<String, Value> {
    let mut calls: HashMap<(Method, &str), usize> = HashMap::new();
    for (_, endpoint) in endpoints(context.api) {
        *calls.entry((endpoint.method, &endpoint.path)).or_default() += 1;
    }
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for (area, endpoint) in endpoints(context.api) {
        let alone = calls.get(&(endpoint.method, endpoint.path.as_str())).is_none_or(|count| *count == 1);
        let key = if alone { endpoint.path.clone() } else { with_fragment(endpoint) };
        let operation = operation(context, schemas, area, endpoint);
        paths.entry(key).or_default().insert(endpoint.method.name().to_lowercase(), operation);
    }
    paths.into_iter().map(|(path, operations)| (path, Value::Object(operations))).collect()
}

/// The path and what tells the endpoint from others of that path.
fn with_fragment(endpoint: &Endpoint) -> String {
    let fixed: Vec<_> = endpoint
        .request
        .fields
        .iter()
        .filter_map(|field| match &field.ty {
            Type::Const(value) => Some(format!("{}={}", encode(&field.wire), encode(&plain(value)))),
            _ => None,
        })
        .collect();
    match fixed.is_empty() {
        true => endpoint.path.clone(),
        false => format!("{}#{}", endpoint.path, fixed.join("&")),
    }
}
