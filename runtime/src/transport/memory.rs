//! A transport without a network, for tests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{BoxFuture, HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::endpoint::reply::RawReply;

/// Answers from a queue, or as a function says, and keeps what was asked. Clones share both.
#[derive(Clone, Default)]
pub struct MemoryTransport {
    state: Arc<Mutex<MemoryState>>,
    /// Answers once the queue is empty.
    answer: Option<Arc<Responder>>,
}

type Responder = dyn Fn(&HttpRequest) -> Result<RawReply, TransportError> + Send + Sync;

#[derive(Debug, Default)]
struct MemoryState {
    replies: VecDeque<Result<RawReply, TransportError>>,
    requests: Vec<HttpRequest>,
}

impl MemoryTransport {
    /// Without replies yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers each request as the function says.
    pub fn answering(
        answer: impl Fn(&HttpRequest) -> Result<RawReply, TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self { state: Arc::default(), answer: Some(Arc::new(answer)) }
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

    fn state(&self) -> MutexGuard<'_, MemoryState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        self.state().requests.push(request.clone());
        let queued = self.state().replies.pop_front();
        let reply = queued.unwrap_or_else(|| match &self.answer {
            Some(answer) => answer(&request),
            None => Err(TransportError::new(TransportErrorKind::Connect, "no reply is left in the queue")),
        });
        Box::pin(std::future::ready(reply))
    }
}

impl fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
    }
}
