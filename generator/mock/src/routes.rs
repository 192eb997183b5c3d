//! Which endpoint a request is for: by path, method and fixed parameters.

use std::collections::HashMap;

use serde_json::Value;

use super::rejection::Rejection;
use super::request::ReadRequest;
use wxgen::model::{Api, Endpoint, Method, Type};

/// Where an endpoint lies in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    area: usize,
    endpoint: usize,
}

/// The endpoints of each path.
#[derive(Debug)]
pub(super) struct Routes {
    by_path: HashMap<String, Vec<At>>,
}

impl Routes {
    pub(super) fn of(api: &Api) -> Self {
        let mut by_path: HashMap<String, Vec<At>> = HashMap::new();
        for (area, of_area) in api.areas.iter().enumerate() {
            for (endpoint, known) in of_area.endpoints.iter().enumerate() {
                by_path.entry(known.path.clone()).or_default().push(At { area, endpoint });
            }
        }
        Self { by_path }
    }

    /// The endpoints of a path.
    pub(super) fn at<'a>(&self, api: &'a Api, path: &str) -> Vec<&'a Endpoint> {
        let found = self.by_path.get(path).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(|at| api.areas.get(at.area)?.endpoints.get(at.endpoint)).collect()
    }
}

/// The one of some endpoints, all of one path, that the request is for.
pub(super) fn choose<'a>(
    of_path: &[&'a Endpoint],
    method: &str,
    request: &ReadRequest,
) -> Result<&'a Endpoint, Rejection> {
    let by_method: Vec<_> = of_path.iter().copied().filter(|endpoint| endpoint.method.name() == method).collect();
    let Some(first) = by_method.first().copied() else {
        return Err(match of_path.first().map(|endpoint| endpoint.method) {
            Some(Method::Get) => Rejection::method(43001, "GET"),
            _ => Rejection::method(43002, "POST"),
        });
    };
    if by_method.len() == 1 {
        return Ok(first);
    }
    let fitting =
        by_method.iter().copied().filter(|endpoint| fixed(endpoint).all(|(name, value)| request.has(name, value)));
    let most = fitting.max_by_key(|endpoint| fixed(endpoint).count());
    most.ok_or_else(|| {
        let known: Vec<_> = by_method.iter().map(|endpoint| described(endpoint)).collect();
        Rejection::new(40035, format!("the fixed parameters are none of these: {}", known.join(", ")))
    })
}

/// The fixed parameters of an endpoint.
pub(super) fn fixed(endpoint: &Endpoint) -> impl Iterator<Item = (&str, &Value)> {
    endpoint.request.fields.iter().filter_map(|field| match &field.ty {
        Type::Const(value) => Some((field.wire.as_str(), value)),
        _ => None,
    })
}

fn described(endpoint: &Endpoint) -> String {
    let all: Vec<_> = fixed(endpoint).map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} ({})", endpoint.name, all.join(" "))
}
