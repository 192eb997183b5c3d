//! Any bytes as WeChat's reply to a call: it is read, or an error says why and keeps it. What is JSON is read as serde_json
//! reads it, and stays JSON with any bytes in its texts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{Endpoint, Error, RawReply};

/// A call whose reply has a field of each type.
struct Ask;

/// A call whose reply is bytes.
struct Fetch;

impl Endpoint for Fetch {
    type Reply = Binary;
    type Error = AskError;

    fn meta() -> &'static Meta {
        Ask::meta()
    }

    fn encode(&self, _: &mut RequestWriter) {}
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct AskError(i64);

impl ErrorKind for AskError {
    fn from_code(code: i64) -> Self {
        Self(code)
    }

    fn code(&self) -> i64 {
        self.0
    }

    const CODES: &'static [&'static [CodeInfo]] = &[];
}

#[derive(Debug, Default)]
struct Answer {
    text: String,
    maybe: Option<String>,
    count: i64,
    ratio: f64,
    flag: bool,
    blob: Bytes,
    items: Vec<Item>,
    by_name: Map<Item>,
    extra: Value,
    key: Secret,
}

#[derive(Debug, Default)]
struct Item {
    id: i64,
    names: Vec<String>,
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

impl Decode for Item {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.required("id", &mut self.id);
        input.field("names", &mut self.names);
    }
}

impl Endpoint for Ask {
    type Reply = Answer;
    type Error = AskError;

    fn meta() -> &'static Meta {
        static META: Meta = Meta {
            name: "ask",
            area: "demo",
            host: "api.weixin.qq.com",
            fallback_hosts: &[],
            method: Method::Post,
            path: "/ask",
            token: None,
            permissions: Permissions::Any,
            permission_sets: &[],
            idempotent: true,
            docs: "",
        };
        &META
    }

    fn encode(&self, _: &mut RequestWriter) {}
}

/// Bytes that end no text of JSON, and are no whole characters.
const BROKEN: &[&[u8]] = &[b"\xff", b"\xe5\x8d", b"\xcd", b"\x00", b"\x1b", b"\\ud83d", b"\\udc00"];

fuzz_target!(|bytes: &[u8]| {
    match Ask::reply(RawReply::json_ok(bytes)) {
        Ok(reply) => assert_eq!(reply.raw().body, bytes),
        Err(Error::Decode(error)) => {
            assert!(!error.mismatches.is_empty());
            assert_eq!(error.raw.body, bytes);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Ok(reply) = Fetch::reply(RawReply::json_ok(bytes)) {
        assert_eq!(&*reply.bytes, bytes);
    }
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
    assert_eq!(RawReply::json_ok(bytes).json(), Some(value));
    for broken in BROKEN {
        let body = [b"{\"errcode\":7,\"a\":", bytes, b",\"errmsg\":\"", broken, b"\"}"].concat();
        assert_eq!(Ask::reply(RawReply::json_ok(body)).map_err(|error| error.code()).err(), Some(Some(7)));
    }
});
