//! A mock that runs.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::runtime::Runtime;

use super::calls::{CallCounts, RecordedCall};
use super::push::{self, Event};
use super::server::Server;
use super::state::{Merchant, Push};
use super::tokens::{IssuedToken, TokenCounts};

/// A local WeChat that runs in threads of its own until it is dropped.
#[derive(Debug)]
pub struct MockHandle {
    pub(super) address: SocketAddr,
    pub(super) server: Arc<Server>,
    /// There until it is dropped.
    pub(super) runtime: Option<Runtime>,
}

impl MockHandle {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where calls go, `http://127.0.0.1:…`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The clock, in milliseconds since 1970.
    pub fn now(&self) -> u64 {
        self.server.state().clock.now()
    }

    /// Puts the clock forward. Pushes are signed with it: a receiver with the machine's clock refuses them from then on,
    /// unless its window is as wide.
    pub fn advance(&self, seconds: u64) {
        self.server.state().clock.advance(seconds);
    }

    /// The newest ticket.
    pub fn ticket(&self) -> String {
        self.server.state().tickets.newest().unwrap_or_default().to_owned()
    }

    /// Makes a ticket and pushes it, if pushes go anywhere. Does not wait for the receiver.
    pub fn push_ticket(&self) -> String {
        let ticket = self.server.state().new_ticket();
        self.push(Event::Ticket(ticket.clone()));
        ticket
    }

    /// A merchant authorises the platform, with all permission sets or these: the authorization code. Pushed, too.
    ///
    /// # Errors
    ///
    /// When there are as many merchants as there may be.
    pub fn authorize(&self, appid: &str, granted: Option<&[u32]>) -> Result<String, &'static str> {
        let (code, again) = self.server.state().authorize(appid, granted.map(<[u32]>::to_vec), None)?;
        self.push(Event::Authorized { appid: appid.to_owned(), code: code.clone(), again });
        Ok(code)
    }

    /// A merchant takes the authorization back; pushed, too. Tells whether there was one.
    pub fn unauthorize(&self, appid: &str) -> bool {
        let was = self.server.state().unauthorize(appid);
        if was {
            self.push(Event::Unauthorized { appid: appid.to_owned() });
        }
        was
    }

    /// Issues a token of a kind, without any of the calls it takes otherwise.
    pub fn issue_token(&self, kind: &str, appid: &str) -> String {
        self.server.state().issue(kind, appid)
    }

    /// The calls that came, the last one last; of very many the last thousand.
    pub fn calls(&self) -> Vec<RecordedCall> {
        let mut calls: Vec<_> = self.server.state().calls.recent().cloned().collect();
        calls.reverse();
        calls
    }

    /// Counts of calls by endpoint, in the spec's names.
    pub fn call_counts(&self) -> BTreeMap<String, CallCounts> {
        self.server.state().calls.counts().clone()
    }

    /// Counts of tokens by kind.
    pub fn token_counts(&self) -> BTreeMap<String, TokenCounts> {
        self.server.state().tokens.counts().clone()
    }

    /// The tokens that were issued, the oldest first; of very many the last 200,000.
    pub fn tokens(&self) -> Vec<IssuedToken> {
        self.server.state().tokens.all()
    }

    /// The newest token of a kind and appid.
    pub fn newest_token(&self, kind: &str, appid: &str) -> Option<IssuedToken> {
        self.server.state().tokens.newest(kind, appid).cloned()
    }

    /// What is known of a merchant.
    pub fn merchant(&self, appid: &str) -> Option<Merchant> {
        self.server.state().merchants.get(appid).cloned()
    }

    /// Pushes that were sent, the last one last.
    pub fn pushes(&self) -> Vec<Push> {
        self.server.state().pushes.iter().cloned().collect()
    }

    fn push(&self, event: Event) {
        let server = self.server.clone();
        if let Some(runtime) = &self.runtime {
            runtime.spawn(async move { push::send(&server, event).await });
        }
    }
}

impl Drop for MockHandle {
    fn drop(&mut self) {
        // Waiting is not allowed where this runs among tasks.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
