//! What is sent: an endpoint writes its parameters, out comes a request without any IO.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::codec::{Encode, Secret, Shown, Writer};
use crate::endpoint::file::File;
use crate::endpoint::meta::{Meta, Method};
use crate::endpoint::multipart::Form;
use crate::percent::push_pair;

/// Takes the parameters of an endpoint.
#[derive(Default)]
pub struct RequestWriter {
    /// Name and JSON of each parameter of the URL.
    query: Vec<(String, String)>,
    body: Writer,
    /// The range of each body field's value in `body`.
    fields: Vec<(String, Range<usize>)>,
    files: Vec<(String, File)>,
    /// Secrets in the URL.
    secrets: Vec<Secret>,
    /// Set when parameters are shown instead of written.
    shown: Option<Shown>,
}

impl RequestWriter {
    /// Adds a parameter to the URL, unless it is absent.
    pub fn query(&mut self, name: &str, value: &dyn Encode) {
        if self.is_left_out(name, value) {
            return;
        }
        let mut json = Writer::default();
        value.encode(&mut json);
        self.secrets.extend(json.take_secrets());
        self.query.push((name.to_owned(), json.into_string()));
    }

    /// Adds a field to the body, unless it is absent.
    pub fn body(&mut self, name: &str, value: &dyn Encode) {
        if self.is_left_out(name, value) {
            return;
        }
        if self.fields.is_empty() {
            self.body.begin();
        }
        let range = self.body.name_and_value(name, value);
        self.fields.push((name.to_owned(), range));
    }

    /// Adds a file, which makes the body a form.
    pub fn file(&mut self, name: &str, file: &File) {
        if self.is_left_out(name, file) {
            return;
        }
        self.files.push((name.to_owned(), file.clone()));
    }

    /// Is there nothing to write? That is so too if the value is only shown.
    fn is_left_out(&mut self, name: &str, value: &dyn Encode) -> bool {
        match &mut self.shown {
            Some(shown) => {
                shown.field(name, value);
                true
            }
            None => value.is_absent(),
        }
    }

    /// The finished request.
    pub(crate) fn finish(mut self, meta: &'static Meta) -> Request {
        let mut secrets = self.body.take_secrets();
        secrets.append(&mut self.secrets);
        let (content_type, body) = if !self.files.is_empty() {
            let text = |range: &Range<usize>| plain_text(self.body.part(range.clone()));
            let texts = self.fields.iter().map(|(name, range)| (name.clone(), text(range))).collect();
            let form = Form::new(texts, std::mem::take(&mut self.files));
            (Some(form.content_type().into()), Body::Form(form))
        } else if meta.method == Method::Get {
            (None, Body::Bytes(Vec::new()))
        } else {
            // A call without parameters still wants an object.
            if self.fields.is_empty() {
                self.body.begin();
            }
            self.body.end();
            (Some("application/json".into()), Body::Bytes(self.body.into_string().into_bytes()))
        };
        let mut query = String::new();
        for (name, json) in &self.query {
            if !query.is_empty() {
                query.push('&');
            }
            push_pair(&mut query, name, &plain_text(json));
        }
        Request { meta, query, content_type, body, secrets }
    }

    /// All parameters as one JSON object, wherever they travel.
    #[cfg(feature = "serde")]
    pub(crate) fn into_json(self) -> serde_json::Value {
        let mut all = serde_json::Map::new();
        for (name, range) in &self.fields {
            all.insert(name.clone(), serde_json::from_str(self.body.part(range.clone())).unwrap_or_default());
        }
        for (name, json) in &self.query {
            all.insert(name.clone(), serde_json::from_str(json).unwrap_or_default());
        }
        for (name, file) in &self.files {
            all.insert(name.clone(), file.name.clone().into());
        }
        all.into()
    }

    /// A writer that shows parameters instead of writing them.
    pub(crate) fn showing(f: &mut fmt::Formatter<'_>) -> Self {
        Self { shown: Some(Shown::new(f)), ..Self::default() }
    }

    /// Prints what was shown, behind the name of the call.
    pub(crate) fn print_shown(self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown.map_or(Ok(()), |shown| shown.print(name, f))
    }
}

/// Shows neither query nor body: both can hold secrets.
impl fmt::Debug for RequestWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { query, fields, files, .. } = self;
        write!(f, "RequestWriter({} in the query, {} in the body, {} files)", query.len(), fields.len(), files.len())
    }
}

/// A call, ready to be sent but for the token.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Facts of the endpoint.
    pub meta: &'static Meta,
    /// The query without `?` and without the token, percent-encoded.
    pub query: String,
    /// Content type of the body.
    pub content_type: Option<Cow<'static, str>>,
    /// The body; empty for a GET.
    pub body: Body,
    /// The secrets in query and body.
    pub(crate) secrets: Vec<Secret>,
}

/// What a call sends. `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Bytes, mostly JSON; none for a GET.
    Bytes(Vec<u8>),
    /// A form with files.
    Form(Form),
}

impl Body {
    /// The bytes, where all of it is in memory: not of a form whose files are read while they are sent.
    pub fn to_vec(&self) -> Option<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Some(bytes.clone()),
            Self::Form(form) => form.to_vec(),
        }
    }

    /// How many bytes it is, where all of it is in memory.
    pub fn len(&self) -> Option<usize> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len()),
            Self::Form(form) => form.len(),
        }
    }

    /// Is there nothing to send?
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// Can it be sent, after it may have been sent already?
    pub(crate) fn can_be_sent(&self) -> bool {
        match self {
            Self::Bytes(_) => true,
            Self::Form(form) => form.can_be_sent(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Form(form) => form.fmt(f),
        }
    }
}

impl Request {
    /// The URL below a base such as `https://api.weixin.qq.com`.
    pub fn url(&self, base: &str, token: Option<&str>) -> String {
        self.url_with(base, self.meta.token.map(|kind| kind.param).zip(token))
    }

    /// The URL with a token in this parameter.
    pub(crate) fn url_with(&self, base: &str, token: Option<(&str, &str)>) -> String {
        let longest = token.map_or(0, |(param, token)| param.len() + token.len());
        let mut url = String::with_capacity(base.len() + self.meta.path.len() + longest + self.query.len() + 3);
        url.push_str(base.trim_end_matches('/'));
        url.push_str(self.meta.path);
        if let Some((param, token)) = token {
            url.push('?');
            push_pair(&mut url, param, token);
        }
        if !self.query.is_empty() {
            url.push(if token.is_some() { '&' } else { '?' });
            url.push_str(&self.query);
        }
        url
    }
}

/// Shows neither query nor body: both can hold secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Meta { method, path, .. } = self.meta;
        write!(f, "Request({} {path}, {:?})", method.name(), self.body)
    }
}

/// How a query or form holds a value: a text without its quotes, anything else as its JSON.
fn plain_text(json: &str) -> String {
    match json.starts_with('"') {
        true => serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()),
        false => json.to_owned(),
    }
}
