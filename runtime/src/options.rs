//! Settings of a call.

use std::fmt;
use std::time::Duration;

use crate::retry::Retry;
use crate::transport::WithoutSecrets;

/// Settings of a call; a client has them too, for calls that say nothing else.
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
