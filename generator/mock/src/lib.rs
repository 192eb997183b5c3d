//! A local WeChat that speaks the spec, for tests and first steps.
//!
//! It serves every endpoint over HTTP and judges each request by the spec; a violation is told in the reply. It answers
//! with documented replies, and remembers what calls change where it knows an endpoint. Tokens are issued, replaced and
//! expire by a clock that can be put forward.
//!
//! ```
//! use crate::Mock;
//!
//! # let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");
//! let mock = Mock::builder().spec(spec).start()?;
//! let base_url = mock.base_url(); // for `Client::builder(crate::TOKEN).base_url(…)`
//! # assert!(base_url.starts_with("http://127.0.0.1:"));
//! # Ok::<_, crate::StartError>(())
//! ```

mod body;
mod builder;
mod calls;
mod chance;
mod clock;
mod control;
mod desk;
mod fault;
mod given;
mod handle;
mod hosts;
mod invent;
mod push;
mod routes;
mod rule_file;
mod rule_spec;
mod rules;
mod serve;
mod settings;
mod stateful;
mod validate;
mod violation;
mod wallet;
mod world;

pub use builder::{Mock, MockBuilder, StartError};
pub use calls::{Call, CallCounts, Verdict};
pub use fault::Fault;
pub use handle::MockHandle;
pub use rule_file::{RefusedRules, read_rules};
pub use rule_spec::FAULTS;
pub use rules::{Rule, When};
pub use settings::{ADDRESS, COMPONENT_APPID, COMPONENT_SECRET, Lifetimes, MERCHANT, OPEN_APPID, PushTarget, TOKEN};
pub use wallet::{IssuedToken, TokenCounts};
pub use world::{Merchant, Push};
