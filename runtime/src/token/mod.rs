//! Where tokens come from.
//!
//! A [`TokenProvider`] gives the token of a call. [`FixedToken`] is the simplest; a third-party platform keeps its own
//! fresh and shares them between processes.

#[cfg(feature = "platform")]
mod authorization;
#[cfg(feature = "platform")]
mod authorizer;
#[cfg(feature = "platform")]
mod builder;
#[cfg(feature = "platform")]
mod calls;
#[cfg(feature = "platform")]
mod clock;
mod codes;
#[cfg(feature = "platform")]
mod event;
#[cfg(feature = "platform")]
mod keep;
#[cfg(feature = "platform")]
mod platform;
mod provider;
#[cfg(feature = "platform")]
mod record;
#[cfg(feature = "platform")]
mod renew;
#[cfg(feature = "platform")]
mod slot;
#[cfg(feature = "platform")]
mod store;

#[cfg(feature = "platform")]
pub use authorizer::Authorizer;
#[cfg(feature = "platform")]
pub use builder::PlatformBuilder;
#[cfg(feature = "platform")]
pub use clock::{Clock, ManualClock, SystemClock};
pub(crate) use codes::verdict;
#[cfg(feature = "platform")]
pub use event::PlatformEvent;
#[cfg(feature = "platform")]
pub use platform::ThirdPartyPlatform;
pub use provider::{FixedToken, IntoTokenProvider, TokenProvider};
#[cfg(feature = "redis")]
pub use store::RedisStore;
#[cfg(feature = "sqlite")]
pub use store::SqliteStore;
#[cfg(feature = "platform")]
pub use store::{Lease, MemoryStore, StoreError, Stored, TokenStore, Written};
#[cfg(feature = "sealed")]
pub use store::{SealKey, Sealed};
