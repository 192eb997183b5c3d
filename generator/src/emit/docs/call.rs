//! Examples of a call: Rust and curl.

use serde_json::Value;

use crate::emit::sent::{encode, plain, sent};
use crate::emit::{example, markdown};
use crate::model::{Api, Area, Endpoint, Method};

/// One example as Rust.
pub(super) fn rust(api: &Api, area: &Area, endpoint: &Endpoint, request: &Value) -> Option<String> {
    let call = example::rust_call(&api.krate.name, area, endpoint, request)?;
    Some(markdown::block("rust", &call))
}

/// One example as a curl command, with a placeholder for the token.
pub(super) fn curl(api: &Api, endpoint: &Endpoint, request: &Value) -> String {
    let mut query = Vec::new();
    if let Some(token) = &endpoint.token {
        query.push(format!("{}={}", encode(&token.param), token.kind.to_uppercase()));
    }
    let sent = sent(endpoint, request);
    query.extend(sent.query.iter().map(|(field, value)| format!("{}={}", encode(&field.wire), encode(&plain(value)))));
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let url = shell(&format!("https://{}{}{query}", api.host, endpoint.path));
    let mut command = format!("curl {url}");
    if !sent.files.is_empty() {
        for (name, value) in &sent.body {
            command.push_str(&format!(" \\\n  --form-string {}", shell(&format!("{name}={}", plain(value)))));
        }
        for (name, file) in &sent.files {
            command.push_str(&format!(" \\\n  -F {}", shell(&format!("{name}=@{}", plain(file)))));
        }
    } else if endpoint.method == Method::Post {
        let json = Value::Object(sent.body).to_string();
        command.push_str(&format!(" \\\n  -H 'content-type: application/json' \\\n  -d {}", shell(&json)));
    }
    markdown::block("sh", &command)
}

/// A word that no shell takes apart.
fn shell(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}
