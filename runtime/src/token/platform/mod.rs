//! The tokens of a third-party platform: tickets in, component and authorizer tokens out, kept fresh and shared between
//! processes by a store.

mod authorization;
mod authorizer;
mod builder;
mod calls;
mod clients;
mod entry;
mod event;
mod flight;
mod record;
mod recover;
mod refresher;
mod renew;
mod spawn;
mod store;
mod third_party;
mod ticket;
mod traded;
mod write;

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
