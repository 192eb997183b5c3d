//! Transports whose futures stay on the thread that made them, as those of a browser do.

use std::fmt;
use std::pin::Pin;

use send_wrapper::SendWrapper;

use super::{BoxFuture, HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::endpoint::reply::RawReply;

/// A future in a box that stays on its thread.
pub type LocalBoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Sends requests with futures that are not [`Send`], for example with `fetch` in a browser or in Node.js. In
/// [`OnOneThread`] it is a [`Transport`].
pub trait LocalTransport {
    /// Sends one request and waits for the whole reply, as [`Transport::send`] does.
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<RawReply, TransportError>>;
}

/// Makes a [`Transport`] of a [`LocalTransport`], for use on the thread that makes it. Elsewhere every call fails with
/// [`TransportErrorKind::Other`], and nothing is sent.
///
/// ```
/// use wxopen_runtime::{Client, HttpRequest, LocalBoxFuture, LocalTransport, OnOneThread, RawReply, TransportError};
///
/// /// Counts in a cell, which other threads must not see.
/// struct Counted(std::rc::Rc<std::cell::Cell<u32>>);
///
/// impl LocalTransport for Counted {
///     fn send(&self, _: HttpRequest) -> LocalBoxFuture<'_, Result<RawReply, TransportError>> {
///         let count = self.0.clone();
///         Box::pin(async move {
///             count.set(count.get() + 1);
///             Ok(RawReply::json_ok("{}"))
///         })
///     }
/// }
///
/// let client = Client::with_transport("TOKEN", OnOneThread::new(Counted(Default::default()))).build();
/// ```
pub struct OnOneThread<T>(ThreadBound<T>);

impl<T: LocalTransport> OnOneThread<T> {
    /// For this thread.
    pub fn new(transport: T) -> Self {
        Self(ThreadBound::new(transport))
    }
}

impl<T: LocalTransport> Transport for OnOneThread<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        let Some(transport) = self.0.get() else {
            return Box::pin(std::future::ready(Err(elsewhere())));
        };
        let mut running = ThreadBound::new(transport.send(request));
        Box::pin(std::future::poll_fn(move |context| match running.get_mut() {
            Some(running) => running.as_mut().poll(context),
            None => std::task::Poll::Ready(Err(elsewhere())),
        }))
    }
}

impl<T> fmt::Debug for OnOneThread<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnOneThread")
    }
}

fn elsewhere() -> TransportError {
    let message = "this transport works only on the thread that made it";
    TransportError::new(TransportErrorKind::Other, message)
}

/// A value that only its own thread can get at. Another thread that drops it leaks it instead: there is nothing else that
/// it could safely do.
struct ThreadBound<T>(Option<SendWrapper<T>>);

impl<T> ThreadBound<T> {
    fn new(value: T) -> Self {
        Self(Some(SendWrapper::new(value)))
    }

    fn get(&self) -> Option<&T> {
        self.0.as_ref().filter(|value| value.valid()).map(|value| &**value)
    }

    fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_mut().filter(|value| value.valid()).map(|value| &mut **value)
    }
}

impl<T> Drop for ThreadBound<T> {
    fn drop(&mut self) {
        if let Some(value) = self.0.take()
            && !value.valid()
        {
            std::mem::forget(value);
        }
    }
}
