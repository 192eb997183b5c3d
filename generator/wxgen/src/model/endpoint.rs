//! One call of the API.

use super::{ErrorCode, Field, Object, Type};

/// An endpoint: method, path and fixed parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// WeChat's name, `bindTester`.
    pub name: String,
    /// Rust module, `bind_tester`; also the stem of its source file and docs page.
    pub module: String,
    /// What it does, in one line.
    pub summary: String,
    /// More about it, any length.
    pub doc: String,
    /// WeChat's page about it.
    pub docs_url: Option<String>,
    /// HTTP method.
    pub method: Method,
    /// Path, starting with `/`, without query.
    pub path: String,
    /// The token it needs; `None`: none.
    pub token: Option<Token>,
    /// Which permission sets allow it.
    pub permissions: Permissions,
    /// Does calling it twice do the same as calling it once?
    pub idempotent: bool,
    /// Why not to use it any more, where that is so.
    pub deprecated: Option<String>,
    /// Since when it exists: a date or version.
    pub since: Option<String>,
    /// What is sent. Its type is the endpoint's own, `BindTester`.
    pub request: Object,
    /// What comes back.
    pub reply: Reply,
    /// What can go wrong.
    pub errors: ErrorEnum,
    /// Calls as documented.
    pub examples: Vec<Example>,
    /// Pages the facts come from, newest first.
    pub sources: Vec<Source>,
    /// Remarks for people.
    pub notes: Vec<String>,
    /// Its file, relative to the spec folder, with `/`.
    pub spec_file: String,
}

impl Endpoint {
    /// The fields at the top of the request and of the reply.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let reply = match &self.reply {
            Reply::Json(object) => object.fields.as_slice(),
            Reply::Binary { .. } => &[],
        };
        self.request.fields.iter().chain(reply)
    }

    /// The types of all fields of the request and of the reply, at any depth.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.fields().flat_map(|field| field.ty.parts())
    }
}

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

impl Method {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// The token of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Which kind, a name from `api.yaml`.
    pub kind: String,
    /// Query parameter it travels in.
    pub param: String,
    /// Other kinds that will do as well, each a name from `api.yaml`.
    pub also: Vec<String>,
}

impl Token {
    /// All kinds that will do, the usual one first.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.kind.as_str()).chain(self.also.iter().map(String::as_str))
    }
}

/// Which permission sets allow a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permissions {
    /// The pages do not say.
    Unstated,
    /// Any set will do.
    Any,
    /// Third parties cannot call it.
    Nobody,
    /// One of these; never empty.
    OneOf(Vec<u32>),
}

/// What comes back when a call worked.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A JSON object. Its type is `BindTesterReply`. `errcode` and `errmsg` are not among its fields.
    Json(Object),
    /// Bytes, for example a picture; `doc` says what they are.
    Binary {
        /// What the bytes are.
        doc: String,
    },
}

/// The error enum of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorEnum {
    /// Rust type, `BindTesterError`.
    pub type_name: String,
    /// Documented codes in the order of the spec, 0 left out.
    pub codes: Vec<ErrorCode>,
}

/// One documented call.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What the example shows, where the spec says.
    pub doc: String,
    /// The request's fields by wire name; an object. Files stand in as their file names, binaries as Base64.
    pub request: Option<serde_json::Value>,
    /// The whole reply as on the wire, `errcode` included.
    pub response: Option<serde_json::Value>,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// URL or name of the page.
    pub page: String,
    /// Layout or generation of the page, where stated.
    pub generation: Option<String>,
    /// Date of capture, `YYYY-MM-DD`.
    pub captured: Option<String>,
    /// Digest of the page as captured, hex.
    pub sha256: Option<String>,
}
