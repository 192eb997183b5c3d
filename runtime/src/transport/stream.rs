//! Bodies that are read piece by piece, so that a file need never be in memory as a whole.

use std::fmt;
use std::future::poll_fn;
use std::io::{self, ErrorKind, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::{BoxFuture, TransportError, TransportErrorKind};
use crate::codec::Bytes;

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 64 << 10;

/// A body that is read piece by piece: a file on its way to WeChat, or a reply on its way to a file.
///
/// It is a [`Stream`] of its pieces. After an error there are no more.
pub struct BodyStream {
    len: Option<u64>,
    pieces: Pin<Box<dyn Stream<Item = Piece> + Send>>,
}

/// Some bytes of a body, or why there are no more.
type Piece = Result<Bytes, TransportError>;

/// What a step of a stream leads to: a piece and what comes after it, or the end.
type Step<S> = BoxFuture<'static, Result<Option<(Bytes, S)>, TransportError>>;

impl BodyStream {
    /// A body of these pieces. Where its length in bytes is known, say so: WeChat wants a length for what is sent.
    pub fn new(len: impl Into<Option<u64>>, pieces: impl Stream<Item = Piece> + Send + 'static) -> Self {
        Self { len: len.into(), pieces: Box::pin(pieces) }
    }

    /// A body that is in memory. It is not copied.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let len = bytes.len() as u64;
        Self::steps(len, bytes, |mut rest| {
            Box::pin(async move { Ok((!rest.is_empty()).then(|| (rest.split_to(PIECE), rest))) })
        })
    }

    /// What an asynchronous reader holds, and how many bytes that is.
    #[cfg(feature = "tokio")]
    pub fn from_async_read(
        len: impl Into<Option<u64>>,
        reader: impl tokio::io::AsyncRead + Send + Unpin + 'static,
    ) -> Self {
        use tokio::io::AsyncReadExt;
        Self::steps(len, reader, |mut reader| {
            Box::pin(async move {
                let mut piece = Vec::with_capacity(PIECE);
                reader.read_buf(&mut piece).await.map_err(|error| unreadable(&error))?;
                Ok((!piece.is_empty()).then(|| (piece.into(), reader)))
            })
        })
    }

    /// What a blocking reader holds, and how many bytes that is. Inside a tokio runtime it is read on threads where it
    /// may block; elsewhere it is read on the thread that sends.
    pub fn from_read(len: impl Into<Option<u64>>, reader: impl Read + Send + 'static) -> Self {
        let reader: Box<dyn Read + Send> = Box::new(reader);
        Self::steps(len, reader, |reader| {
            Box::pin(async move {
                let (piece, reader) = offload(move || read_piece(reader)).await.map_err(|error| unreadable(&error))?;
                Ok((!piece.is_empty()).then(|| (piece.into(), reader)))
            })
        })
    }

    /// A body that is made step by step from a state.
    pub(crate) fn steps<S: Send + Unpin + 'static>(
        len: impl Into<Option<u64>>,
        state: S,
        step: impl FnMut(S) -> Step<S> + Send + Unpin + 'static,
    ) -> Self {
        Self::new(len, Steps { step, next: Some(state), running: None })
    }

    /// The same with other errors.
    pub(crate) fn map_err(
        self,
        change: impl Fn(TransportError) -> TransportError + Clone + Send + Unpin + 'static,
    ) -> Self {
        Self::steps(self.len, self, move |mut stream| {
            let change = change.clone();
            Box::pin(async move { Ok(stream.next().await.map_err(change)?.map(|piece| (piece, stream))) })
        })
    }

    /// How many bytes it is in all, where that is known.
    pub fn len(&self) -> Option<u64> {
        self.len
    }

    /// Is it known to be empty?
    pub fn is_empty(&self) -> bool {
        self.len == Some(0)
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// Why there are no more pieces.
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| self.pieces.as_mut().poll_next(context)).await.transpose()
    }

    /// All of it, unless that is more than `most` bytes.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::TooLarge`], or why there are no more pieces.
    pub async fn collect(mut self, most: usize) -> Result<Vec<u8>, TransportError> {
        let mut all = Vec::new();
        if self.len.is_some_and(|len| len > most as u64) {
            return Err(too_large(most));
        }
        while let Some(piece) = self.next().await? {
            if all.len() + piece.len() > most {
                return Err(too_large(most));
            }
            match all.is_empty() {
                true => all = piece.into_vec(),
                false => all.extend_from_slice(&piece),
            }
        }
        Ok(all)
    }
}

impl Stream for BodyStream {
    type Item = Piece;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        self.pieces.as_mut().poll_next(context)
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len {
            Some(len) => write!(f, "BodyStream({len} bytes)"),
            None => f.write_str("BodyStream(length unknown)"),
        }
    }
}

/// A stream whose pieces come from steps, each of which begins where the one before ended.
struct Steps<S, F> {
    step: F,
    next: Option<S>,
    running: Option<Step<S>>,
}

impl<S: Send + Unpin, F: FnMut(S) -> Step<S> + Unpin> Stream for Steps<S, F> {
    type Item = Piece;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        if let Some(state) = self.next.take() {
            self.running = Some((self.step)(state));
        }
        let Some(running) = &mut self.running else { return Poll::Ready(None) };
        let Poll::Ready(done) = running.as_mut().poll(context) else { return Poll::Pending };
        self.running = None;
        Poll::Ready(match done {
            Ok(Some((piece, next))) => {
                self.next = Some(next);
                Some(Ok(piece))
            }
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        })
    }
}

fn read_piece(mut reader: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut piece = vec![0; PIECE];
    loop {
        match reader.read(&mut piece) {
            Ok(count) => {
                piece.truncate(count);
                return Ok((piece, reader));
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Does what may block: on a thread that is there for it inside a tokio runtime, else right here.
pub(crate) async fn offload<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        return runtime.spawn_blocking(work).await.map_err(io::Error::other)?;
    }
    work()
}

/// What is to be sent cannot be read.
pub(crate) fn unreadable(error: &io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Body, error.to_string())
}

pub(crate) fn too_large(most: usize) -> TransportError {
    TransportError::new(TransportErrorKind::TooLarge, format!("more than {most} bytes"))
}
