//! A local WeChat that speaks the spec, for tests and first steps.
//!
//! It serves every endpoint over HTTP and judges each request by the spec; a violation is told in the reply. It answers
//! with documented replies, and remembers what calls change where it knows an endpoint. Tokens are issued, replaced and
//! expire by a clock that can be put forward.
//!
//! ```
//! use wxgen_mock::Mock;
//!
//! # let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");
//! let mock = Mock::builder().spec(spec).start()?;
//! let base_url = mock.base_url(); // for `Client::builder(wxgen_mock::TOKEN).base_url(…)`
//! # assert!(base_url.starts_with("http://127.0.0.1:"));
//! # Ok::<_, wxgen_mock::StartError>(())
//! ```

mod body;
mod builder;
mod calls;
mod clock;
mod control;
mod fake_reply;
mod fault;
mod handle;
mod hosts;
mod push;
mod random;
mod rejection;
mod request;
mod routes;
mod rule_file;
mod rule_spec;
mod rules;
mod serve;
mod server;
mod settings;
mod state;
mod stateful;
mod tokens;
mod validate;

pub use builder::{Mock, MockBuilder, StartError};
pub use calls::{CallCounts, RecordedCall, Verdict};
pub use fault::Fault;
pub use handle::MockHandle;
pub use rule_file::{RuleFileError, read_rules};
pub use rule_spec::FAULTS;
pub use rules::{Rule, When};
pub use settings::{ADDRESS, COMPONENT_APPID, COMPONENT_SECRET, Lifetimes, MERCHANT, OPEN_APPID, PushTarget, TOKEN};
pub use state::{Merchant, Push};
pub use tokens::{IssuedToken, TokenCounts};
