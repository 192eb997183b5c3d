//! Over real connections: refused, reset, too slow, and on to another host.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use wxopen_runtime::{Client, Error, FailOver, Retry, TransportErrorKind};

use crate::api::{Look, Pay, TOKEN};

/// What a server does with a connection whose request it has read.
#[derive(Clone, Copy)]
enum Manner {
    Answers,
    HangsUp,
    Waits,
}

/// A server that treats the first requests so, and then answers.
struct Server {
    base: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    fn start(manners: &'static [Manner]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = requests.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counted = counted.clone();
                std::thread::spawn(move || serve(stream, manners, &counted));
            }
        });
        Self { base, requests }
    }

    fn seen(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, manners: &[Manner], requests: &AtomicUsize) {
    let (mut request, mut part) = (Vec::new(), [0; 1024]);
    // The body of these calls is `{}`.
    while !request.ends_with(b"\r\n\r\n{}") {
        match stream.read(&mut part) {
            Ok(count @ 1..) => request.extend_from_slice(&part[..count]),
            _ => return,
        }
    }
    let number = requests.fetch_add(1, Ordering::SeqCst);
    match manners.get(number).unwrap_or(&Manner::Answers) {
        Manner::Answers => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
        }
        Manner::HangsUp => {}
        Manner::Waits => std::thread::sleep(Duration::from_secs(5)),
    }
}

/// Where nobody listens.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

fn client(base: &str) -> wxopen_runtime::ClientBuilder {
    let retry = Retry::default().backoff(Duration::from_millis(5), Duration::from_millis(20));
    Client::builder(TOKEN).base_url(base).retry(retry).timeout(Duration::from_millis(300))
}

fn kind<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> TransportErrorKind {
    match result {
        Err(Error::Transport(error)) => error.kind,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_connection_that_breaks() {
    let server = Server::start(&[Manner::HangsUp, Manner::HangsUp]);
    client(&server.base).build().send(Look::default()).await.expect("the third time");
    assert_eq!(server.seen(), 3);
    let server = Server::start(&[Manner::HangsUp]);
    let result = client(&server.base).build().send(Pay::default()).await;
    assert_eq!((kind(result), server.seen()), (TransportErrorKind::Incomplete, 1));
}

#[tokio::test]
async fn a_server_that_is_too_slow() {
    let server = Server::start(&[Manner::Waits]);
    client(&server.base).build().send(Look::default()).await.expect("the second time");
    assert_eq!(server.seen(), 2);
    let server = Server::start(&[Manner::Waits]);
    let result = client(&server.base).build().send(Pay::default()).await;
    assert_eq!((kind(result), server.seen()), (TransportErrorKind::Timeout, 1));
    // The deadline ends an attempt as well, and then there is no other.
    let server = Server::start(&[Manner::Waits]);
    let result = client(&server.base).deadline(Duration::from_millis(100)).build().send(Look::default()).await;
    assert_eq!((kind(result), server.seen()), (TransportErrorKind::Timeout, 1));
}

#[tokio::test]
async fn nobody_listens() {
    let result = client(&nobody()).build().send(Pay::default()).await;
    assert_eq!(kind(result), TransportErrorKind::Connect);
}

#[tokio::test]
async fn another_host_answers() {
    let server = Server::start(&[]);
    let client = client(&nobody()).retry(Retry::none()).fail_over(FailOver::to([&server.base])).build();
    for _ in 0..3 {
        client.send(Pay::default()).await.expect("a reply");
    }
    assert_eq!(server.seen(), 3);
}

#[tokio::test]
async fn a_host_that_hangs_up_is_not_left_for_another() {
    let (first, second) = (Server::start(&[Manner::HangsUp]), Server::start(&[]));
    let client = client(&first.base).fail_over(FailOver::to([&second.base])).build();
    assert_eq!(kind(client.send(Pay::default()).await), TransportErrorKind::Incomplete);
    assert_eq!((first.seen(), second.seen()), (1, 0));
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_goes_on_to_another_host_too() {
    let server = Server::start(&[Manner::HangsUp]);
    let client = client(&nobody()).fail_over(FailOver::to([&server.base])).build_blocking();
    client.send(Look::default()).expect("the second time");
    assert_eq!(server.seen(), 2);
}
