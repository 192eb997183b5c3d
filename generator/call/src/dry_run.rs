//! What would be sent, without sending it.

use serde_json::{Map, Value, json};

use super::find::Found;
use super::prepared::{PreparedCall, content_type};
use super::secrets::Hidden;
use wxgen::model::Place;
use wxgen::model::sent::plain;

/// A call on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct DryRun {
    /// HTTP method.
    pub method: &'static str,
    /// URL, with nothing secret in it.
    pub url: String,
    /// The JSON body; `None`: there is none.
    pub body: Option<Value>,
    /// The parts of a form, as name, text and file.
    pub form: Vec<(String, FormPart)>,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormPart {
    /// A text.
    Text(String),
    /// A file: its path as given, its content type, its size.
    File(String, &'static str, usize),
}

impl PreparedCall {
    /// What would be sent. A token that is missing is named by its kind.
    pub fn dry_run(&self, found: Found<'_>, base_url: Option<&str>, token: Option<&str>, hidden: &Hidden) -> DryRun {
        let stand_in = found.endpoint.token.as_ref().map(|token| token.kind.to_uppercase());
        let url = self.request().url(&self.base(base_url), token.or(stand_in.as_deref()));
        let (body, form) = self.body(found, hidden);
        DryRun { method: self.meta().method.name(), url: hidden.text(&url), body, form }
    }

    pub(super) fn base(&self, base_url: Option<&str>) -> String {
        base_url.map_or_else(|| format!("https://{}", self.meta().host), str::to_owned)
    }

    /// The JSON body, or the parts of the form.
    pub(super) fn body(&self, found: Found<'_>, hidden: &Hidden) -> (Option<Value>, Vec<(String, FormPart)>) {
        let in_body = self.parts().iter().filter(|part| part.place == Place::Body);
        let mut fields: Map<String, Value> = in_body.map(|part| (part.name.clone(), part.value.clone())).collect();
        hidden.values(&found.endpoint.request, &mut fields);
        if self.files().is_empty() {
            let body = (self.meta().method == wxopen_runtime::Method::Post).then_some(Value::Object(fields));
            return (body, Vec::new());
        }
        let texts = fields.iter().map(|(name, value)| (name.clone(), FormPart::Text(plain(value))));
        let files = self.files().iter().map(|(name, file)| {
            (name.clone(), FormPart::File(file.path.clone(), content_type(&file.name), file.bytes.len()))
        });
        (None, texts.chain(files).collect())
    }
}

impl DryRun {
    /// For people; `json` shows JSON.
    pub fn text(&self, json: impl Fn(&Value) -> String) -> String {
        let mut text = format!("{} {}", self.method, self.url);
        if let Some(body) = &self.body {
            text.push_str(&format!("\ncontent-type: application/json\n\n{}", json(body)));
        }
        if !self.form.is_empty() {
            text.push_str("\ncontent-type: multipart/form-data\n");
        }
        for (name, part) in &self.form {
            text.push_str(&match part {
                FormPart::Text(text) => format!("\n{name}: {text}"),
                FormPart::File(path, kind, size) => format!("\n{name}: the file {path} ({kind}, {size} bytes)"),
            });
        }
        text
    }

    /// For programs.
    pub fn json(&self, endpoint: &str) -> Value {
        let part = |(name, part): &(String, FormPart)| match part {
            FormPart::Text(text) => json!({ "name": name, "text": text }),
            FormPart::File(path, kind, size) => {
                json!({ "name": name, "file": path, "content_type": kind, "bytes": size })
            }
        };
        let form: Vec<_> = self.form.iter().map(part).collect();
        let Self { method, url, body, .. } = self;
        let request = json!({ "method": method, "url": url, "body": body, "form": form });
        json!({ "ok": true, "endpoint": endpoint, "dry_run": true, "request": request })
    }
}
