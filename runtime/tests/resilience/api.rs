//! Two endpoints, one of which is safe to call twice, and what WeChat can answer.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wxopen_runtime::generated::prelude::*;
use wxopen_runtime::{
    Client, ClientBuilder, Error, ManualClock, MemoryTransport, RawReply, TransportError, TransportErrorKind,
};

/// The token that clients of these tests hold.
pub(crate) const TOKEN: &str = "T0KEN";

/// Ten seconds into a minute.
pub(crate) fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_010)
}

const fn meta(name: &'static str, path: &'static str, idempotent: bool) -> Meta {
    Meta {
        name,
        area: "demo",
        host: "api.weixin.qq.com",
        fallback_hosts: &["api2.weixin.qq.com", "sh.api.weixin.qq.com"],
        method: Method::Post,
        path,
        token: Some(wxopen_runtime::Token { kind: "authorizer_access_token", param: "access_token", also: &[] }),
        permissions: Permissions::Unstated,
        permission_sets: &[],
        idempotent,
        docs: "",
    }
}

/// What both can answer instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DemoError(i64);

const fn info(code: i64, class: Class) -> CodeInfo {
    CodeInfo { code, name: "Some", msg: "", advice: "", class }
}

impl ErrorKind for DemoError {
    fn from_code(code: i64) -> Self {
        Self(code)
    }

    fn code(&self) -> i64 {
        self.0
    }

    const CODES: &'static [&'static [CodeInfo]] = &[&[
        info(700, Class::Retry),
        info(701, Class::Argument),
        info(702, Class::Other),
        info(42001, Class::RefreshToken),
        info(45009, Class::Rate),
        info(45011, Class::Rate),
        info(61007, Class::Permission),
    ]];
}

/// What both answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Done;

impl Decode for Done {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.take();
    }
}

macro_rules! call {
    ($(#[$doc:meta])* $name:ident, $text:literal, $path:literal, $idempotent:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub(crate) struct $name {
            pub(crate) key: Option<Secret>,
        }

        impl Endpoint for $name {
            type Reply = Done;
            type Error = DemoError;

            fn meta() -> &'static Meta {
                static META: Meta = meta($text, $path, $idempotent);
                &META
            }

            fn encode(&self, out: &mut RequestWriter) {
                out.query("key", &self.key);
            }
        }
    };
}

call!(
    /// Calling it twice does the same as calling it once.
    Look, "look", "/demo/look", true
);
call!(
    /// Calling it twice does it twice.
    Pay, "pay", "/demo/pay", false
);

/// What comes back.
pub(crate) type Came = Result<RawReply, TransportError>;

pub(crate) fn good() -> Came {
    Ok(RawReply::json_ok("{}"))
}

pub(crate) fn code(code: i64) -> Came {
    Ok(RawReply::json_ok(format!(r#"{{"errcode": {code}, "errmsg": "no rid: 12-ab"}}"#)))
}

pub(crate) fn status(status: u16) -> Came {
    Ok(RawReply { status, ..RawReply::json_ok("") })
}

pub(crate) fn broken(kind: TransportErrorKind) -> Came {
    Err(TransportError::new(kind, "why"))
}

pub(crate) use TransportErrorKind::{Connect, Incomplete, Other, Timeout, TooLarge};

/// A client that gets these, one after the other, and then good replies.
pub(crate) fn scripted(script: impl IntoIterator<Item = Came>) -> Scripted {
    let transport = MemoryTransport::answering(|_| good());
    let transport = script.into_iter().fold(transport, |transport, came| match came {
        Ok(reply) => transport.reply(reply),
        Err(error) => transport.failure(error),
    });
    let clock = ManualClock::at(start());
    let builder = Client::with_transport(TOKEN, transport.clone()).clock(clock.clone());
    Scripted { builder, transport, clock }
}

/// A client to be, what it sends through, and what it sleeps by.
pub(crate) struct Scripted {
    pub(crate) builder: ClientBuilder,
    pub(crate) transport: MemoryTransport,
    pub(crate) clock: ManualClock,
}

impl Scripted {
    /// What becomes of one call.
    pub(crate) async fn call(self, endpoint: impl Endpoint<Reply = Done, Error = DemoError> + 'static) -> Became {
        let result = self.builder.build().send(endpoint).await.map(drop);
        Became { result, sent: self.transport.requests().len(), slept: self.clock.slept() }
    }
}

/// What became of a call.
#[derive(Debug)]
pub(crate) struct Became {
    pub(crate) result: Result<(), Error<DemoError>>,
    pub(crate) sent: usize,
    pub(crate) slept: Vec<Duration>,
}

/// The hosts that were asked, in order.
pub(crate) fn hosts(transport: &MemoryTransport) -> Vec<String> {
    let host = |url: String| url.split('/').nth(2).unwrap_or_default().to_owned();
    transport.requests().into_iter().map(|request| host(request.url)).collect()
}
