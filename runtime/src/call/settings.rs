//! How calls are made: the settings of a client and of a call, and a call that is ready to be made.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::call::failover::FailOver;
use crate::call::layer::Layer;
use crate::call::retry::Retry;
use crate::clock::Clock;
use crate::endpoint::request::Request;
use crate::token::TokenProvider;
use crate::transport::{Transport, WithoutSecrets};

/// How long one attempt of a call may take unless set otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a call may take in all unless set otherwise.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(90);

/// Settings of a call; a client has them too, for calls that do not override it.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) base_url: Option<String>,
    /// Of one attempt.
    pub(crate) timeout: Duration,
    /// Of the whole call.
    pub(crate) deadline: Duration,
    pub(crate) retry: Retry,
    pub(crate) headers: Vec<(String, String)>,
    /// Of what is wanted, where it is not set.
    pub(crate) max_reply: Option<usize>,
    /// Are the bytes of a good reply left to be read later?
    pub(crate) streamed: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base_url: None,
            timeout: DEFAULT_TIMEOUT,
            deadline: DEFAULT_DEADLINE,
            retry: Retry::default(),
            headers: Vec::new(),
            max_reply: None,
            streamed: false,
        }
    }
}

/// Shows which headers there are, not what they hold.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Options")
            .field("base_url", &self.base_url.as_deref().map(|url| WithoutSecrets(url).to_string()))
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .field("headers", &headers)
            .field("max_reply", &self.max_reply)
            .finish()
    }
}

/// What a client is made of: in whose name it calls, and how.
pub(crate) struct Caller {
    pub(crate) tokens: Arc<dyn TokenProvider>,
    pub(crate) granted: Option<Arc<[u32]>>,
    pub(crate) settings: Arc<Settings>,
}

/// How a client calls, whoever it calls for.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) options: Arc<Options>,
    pub(crate) fail_over: Option<FailOver>,
    pub(crate) layers: Vec<Arc<dyn Layer>>,
    pub(crate) clock: Arc<dyn Clock>,
}

/// A call without its types.
pub(crate) struct Prepared {
    pub(crate) client: Arc<Caller>,
    /// Those of the client, until the call says something else.
    pub(crate) options: Arc<Options>,
    pub(crate) request: Request,
}
