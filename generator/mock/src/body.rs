//! Reads a body: so many bytes, in so much time.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};

/// How long a body may take to come, unless another time is set.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// It did not come in time.
    Late,
    /// It is larger than it may be, or the connection broke.
    Broken,
}

/// The bytes of a body.
pub(super) async fn read(body: Body, most: usize, patience: Duration) -> Result<Bytes, Unread> {
    match tokio::time::timeout(patience, to_bytes(body, most)).await {
        Ok(bytes) => bytes.map_err(|_| Unread::Broken),
        Err(_) => Err(Unread::Late),
    }
}
