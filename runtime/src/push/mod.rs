//! What WeChat pushes: tickets, authorizations, and the messages of merchants.
//!
//! A [`PushReceiver`] verifies a push, decrypts it and reads it, in this order; the result is a [`Push`] with a typed
//! [`Event`]. With the feature `axum`, `push::route` makes a route of it that feeds a
//! [`ThirdPartyPlatform`](crate::ThirdPartyPlatform), or any other [`PushSink`].
//!
//! ```
//! # use wxopen_runtime::push::{AesKey, Event, PushQuery, PushReceiver};
//! # use wxopen_runtime::ManualClock;
//! # use std::time::{Duration, UNIX_EPOCH};
//! # const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
//! let receiver = PushReceiver::builder("wx-component", "TOKEN", AesKey::parse(KEY)?).build();
//! # fn receive(receiver: &PushReceiver, query: &str, body: &[u8]) -> Result<(), wxopen_runtime::push::PushError> {
//! // The query and the body of a request that came:
//! let push = receiver.receive(&PushQuery::parse(query), body)?;
//! match &push.event {
//!     Event::ComponentVerifyTicket(event) => { /* platform.set_ticket(event.ticket.clone(), event.created_at) */ }
//!     Event::Unauthorized(event) => println!("{} has gone", event.authorizer),
//!     other => println!("{}", other.name()),
//! }
//! receiver.handled(&push); // and answer `success`
//! # Ok(()) }
//! # Ok::<_, wxopen_runtime::push::KeyError>(())
//! ```

#[cfg(feature = "axum")]
mod axum;
mod crypto;
mod envelope;
mod error;
mod events;
mod fields;
mod head;
mod key;
mod query;
mod receiver;
mod replay;
mod sink;
mod xml;

#[cfg(feature = "axum")]
pub use self::axum::{BODY_TIME, route};
pub use self::crypto::{PushCrypto, random16};
pub use self::envelope::Format;
pub use self::error::{PushError, Rejection};
pub use self::events::{Authorized, Event, Message, PlatformNotice, Ticket, Unauthorized};
pub use self::fields::{Field, Fields};
pub use self::head::PushHead;
pub use self::key::{AesKey, KeyError};
pub use self::query::PushQuery;
pub use self::receiver::{ANSWER_TIME, DEFAULT_MAX_BODY, Push, PushReceiver, ReceiverBuilder};
pub use self::replay::{DEFAULT_WINDOW, Delivery, MOST_REMEMBERED};
pub use self::sink::{Answer, PushSink, SinkError};
