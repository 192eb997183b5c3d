//! What generated WeChat clients stand on: calls, replies, errors, transports.
//!
//! The layers, from the inside out: [`codec`] writes and reads JSON; an [`Endpoint`] is a call as data, without IO; a
//! [`Transport`] carries requests; a [`Client`] puts them together. Generated code implements `Endpoint` and uses
//! [`rt`]; users meet [`Client`], [`Reply`] and [`Error`].
//!
//! ```
//! # use wxopen_runtime::{Client, MemoryTransport};
//! # use wxopen_runtime::rt::*;
//! # struct Ping;
//! # #[derive(Debug, Clone, Copy, PartialEq)] enum PingError { Busy, Unknown(i64) }
//! # #[derive(Debug, Default)] struct PingReply { answer: String }
//! # impl Decode for PingReply { fn decode(&mut self, input: &mut Reader) { input.field("answer", &mut self.answer); } }
//! # impl ErrorKind for PingError {
//! #     fn from_code(code: i64) -> Self { if code == -1 { Self::Busy } else { Self::Unknown(code) } }
//! #     fn code(&self) -> i64 { match self { Self::Busy => -1, Self::Unknown(code) => *code } }
//! #     const CODES: &'static [&'static [CodeInfo]] = &[];
//! # }
//! # impl Endpoint for Ping {
//! #     type Reply = PingReply;
//! #     type Error = PingError;
//! #     fn meta() -> &'static Meta {
//! #         static META: Meta = Meta { name: "ping", area: "demo", host: "api.weixin.qq.com", fallback_hosts: &[], method: Method::Post,
//! #             path: "/ping", token: None, permissions: Permissions::Any, permission_sets: &[], idempotent: true, docs: "" };
//! #         &META
//! #     }
//! #     fn encode(&self, _: &mut RequestWriter) {}
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let transport = MemoryTransport::new().json(r#"{"errcode": 0, "answer": "pong"}"#);
//! let client = Client::with_transport("TOKEN", transport).build();
//! let reply = client.send(Ping).await?;
//! assert_eq!(reply.answer, "pong");
//! # Ok::<_, wxopen_runtime::Error<PingError>>(()) }).unwrap();
//! ```

mod attempt;
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod clock;
pub mod codec;
mod disposition;
mod download;
mod endpoint;
mod error;
mod error_enum;
#[cfg(feature = "serde")]
pub mod example;
mod exchange;
mod failover;
mod failure;
mod file;
mod hide;
mod judge;
mod kind;
mod layer;
mod link;
mod log;
mod meta;
mod multipart;
mod options;
mod permission;
#[cfg(feature = "push")]
pub mod push;
mod random;
mod reply;
mod request;
mod retry;
pub mod rt;
#[doc(hidden)]
pub mod serde_support;
mod sniff;
mod structs;
mod token;
mod transport;

pub use client::{Call, Client, ClientBuilder};
pub use clock::{Clock, ManualClock, SystemClock};
pub use codec::{Bytes, Map, Problem, Secret, UnknownValue};
pub use download::Download;
pub use endpoint::{Endpoint, FromReply};
pub use error::{
    AnyError, ApiError, DecodeError, Error, MissingPermission, RequestError, StatusError, TokenError, TokenProblem,
};
pub use failover::FailOver;
pub use file::File;
pub use hide::without_secrets;
pub use judge::{DEFAULT_MAX_BYTES, DEFAULT_MAX_JSON, Wanted};
pub use kind::{AnyCode, Class, CodeInfo, ErrorKind};
pub use layer::{Answer, Attempt, Layer, Next};
pub use link::{Accounts, AuthorizationLink, LinkError};
pub use meta::{Meta, Method, PermissionSet, Permissions, Token};
pub use multipart::Form;
pub use options::{DEFAULT_DEADLINE, DEFAULT_TIMEOUT};
pub use permission::check_granted;
pub use reply::{Binary, RawReply, Reply};
pub use request::{Body, Request, RequestWriter};
/// The HTTP client below [`ReqwestTransport`], in the version that [`HttpSettings::configure`] takes.
#[cfg(feature = "reqwest")]
pub use reqwest;
pub use retry::Retry;
pub use serde_json::{Value, json};
#[cfg(feature = "redis")]
pub use token::RedisStore;
#[cfg(feature = "sqlite")]
pub use token::SqliteStore;
#[cfg(feature = "platform")]
pub use token::{
    Authorizer, Lease, MemoryStore, PlatformBuilder, PlatformEvent, Spawn, StoreError, Stored, ThirdPartyPlatform,
    TokenStore, Written,
};
pub use token::{FixedToken, IntoTokenProvider, NoToken, TokenProvider};
#[cfg(feature = "sealed")]
pub use token::{SealKey, Sealed};
pub use transport::{
    BodyStream, BoxFuture, HttpRequest, LocalBoxFuture, LocalTransport, MemoryTransport, OnOneThread, ReplyStream,
    Transport, TransportError, TransportErrorKind,
};
#[cfg(feature = "reqwest")]
pub use transport::{HttpSettings, HttpSettingsError, ReqwestTransport};
