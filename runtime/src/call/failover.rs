//! Other hosts for when the first one cannot be reached.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::endpoint::meta::Meta;
use crate::transport::WithoutSecrets;

/// Which hosts to turn to when the first one cannot be reached.
///
/// A call that gets no connection, of which therefore nothing was sent, goes to the next host at once; no other failure
/// moves it. Later calls stay with the host that answered, 5 minutes unless set, before one of them tries the first host
/// again and, if that answers, all come back. Clones share what they have learned. Clients that come from a
/// [platform](crate::ThirdPartyPlatform) share that of the platform.
#[derive(Clone)]
pub struct FailOver {
    /// `None`: those that the spec lists.
    to: Option<Arc<[String]>>,
    stay: Duration,
    current: Arc<Mutex<HashMap<String, CurrentHost>>>,
}

/// Where calls go instead of to the first host.
struct CurrentHost {
    /// Among all hosts, the first one being 0.
    index: usize,
    /// When the first one is tried again, as the clock counts.
    until: Duration,
}

impl Default for FailOver {
    fn default() -> Self {
        Self::new()
    }
}

impl FailOver {
    /// To the hosts that the spec lists ([`Meta::fallback_hosts`]). They replace the endpoint's own host: with
    /// a base URL there is none to turn to.
    pub fn new() -> Self {
        Self { to: None, stay: Duration::from_secs(300), current: Arc::default() }
    }

    /// To these hosts or base URLs, in this order: `api2.weixin.qq.com`, `https://wechat-proxy.example`.
    pub fn to<T: Into<String>>(hosts: impl IntoIterator<Item = T>) -> Self {
        Self { to: Some(hosts.into_iter().map(Into::into).collect()), ..Self::new() }
    }

    /// How long to stay with another host before the first one is tried again.
    #[must_use]
    pub fn stay(self, time: Duration) -> Self {
        Self { stay: time, ..self }
    }

    /// The base URLs to turn to.
    pub(crate) fn fallback_bases(&self, meta: &Meta, own_base: bool) -> Vec<String> {
        match &self.to {
            Some(hosts) => hosts.iter().map(|host| base_of(host)).collect(),
            None if own_base => Vec::new(),
            None => meta.fallback_hosts.iter().map(|host| base_of(host)).collect(),
        }
    }

    /// Which of the hosts to begin with. When the time to stay is over, one caller tries the first; the others stay.
    pub(crate) fn first_to_try(&self, first: &str, now: Duration) -> usize {
        let mut current = self.current();
        match current.get_mut(first) {
            None => 0,
            Some(host) if now < host.until => host.index,
            Some(host) => {
                host.until = now.saturating_add(self.stay);
                0
            }
        }
    }

    /// A host has answered, after others could not be reached or not.
    pub(crate) fn note_answer(&self, first: &str, index: usize, moved: bool, now: Duration) {
        match index {
            0 => drop(self.current().remove(first)),
            _ if moved => {
                let until = now.saturating_add(self.stay);
                self.current().insert(first.to_owned(), CurrentHost { index, until });
            }
            _ => {}
        }
    }

    fn current(&self) -> MutexGuard<'_, HashMap<String, CurrentHost>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for FailOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to: Option<Vec<_>> =
            self.to.as_ref().map(|to| to.iter().map(|host| WithoutSecrets(host).to_string()).collect());
        f.debug_struct("FailOver").field("to", &to).field("stay", &self.stay).finish_non_exhaustive()
    }
}

/// A host's base URL; a URL is one already.
pub(crate) fn base_of(host: &str) -> String {
    if host.contains("://") { host.to_owned() } else { format!("https://{host}") }
}
