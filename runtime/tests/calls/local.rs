//! Transports whose futures stay on one thread.

use std::cell::Cell;
use std::rc::Rc;
use std::thread;

use wxopen_runtime::{
    Client, Error, HttpRequest, LocalBoxFuture, LocalTransport, OnOneThread, RawReply, Retry, Transport,
    TransportError, TransportErrorKind,
};

use crate::api::{Ask, DemoError, TOKEN};

/// Counts in a cell, which no other thread may see; answers after a while.
struct Counted(Rc<Cell<u32>>);

impl LocalTransport for Counted {
    fn send(&self, _: HttpRequest) -> LocalBoxFuture<'_, Result<RawReply, TransportError>> {
        let count = self.0.clone();
        Box::pin(async move {
            count.set(count.get() + 1);
            tokio::task::yield_now().await;
            Ok(RawReply::json_ok("{}"))
        })
    }
}

fn call(client: &Client) -> Result<(), Error<DemoError>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async { client.send(Ask::default()).await }).map(drop)
}

#[test]
fn on_their_thread_they_send_and_elsewhere_they_say_so() {
    let count = Rc::new(Cell::new(0));
    let transport = OnOneThread::new(Counted(count.clone()));
    let client = Client::with_transport(TOKEN, transport).retry(Retry::none()).build();
    call(&client).expect("a reply");
    let elsewhere = client.clone();
    let error = thread::spawn(move || call(&elsewhere)).join().expect("no panic").expect_err("elsewhere");
    assert!(matches!(error, Error::Transport(error) if error.kind == TransportErrorKind::Other));
    call(&client).expect("a reply");
    assert_eq!(count.get(), 2);
}

#[test]
fn what_is_under_way_or_dropped_elsewhere_does_no_harm() {
    let count = Rc::new(Cell::new(0));
    let transport: &'static OnOneThread<Counted> = Box::leak(Box::new(OnOneThread::new(Counted(count.clone()))));
    let request = HttpRequest {
        method: wxopen_runtime::Method::Post,
        url: "http://a".into(),
        headers: Vec::new(),
        body: Vec::new(),
        timeout: std::time::Duration::from_secs(1),
        max_reply: 10,
    };
    let mut begun = transport.send(request.clone());
    let waker = std::task::Waker::noop();
    assert!(begun.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
    let moved = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(begun).expect_err("elsewhere").kind
    });
    assert_eq!(moved.join().expect("no panic"), TransportErrorKind::Other);
    let dropped = transport.send(request);
    thread::spawn(move || drop(dropped)).join().expect("no panic");
    assert_eq!(count.get(), 1);
}
