//! Examples of a call: Rust and curl.

use serde_json::{Map, Value};

use crate::emit::{example, markdown};
use crate::model::{Api, Area, Endpoint, Field, Method, Place, Token, Type};

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
    let given = request.as_object();
    let mut body = Map::new();
    let mut files = Vec::new();
    for field in flat(&endpoint.request.fields) {
        let value = match &field.ty {
            Type::Const(value) => Some(value),
            _ => given.and_then(|given| given.get(&field.wire)),
        };
        let Some(value) = value else { continue };
        match (&field.ty, field.place) {
            (Type::File, _) => files.push((&field.wire, plain(value))),
            (_, Place::Query) => query.push(format!("{}={}", encode(&field.wire), encode(&plain(value)))),
            (_, Place::Body) => {
                body.insert(field.wire.clone(), value.clone());
            }
        }
    }
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let url = shell(&format!("{base}{}{query}", endpoint.path));
    let mut command = format!("curl {url}");
    if !files.is_empty() {
        for (name, value) in &body {
            command.push_str(&format!(" \\\n  --form-string {}", shell(&format!("{name}={}", plain(value)))));
        }
        for (name, file) in files {
            command.push_str(&format!(" \\\n  -F {}", shell(&format!("{name}=@{file}"))));
        }
    } else if endpoint.method == Method::Post {
        let json = Value::Object(body).to_string();
        command.push_str(&format!(" \\\n  -H 'content-type: application/json' \\\n  -d {}", shell(&json)));
    }
    command
}

/// The fields that can travel: alternatives instead of their group.
fn flat(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().flat_map(|field| match &field.ty {
        Type::OneOf(choice) => choice.alternatives.iter().collect::<Vec<_>>(),
        _ => vec![field],
    })
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A word that no shell takes apart.
fn shell(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
