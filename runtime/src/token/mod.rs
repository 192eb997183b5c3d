//! Where tokens come from.
//!
//! A [`TokenProvider`] returns the token of a call. [`FixedToken`] is the simplest; a third-party platform keeps its own
//! fresh and shares them between processes.

pub(crate) mod authorization_link;
mod codes;
#[cfg(feature = "platform")]
mod platform;
mod provider;

pub(crate) use codes::{another_token_may_help, fallback_class};
#[cfg(feature = "platform")]
pub use platform::*;
pub use provider::{FixedToken, IntoTokenProvider, NoToken, TokenProvider};
