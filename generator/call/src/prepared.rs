//! A call that is ready to be sent: the runtime's endpoint, made of the model.

use std::marker::PhantomData;

use serde_json::Value;
use wxopen_runtime::{
    AnyCode, Endpoint, File, FromReply, Meta, Method, Permissions, Request, RequestWriter, Secret, Token,
};

use super::arguments::Arguments;
use super::find::Found;
use super::parameters::Upload;
use wxgen::model;
use wxgen::model::sent::flat;
use wxgen::model::{Place, Reply};

/// A call that is ready but for its token.
#[derive(Clone)]
pub struct PreparedCall {
    meta: &'static Meta,
    parts: Vec<Parameter>,
    files: Vec<(String, Upload)>,
    wants_bytes: bool,
}

/// A parameter.
#[derive(Clone)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) value: Value,
    pub(super) place: Place,
    pub(super) secret: bool,
}

impl PreparedCall {
    /// The call of an endpoint with these values. The facts of the endpoint stay in memory until the process ends.
    pub fn new(found: Found<'_>, arguments: Arguments) -> Self {
        let Arguments { mut values, files } = arguments;
        let is_file = |name: &str| files.iter().any(|(known, _)| known == name);
        let parts = flat(&found.endpoint.request.fields)
            .filter(|field| !is_file(&field.wire))
            .filter_map(|field| {
                let value = values.shift_remove(&field.wire)?;
                Some(Parameter { name: field.wire.clone(), value, place: field.place, secret: field.secret })
            })
            .collect();
        let wants_bytes = matches!(found.endpoint.reply, Reply::Binary { .. });
        Self { meta: meta(found), parts, files, wants_bytes }
    }

    /// Are bytes wanted, not JSON?
    pub fn wants_bytes(&self) -> bool {
        self.wants_bytes
    }

    /// Facts of the endpoint.
    pub fn meta(&self) -> &'static Meta {
        self.meta
    }

    pub(super) fn parts(&self) -> &[Parameter] {
        &self.parts
    }

    pub(super) fn files(&self) -> &[(String, Upload)] {
        &self.files
    }

    /// The request that goes out.
    pub(super) fn request(&self) -> Request {
        self.clone().expecting::<Value>().request()
    }

    /// The same call with the type of its reply.
    pub(super) fn expecting<R>(self) -> Expecting<R> {
        Expecting { prepared: self, reply: PhantomData }
    }
}

/// A call whose reply becomes an `R`.
pub(super) struct Expecting<R> {
    prepared: PreparedCall,
    reply: PhantomData<fn() -> R>,
}

/// Stands for the endpoint where the runtime asks for one that is known when it is compiled: in errors about replies.
static ANY: Meta = Meta {
    name: "call",
    area: "",
    host: "",
    fallback_hosts: &[],
    method: Method::Post,
    path: "/",
    token: None,
    permissions: Permissions::Unstated,
    permission_sets: &[],
    idempotent: false,
    docs: "",
};

impl<R: FromReply> Endpoint for Expecting<R> {
    type Reply = R;
    type Error = AnyCode;

    fn meta() -> &'static Meta {
        &ANY
    }

    fn encode(&self, out: &mut RequestWriter) {
        for Parameter { name, value, place, secret } in &self.prepared.parts {
            // A text that is secret is hidden from messages, too.
            let secret = value.as_str().filter(|_| *secret).map(Secret::from);
            match (place, secret) {
                (Place::Query, Some(secret)) => out.query(name, &secret),
                (Place::Query, None) => out.query(name, value),
                (Place::Body, Some(secret)) => out.body(name, &secret),
                (Place::Body, None) => out.body(name, value),
            }
        }
        for (name, Upload { name: file_name, bytes, .. }) in &self.prepared.files {
            out.file(name, &File::new(file_name.clone(), bytes.clone()).content_type(content_type(file_name)));
        }
    }

    fn request(&self) -> Request {
        Request::of(self, self.prepared.meta)
    }
}

/// What a file holds, by the end of its name.
const CONTENT_TYPES: &[(&str, &str)] = &[
    ("amr", "audio/amr"),
    ("bmp", "image/bmp"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("txt", "text/plain"),
    ("webp", "image/webp"),
    ("zip", "application/zip"),
];

pub(super) fn content_type(file_name: &str) -> &'static str {
    let end = file_name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    CONTENT_TYPES.iter().find(|(known, _)| *known == end).map_or("application/octet-stream", |(_, kind)| kind)
}

/// The endpoint's facts as the runtime wants them. A process makes few calls, so what stays in memory is little.
fn meta(found: Found<'_>) -> &'static Meta {
    let keep = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let model::Endpoint { name, method, path, token, idempotent, docs_url, .. } = found.endpoint;
    Box::leak(Box::new(Meta {
        name: keep(name),
        area: keep(&found.area.id),
        host: keep(&found.api.host),
        fallback_hosts: &[],
        method: match method {
            model::Method::Get => Method::Get,
            model::Method::Post => Method::Post,
        },
        path: keep(path),
        token: token.as_ref().map(|token| Token { kind: keep(&token.kind), param: keep(&token.param), also: &[] }),
        permissions: Permissions::Unstated,
        permission_sets: &[],
        idempotent: *idempotent,
        docs: keep(docs_url.as_deref().unwrap_or_default()),
    }))
}
