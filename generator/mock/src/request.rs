//! What a request gives: its query and its body, read but not yet judged.

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Query, Request};
use axum::http::request::Parts;
use serde_json::Value;

use super::rejection::Rejection;
use wxgen::model::sent::plain;

/// What came with a request.
#[derive(Debug, Default)]
pub(super) struct ReadRequest {
    /// Parameters of the URL.
    pub(super) query: Vec<(String, String)>,
    /// The body.
    pub(super) body: Body,
}

/// A body.
#[derive(Debug, Default)]
pub(super) enum Body {
    /// No bytes at all.
    #[default]
    Empty,
    /// A JSON object.
    Json(Value),
    /// A form.
    Form {
        /// Its texts.
        texts: Vec<(String, String)>,
        /// The names of the parts that are files.
        files: Vec<String>,
    },
    /// Something else.
    Bad(Rejection),
}

/// A value as it was given.
#[derive(Debug, Clone, Copy)]
pub(super) enum RequestValue<'a> {
    /// In JSON.
    Json(&'a Value),
    /// In the URL or a form.
    Text(&'a str),
}

/// The most parts of a form that are read.
const MOST_PARTS: usize = 200;

impl ReadRequest {
    /// Reads a request. What cannot be read is kept as what is wrong with it.
    /// With `strict`, JSON has to say that it is JSON; else bytes are judged by what they are, as WeChat does.
    pub(super) async fn read(parts: &Parts, bytes: &Bytes, strict: bool) -> Self {
        let query = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|query| query.0).unwrap_or_default();
        let content_type = parts.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let body = match kind.as_str() {
            _ if bytes.is_empty() => Body::Empty,
            "multipart/form-data" => form(parts, bytes).await,
            "application/json" => json(bytes),
            _ if !strict => json(bytes),
            "" => Body::Bad(Rejection::form("the body has no content type; application/json is wanted")),
            _ => Body::Bad(Rejection::form(format!("the content type is {kind:?}; application/json is wanted"))),
        };
        Self { query, body }
    }

    /// A parameter of the URL.
    pub(super) fn in_query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A field of the body.
    pub(super) fn in_body(&self, name: &str) -> Option<RequestValue<'_>> {
        match &self.body {
            Body::Json(fields) => fields.get(name).map(RequestValue::Json),
            Body::Form { texts, .. } => {
                texts.iter().find(|(known, _)| known == name).map(|(_, text)| RequestValue::Text(text))
            }
            Body::Empty | Body::Bad(_) => None,
        }
    }

    /// Does a field have this value, wherever it travels?
    pub(super) fn has(&self, name: &str, value: &Value) -> bool {
        match self.in_body(name).or_else(|| self.in_query(name).map(RequestValue::Text)) {
            Some(RequestValue::Json(given)) => given == value,
            Some(RequestValue::Text(given)) => given == plain(value),
            None => false,
        }
    }

    /// A text of the body or the URL; empty where it is not there.
    pub(super) fn text(&self, name: &str) -> &str {
        match self.in_body(name) {
            Some(RequestValue::Json(Value::String(text))) => text,
            Some(RequestValue::Text(text)) => text,
            _ => self.in_query(name).unwrap_or_default(),
        }
    }

    /// A whole number of the body; 0 where it is not there.
    pub(super) fn number(&self, name: &str) -> i64 {
        match self.in_body(name) {
            Some(RequestValue::Json(value)) => value.as_i64().unwrap_or_default(),
            Some(RequestValue::Text(text)) => text.parse().unwrap_or_default(),
            None => 0,
        }
    }
}

fn json(bytes: &Bytes) -> Body {
    match serde_json::from_slice(bytes) {
        Ok(object @ Value::Object(_)) => Body::Json(object),
        Ok(_) => Body::Bad(Rejection::form("the body is JSON, but no object")),
        Err(error) => Body::Bad(Rejection::form(format!("the body is not JSON: {error}"))),
    }
}

async fn form(parts: &Parts, bytes: &Bytes) -> Body {
    match read_form(parts, bytes).await {
        Ok((texts, files)) => Body::Form { texts, files },
        Err(error) => Body::Bad(Rejection::form(format!("the form cannot be read: {error}"))),
    }
}

type Form = (Vec<(String, String)>, Vec<String>);

async fn read_form(parts: &Parts, bytes: &Bytes) -> Result<Form, String> {
    let mut request = Request::new(HttpBody::from(bytes.clone()));
    *request.headers_mut() = parts.headers.clone();
    // The limit was kept when the bytes were read.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| error.body_text())?;
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|error| error.body_text())? {
        if texts.len() + files.len() == MOST_PARTS {
            return Err(format!("it has more than {MOST_PARTS} parts"));
        }
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let content = field.bytes().await.map_err(|error| error.body_text())?;
        match is_file {
            true => files.push(name),
            false => texts.push((name, String::from_utf8_lossy(&content).into_owned())),
        }
    }
    Ok((texts, files))
}
