//! What generated WeChat clients are built on: calls, replies, errors, transports.
//!
//! The layers, from the inside out, a folder each:
//!
//! | folder | what it is |
//! |---|---|
//! | [`codec`] | JSON written and read, also where WeChat's is broken |
//! | `transport` | a [`Transport`] sends one request and returns the reply |
//! | `endpoint` | an [`Endpoint`] is a call as data: its request, its reply, whether that is good, what its codes mean; no IO |
//! | `token` | a [`TokenProvider`] returns the token of a call; a `ThirdPartyPlatform` refreshes its own |
//! | `call` | a [`Client`] makes calls: token, attempts, other hosts, retries, layers |
//! | `push` | what WeChat sends by itself (feature `push`) |
//! | [`generated`] | what generated files use; nothing for code written by hand |
//!
//! Below them are [`Error`], [`Clock`] and a few helpers that all use. Generated code implements `Endpoint`; users meet
//! [`Client`], [`Reply`] and [`Error`].
//!
//! ```
//! # use wxopen_runtime::{Client, MemoryTransport};
//! # use wxopen_runtime::generated::prelude::*;
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

mod call;
mod clock;
pub mod codec;
mod endpoint;
mod error;
pub mod generated;
mod hide;
mod percent;
#[cfg(feature = "push")]
pub mod push;
mod random;
mod token;
mod transport;

#[cfg(feature = "blocking")]
pub use call::blocking;
pub use call::client::{Call, Client, ClientBuilder};
pub use call::download::Download;
pub use call::failover::FailOver;
pub use call::layer::{Attempt, AttemptOutcome, Layer, Next};
pub use call::retry::Retry;
pub use call::settings::{DEFAULT_DEADLINE, DEFAULT_TIMEOUT};
pub use clock::{Clock, ManualClock, SystemClock};
pub use codec::{Bytes, Map, Mismatch, Secret, UnknownValue};
pub use endpoint::file::File;
pub use endpoint::meta::{Meta, Method, PermissionSet, Permissions, Token};
pub use endpoint::multipart::Form;
pub use endpoint::permission::check_granted;
pub use endpoint::reply::{Binary, RawReply, Reply};
pub use endpoint::request::{Body, Request, RequestWriter};
pub use endpoint::return_code::{AnyCode, Class, CodeInfo, ErrorKind};
pub use endpoint::verdict::{DEFAULT_MAX_BYTES, DEFAULT_MAX_JSON, Wanted};
pub use endpoint::{Endpoint, FromReply};
pub use error::{
    AnyError, ApiError, DecodeError, Error, MissingPermission, RequestError, StatusError, TokenError, TokenProblem,
};
pub use hide::without_secrets;
/// The HTTP client below [`ReqwestTransport`], in the version that [`HttpSettings::configure`] takes.
#[cfg(feature = "reqwest")]
pub use reqwest;
pub use serde_json::{Value, json};
#[cfg(feature = "redis")]
pub use token::RedisStore;
#[cfg(feature = "sqlite")]
pub use token::SqliteStore;
pub use token::authorization_link::{Accounts, AuthorizationLink, LinkError};
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
