//! A small API of its own: one endpoint of each shape.

use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{Client, MemoryTransport};

/// The token that clients of these tests hold.
pub(crate) const TOKEN: &str = "T0KEN";

/// A client that gets these replies, one a call, and the transport that gives them.
pub(crate) fn client<const N: usize>(replies: [&str; N]) -> (Client, MemoryTransport) {
    let transport = replies.into_iter().fold(MemoryTransport::new(), MemoryTransport::json);
    (Client::with_transport(TOKEN, transport.clone()).build(), transport)
}

const fn meta(name: &'static str, method: Method, path: &'static str, permissions: Permissions) -> Meta {
    Meta {
        name,
        area: "demo",
        host: "api.weixin.qq.com",
        fallback_hosts: &[],
        method,
        path,
        token: Some(wxopen_runtime::Token { kind: "authorizer_access_token", param: "access_token", also: &[] }),
        permissions,
        permission_sets: &[
            PermissionSet { id: 3, name: Some("shops"), account_kind: None, exclusive: None },
            PermissionSet { id: 9, name: None, account_kind: None, exclusive: None },
        ],
        idempotent: false,
        docs: "",
    }
}

/// What any of the endpoints can answer instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum DemoError {
    Busy,
    TooMany,
    Unknown(i64),
}

impl ErrorKind for DemoError {
    fn from_code(code: i64) -> Self {
        match code {
            -1 => Self::Busy,
            900 => Self::TooMany,
            _ => Self::Unknown(code),
        }
    }

    fn code(&self) -> i64 {
        match self {
            Self::Busy => -1,
            Self::TooMany => 900,
            Self::Unknown(code) => *code,
        }
    }

    const CODES: &'static [&'static [CodeInfo]] = &[
        &[CodeInfo { code: 900, name: "TooMany", msg: "too many", advice: "Remove one.", class: Class::Other }],
        &[CodeInfo { code: -1, name: "Busy", msg: "system error", advice: "Wait.", class: Class::Retry }],
    ];
}

/// JSON in, JSON out, with values of every type. Sets 3 and 9 allow it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ask {
    pub(crate) text: String,
    pub(crate) note: Option<String>,
    pub(crate) count: Option<i64>,
    pub(crate) ratio: Option<f64>,
    pub(crate) tags: Vec<String>,
    pub(crate) key: Option<Secret>,
    pub(crate) page: Option<i64>,
    pub(crate) search: Option<String>,
    pub(crate) pin: Option<Secret>,
}

impl Endpoint for Ask {
    type Reply = Answer;
    type Error = DemoError;

    fn meta() -> &'static Meta {
        static META: Meta = meta("ask", Method::Post, "/demo/ask", Permissions::OneOf(&[3, 9]));
        &META
    }

    fn encode(&self, out: &mut RequestWriter) {
        out.body("kind", &"question");
        out.body("text", &self.text);
        out.body("note", &self.note);
        out.body("count", &self.count);
        out.body("ratio", &self.ratio);
        out.body("tags", &self.tags);
        out.body("key", &self.key);
        out.query("page", &self.page);
        out.query("search", &self.search);
        out.query("pin", &self.pin);
    }
}

/// What [`Ask`] answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) maybe: Option<String>,
    pub(crate) count: i64,
    pub(crate) ratio: f64,
    pub(crate) flag: bool,
    pub(crate) blob: Bytes,
    pub(crate) items: Vec<Item>,
    pub(crate) by_name: Map<Item>,
    pub(crate) extra: Value,
    pub(crate) key: Secret,
}

impl Decode for Answer {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("text", &mut self.text);
        input.field("maybe", &mut self.maybe);
        input.field("count", &mut self.count);
        input.field("ratio", &mut self.ratio);
        input.field("flag", &mut self.flag);
        input.field("blob", &mut self.blob);
        input.field("items", &mut self.items);
        input.field("by_name", &mut self.by_name);
        input.field("extra", &mut self.extra);
        input.field("key", &mut self.key);
    }
}

/// A part of an answer; its id has to be there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) size: Option<i64>,
}

impl Decode for Item {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("id", &mut self.id);
        input.field("size", &mut self.size);
    }
}

/// A GET that answers bytes. Any set allows it.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) scene: String,
}

impl Endpoint for Picture {
    type Reply = Binary;
    type Error = DemoError;

    fn meta() -> &'static Meta {
        static META: Meta = meta("picture", Method::Get, "/demo/picture", Permissions::Any);
        &META
    }

    fn encode(&self, out: &mut RequestWriter) {
        out.query("scene", &self.scene);
    }
}

/// A form with files. Nothing is said of sets.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) title: String,
    pub(crate) size: i64,
    pub(crate) media: File,
    pub(crate) cover: Option<File>,
}

impl Endpoint for Upload {
    type Reply = Answer;
    type Error = DemoError;

    fn meta() -> &'static Meta {
        static META: Meta = meta("upload", Method::Post, "/demo/upload", Permissions::Unstated);
        &META
    }

    fn encode(&self, out: &mut RequestWriter) {
        out.body("title", &self.title);
        out.body("size", &self.size);
        out.file("media", &self.media);
        if let Some(cover) = &self.cover {
            out.file("cover", cover);
        }
    }
}

/// Needs no token, has no parameters; third parties may not call it.
#[derive(Debug, Clone)]
pub(crate) struct Inside;

impl Endpoint for Inside {
    type Reply = Answer;
    type Error = DemoError;

    fn meta() -> &'static Meta {
        static META: Meta = Meta { token: None, ..meta("inside", Method::Post, "/demo/inside", Permissions::Nobody) };
        &META
    }

    fn encode(&self, _: &mut RequestWriter) {}
}

/// Takes a token of the platform as well as one of a merchant.
#[derive(Debug, Clone)]
pub(crate) struct Either;

impl Endpoint for Either {
    type Reply = Answer;
    type Error = DemoError;

    fn meta() -> &'static Meta {
        static META: Meta = Meta {
            token: Some(wxopen_runtime::Token {
                kind: "authorizer_access_token",
                param: "access_token",
                also: &["component_access_token"],
            }),
            ..meta("either", Method::Post, "/demo/either", Permissions::Any)
        };
        &META
    }

    fn encode(&self, _: &mut RequestWriter) {}
}
