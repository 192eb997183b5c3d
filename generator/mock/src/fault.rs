//! Spoilt replies: what networks and gateways do to them.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{HeaderValue, Response};
use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};

/// How a reply is spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection is dropped before the call has any effect.
    Refuse,
    /// The call has its effect, and the connection is dropped instead of a reply.
    Drop,
    /// The reply breaks off in the middle.
    HalfBody,
    /// The reply is called something else than JSON.
    ContentType,
    /// The reply is a page of a gateway.
    NotJson,
    /// The reply has the HTTP status 500, and the call had no effect.
    Status500,
}

/// Marks a reply instead of which the connection is dropped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dropped;

/// What a gateway says.
const PAGE: &str = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";

impl Fault {
    /// Every fault with its name in headers and rules.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Refuse, "refuse"),
        (Self::Drop, "drop"),
        (Self::HalfBody, "half_body"),
        (Self::ContentType, "content_type"),
        (Self::NotJson, "not_json"),
        (Self::Status500, "status_500"),
    ];

    /// The name in headers and rules.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(fault, _)| *fault == self).map_or("", |(_, name)| name)
    }

    /// The fault of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(fault, _)| *fault)
    }

    /// Does the call come to nothing?
    pub(super) fn is_before(self) -> bool {
        matches!(self, Self::Refuse | Self::Status500)
    }

    /// Spoils a reply.
    pub(super) fn spoil(self, mut response: Response<Body>, bytes: Bytes) -> Response<Body> {
        match self {
            Self::Refuse | Self::Drop => {
                response.extensions_mut().insert(Dropped);
            }
            Self::HalfBody => {
                let half = bytes.slice(..bytes.len() / 2);
                *response.body_mut() = Body::new(Half { half: Some(half), waited: false, whole: bytes.len() as u64 });
            }
            Self::ContentType => {
                response.headers_mut().insert("content-type", HeaderValue::from_static("text/html"));
            }
            Self::NotJson => *response.body_mut() = Body::from(PAGE),
            Self::Status500 => {
                *response.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
                response.headers_mut().insert("content-type", HeaderValue::from_static("text/html"));
                *response.body_mut() = Body::from(PAGE);
            }
        }
        response
    }
}

/// A body that promises more than it has.
struct Half {
    half: Option<Bytes>,
    /// Was the half given time to go out?
    waited: bool,
    whole: u64,
}

impl HttpBody for Half {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        if !std::mem::replace(&mut self.waited, true) {
            // An error that comes at once would take the half along.
            task.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::other("the rest is withheld"))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.whole)
    }
}
