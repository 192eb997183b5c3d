//! A body that is read while it is sent, as the HTTP client wants it.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};

use crate::transport::{BodyStream, TransportError};

/// With its length, where that is known: then it goes out with a `Content-Length` and not in chunks.
pub(super) struct SentBody {
    /// Nobody ever waits for the lock; the client wants what threads could share.
    stream: Mutex<BodyStream>,
    len: Option<u64>,
}

impl SentBody {
    pub(super) fn new(stream: BodyStream) -> Self {
        let len = stream.len();
        Self { stream: Mutex::new(stream), len }
    }
}

impl Body for SentBody {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<bytes::Bytes>, TransportError>>> {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        let piece = ready!(Pin::new(stream).poll_next(context));
        Poll::Ready(piece.map(|piece| piece.map(|bytes| Frame::data(bytes.into_shared()))))
    }

    fn size_hint(&self) -> SizeHint {
        self.len.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
