//! The tokens of a third-party platform: tickets in, component and authorizer tokens out, kept fresh and shared between
//! processes by a store.

mod authorization;
mod authorizer;
mod builder;
mod calls;
mod clients;
mod event;
mod keep;
mod record;
mod renew;
mod slot;
mod spawn;
mod store;
mod third_party;

pub use authorizer::Authorizer;
pub use builder::PlatformBuilder;
pub use event::PlatformEvent;
pub use spawn::Spawn;
#[cfg(feature = "redis")]
pub use store::RedisStore;
#[cfg(feature = "sqlite")]
pub use store::SqliteStore;
pub use store::{Lease, MemoryStore, StoreError, Stored, TokenStore, Written};
#[cfg(feature = "sealed")]
pub use store::{SealKey, Sealed};
pub use third_party::ThirdPartyPlatform;
