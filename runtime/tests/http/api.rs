//! Two endpoints: one that sends JSON, one that sends a file.

use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{AnyCode, Client, ReqwestTransport, Retry};

const fn meta(name: &'static str, method: Method, path: &'static str) -> Meta {
    Meta {
        name,
        area: "demo",
        host: "api.weixin.qq.com",
        fallback_hosts: &[],
        method,
        path,
        token: Some(wxopen_runtime::Token { kind: "authorizer_access_token", param: "access_token", also: &[] }),
        permissions: Permissions::Unstated,
        permission_sets: &[],
        idempotent: false,
        docs: "",
    }
}

/// What all of them answer: the text that the server echoes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Echo {
    pub(crate) head: String,
    pub(crate) bytes: i64,
}

impl Decode for Echo {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("head", &mut self.head);
        input.field("bytes", &mut self.bytes);
    }
}

/// Sends an empty object.
pub(crate) struct Ask;

impl Endpoint for Ask {
    type Reply = Echo;
    type Error = AnyCode;

    fn meta() -> &'static Meta {
        static META: Meta = meta("ask", Method::Post, "/demo/ask");
        &META
    }

    fn encode(&self, _: &mut RequestWriter) {}
}

/// Sends a file.
pub(crate) struct Upload(pub(crate) File);

impl Endpoint for Upload {
    type Reply = Echo;
    type Error = AnyCode;

    fn meta() -> &'static Meta {
        static META: Meta = meta("upload", Method::Post, "/demo/upload");
        &META
    }

    fn encode(&self, out: &mut RequestWriter) {
        out.file("media", &self.0);
    }
}

/// Answers bytes.
pub(crate) struct Fetch;

impl Endpoint for Fetch {
    type Reply = Binary;
    type Error = AnyCode;

    fn meta() -> &'static Meta {
        static META: Meta = meta("fetch", Method::Get, "/demo/fetch");
        &META
    }

    fn encode(&self, _: &mut RequestWriter) {}
}

/// A client that sends through this transport, once.
pub(crate) fn client(transport: ReqwestTransport, base_url: &str) -> Client {
    Client::with_transport("T0KEN", transport).base_url(base_url).retry(Retry::none()).build()
}
