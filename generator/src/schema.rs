//! The JSON Schema of the spec format.

/// The schema.
pub fn json_schema() -> serde_json::Value {
    serde_json::Value::Null
}
