//! An endpoint is a method, a path and its fixed parameters; no two are the same.

use std::collections::BTreeMap;
use std::collections::HashMap;

use serde_json::Value;

use super::Check;
use crate::model::Method;
use crate::parse::{EndpointSpec, TypeSpec};
use crate::report::{Diagnostic, codes};

/// Two files do not describe the same call.
pub(super) fn each_call_once(check: &mut Check<'_>) {
    let mut seen: HashMap<(Method, &str, String), &EndpointSpec> = HashMap::new();
    for endpoint in check.spec.endpoints.iter().filter(|endpoint| !endpoint.incomplete) {
        let call = (endpoint.method.value, endpoint.path.value.as_str(), fixed_parameters(endpoint));
        let Some(first) = seen.get(&call) else {
            seen.insert(call, endpoint);
            continue;
        };
        check.diagnostics.push(
            Diagnostic::error(
                codes::DUPLICATE_ENDPOINT,
                format!("{} and {} are the same call", endpoint.name.value, first.name.value),
            )
            .at(endpoint.path.span, "this path")
            .also(first.path.span, "and this one, with the same method and fixed parameters")
            .help("keep one of the files, or tell them apart by a field of type const"),
        );
    }
}

fn fixed_parameters(endpoint: &EndpointSpec) -> String {
    let fixed: BTreeMap<_, _> = endpoint
        .request
        .iter()
        .filter_map(|field| match &field.ty.value {
            TypeSpec::Const(value) => {
                Some((&field.wire.value, value.as_ref().map_or(&Value::Null, |value| &value.value)))
            }
            _ => None,
        })
        .collect();
    format!("{fixed:?}")
}
