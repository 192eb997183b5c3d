//! Bytes that go to a file or a writer, and errors that do not.

use std::fs;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use wxopen_runtime::{
    BodyStream, BoxFuture, Client, Download, Error, HttpRequest, MemoryTransport, RawReply, ReplyStream, RequestError,
    Retry, Transport, TransportError, TransportErrorKind,
};

use crate::api::{DemoError, Picture, TOKEN};

fn picture() -> Picture {
    Picture { scene: "a".into() }
}

fn reply(content_type: &str, body: &[u8]) -> RawReply {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    RawReply { status: 200, headers, body: body.to_vec() }
}

/// What a writer gets of this reply.
async fn written(transport: impl Transport + 'static) -> (Vec<u8>, Result<Download, Error<DemoError>>) {
    let mut writer = Vec::new();
    let client = Client::with_transport(TOKEN, transport).retry(Retry::none()).build();
    let result = client.send(picture()).download_to(&mut writer).await;
    (writer, result)
}

#[tokio::test]
async fn bytes_go_to_a_writer() {
    let bytes = [&b"\xFF\xD8\xFF"[..], &[7; 200_000]].concat();
    let mut raw = reply("image/jpeg", &bytes);
    raw.headers.push(("content-disposition".into(), "attachment; filename=\"a/b.jpg\"".into()));
    let (written, result) = written(MemoryTransport::new().reply(raw)).await;
    let download = result.expect("a picture");
    assert_eq!((download.len, written == bytes), (bytes.len() as u64, true));
    assert_eq!(download.content_type.as_deref(), Some("image/jpeg"));
    assert_eq!(download.file_name.as_deref(), Some("b.jpg"));
}

#[tokio::test]
async fn of_what_is_no_file_nothing_is_written() {
    for (body, code) in [
        (&br#"{"errcode": 900, "errmsg": "too many"}"#[..], Some(900)),
        (b"<html>busy</html>", None),
        (br#"{"errcode": 9"#, None),
        (b"please try again", None),
        (b"", None),
    ] {
        for content_type in ["image/jpeg", "application/json"] {
            let (written, result) = written(MemoryTransport::new().reply(reply(content_type, body))).await;
            assert_eq!(result.expect_err("an error").code(), code, "{body:?}");
            assert!(written.is_empty());
        }
    }
    let failed = RawReply { status: 502, ..reply("image/jpeg", b"\xFF\xD8\xFF") };
    let (written, result) = written(MemoryTransport::new().reply(failed)).await;
    assert!(matches!(result, Err(Error::Status(error)) if error.raw.body.len() == 3), "it keeps what came");
    assert!(written.is_empty());
}

#[tokio::test]
async fn a_file_is_there_when_all_of_it_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.jpg");
    fs::write(&path, "the one before").expect("a file");
    let names = || fs::read_dir(dir.path()).expect("a listing").count();
    let broken = Streams { breaks: true, ..Streams::default() };
    for transport in
        [&broken as &dyn Answers, &reply("text/html", b"<html>"), &Streams { repeats: TOKEN, ..broken.clone() }]
    {
        let client = transport.client();
        let error = client.send(picture()).download(&path).await.expect_err("an error");
        assert!(!error.to_string().contains(TOKEN), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "the one before");
        assert_eq!(names(), 1, "nothing is left behind");
    }
    let download = Streams::default().client().send(picture()).download(&path).await.expect("a picture");
    assert_eq!((download.len, names()), (300_003, 1));
    assert_eq!(fs::metadata(&path).expect("a file").len(), 300_003);
}

#[tokio::test]
async fn where_nothing_can_be_written_nothing_is_sent() {
    let dir = tempfile::tempdir().expect("a folder");
    for path in [dir.path().join("none/a.jpg"), dir.path().to_owned()] {
        let transport = MemoryTransport::new();
        let client = Client::with_transport(TOKEN, transport.clone()).build();
        let error = client.send(picture()).download(path).await.expect_err("an error");
        assert!(matches!(error, Error::Request(RequestError::Output { .. })), "{error}");
        assert!(transport.requests().is_empty());
    }
}

/// A writer without room.
struct Full;

impl tokio::io::AsyncWrite for Full {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::Error::other("no room")))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_writer_that_fails_is_an_error() {
    match Streams::default().client().send(picture()).download_to(Full).await {
        Err(Error::Transport(error)) => {
            assert_eq!(error.kind, TransportErrorKind::Output);
            assert_eq!(error.to_string(), "picture: the reply could not be written: no room");
        }
        other => panic!("{other:?}"),
    }
}

/// Answers with a picture piece by piece, which may break off; its error may repeat something.
#[derive(Clone, Default)]
struct Streams {
    breaks: bool,
    repeats: &'static str,
}

/// What gives a client.
trait Answers {
    fn client(&self) -> Client;
}

impl Answers for Streams {
    fn client(&self) -> Client {
        Client::with_transport(TOKEN, self.clone()).retry(Retry::none()).build()
    }
}

impl Answers for RawReply {
    fn client(&self) -> Client {
        Client::with_transport(TOKEN, MemoryTransport::new().reply(self.clone())).build()
    }
}

impl Transport for Streams {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        unreachable!("it streams")
    }

    fn open(&self, _: HttpRequest, _: Option<BodyStream>) -> BoxFuture<'_, Result<ReplyStream, TransportError>> {
        let mut pieces = vec![Ok(vec![7; 100_000].into()); 3];
        if self.breaks {
            pieces[2] = Err(TransportError::new(TransportErrorKind::Incomplete, format!("gone {}", self.repeats)));
        }
        // Too little to see what it is.
        pieces.insert(0, Ok((*b"\xFF\xD8\xFF").into()));
        let mut pieces = pieces.into_iter();
        let body = BodyStream::new(None, Pieces(Box::new(move || pieces.next())));
        let head = RawReply { status: 200, ..RawReply::default() };
        Box::pin(std::future::ready(Ok(ReplyStream { head, body })))
    }
}

type Piece = Result<wxopen_runtime::Bytes, TransportError>;

/// A stream of what is there already.
struct Pieces(Box<dyn FnMut() -> Option<Piece> + Send>);

impl futures_core::Stream for Pieces {
    type Item = Piece;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Piece>> {
        Poll::Ready((self.0)())
    }
}

#[cfg(feature = "blocking")]
#[test]
fn without_async_too() {
    let client = wxopen_runtime::blocking::Client::from(Streams::default().client());
    let mut writer = Vec::new();
    let download = client.prepare(picture()).download_to(&mut writer).expect("a picture");
    assert_eq!((download.len, writer.len()), (300_003, 300_003));
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"before").expect("a file");
    client.prepare(picture()).download(file.path()).expect("a picture");
    assert_eq!(fs::metadata(file.path()).expect("a file").len(), 300_003);
}
