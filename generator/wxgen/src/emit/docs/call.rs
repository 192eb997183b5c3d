//! Examples of a call: Rust and curl.

use serde_json::Value;

use crate::emit::example;
use crate::markdown;
use crate::model::sent::{encode, plain, sent};
use crate::model::{Api, Area, Endpoint, Method, Token};

/// One example as Rust.
pub(super) fn rust(api: &Api, area: &Area, endpoint: &Endpoint, request: &Value) -> Option<String> {
    let call = example::rust_call(&api.krate.name, area, endpoint, request)?;
    Some(markdown::block("rust", &call))
}

/// Where `wxgen mock` listens.
const MOCK: &str = "http://127.0.0.1:8787";
/// The token that it takes.
const MOCK_TOKEN: &str = "mock-token";

/// One example as a curl command, with a placeholder for the token.
pub(super) fn curl(api: &Api, endpoint: &Endpoint, request: &Value) -> String {
    let token = endpoint.token.as_ref().map(|token| token.kind.to_uppercase());
    let command = command(&format!("https://{}", api.host), &token.unwrap_or_default(), endpoint, request);
    markdown::block("sh", &command)
}

/// One example as a curl command to the local WeChat.
pub(super) fn mock(endpoint: &Endpoint, request: &Value) -> String {
    let command = command(MOCK, MOCK_TOKEN, endpoint, request);
    markdown::block("sh mock", &format!("# in another terminal: wxgen mock\n{command}"))
}

fn command(base: &str, token: &str, endpoint: &Endpoint, request: &Value) -> String {
    let mut query = Vec::new();
    if let Some(Token { param, .. }) = &endpoint.token {
        query.push(format!("{}={token}", encode(param)));
    }
    let sent = sent(endpoint, request);
    query.extend(sent.query.iter().map(|(field, value)| format!("{}={}", encode(&field.wire), encode(&plain(value)))));
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let url = shell(&format!("{base}{}{query}", endpoint.path));
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
    command
}

/// A word that no shell takes apart.
fn shell(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}
