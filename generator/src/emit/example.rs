//! Example values → Rust calls.

use serde_json::Value;

use crate::model::{Area, Endpoint};

/// The call with the values of an example, as Rust.
pub fn rust_call(_krate: &str, _area: &Area, _endpoint: &Endpoint, _request: &Value) -> Option<String> {
    None
}

/// The call inside an async function that returns what it can fail with.
pub fn in_async_function(_krate: &str, call: &str) -> String {
    call.to_owned()
}
