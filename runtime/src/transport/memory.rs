//! A transport without a network, for tests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{BoxFuture, HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::reply::RawReply;

/// Answers from a queue and keeps what was asked. Clones share both.
#[derive(Debug, Clone, Default)]
pub struct MemoryTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    replies: VecDeque<Result<RawReply, TransportError>>,
    requests: Vec<HttpRequest>,
}

impl MemoryTransport {
    /// Without replies yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reply of status 200 with a JSON body.
    #[must_use]
    pub fn json(self, body: impl Into<Vec<u8>>) -> Self {
        self.reply(RawReply::json_ok(body))
    }

    /// Adds a reply.
    #[must_use]
    pub fn reply(self, reply: RawReply) -> Self {
        self.state().replies.push_back(Ok(reply));
        self
    }

    /// Adds a failure.
    #[must_use]
    pub fn failure(self, error: TransportError) -> Self {
        self.state().replies.push_back(Err(error));
        self
    }

    /// What was asked so far.
    pub fn requests(&self) -> Vec<HttpRequest> {
        self.state().requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        let mut state = self.state();
        state.requests.push(request);
        let nothing = || Err(TransportError::new(TransportErrorKind::Connect, "no reply is left in the queue"));
        let reply = state.replies.pop_front().unwrap_or_else(nothing);
        Box::pin(std::future::ready(reply))
    }
}
