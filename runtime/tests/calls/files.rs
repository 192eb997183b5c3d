//! Files that are read while they are sent: from disk, from readers, again and again or once.

use std::io::{self, Cursor, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use wxopen_runtime::{
    Attempt, BodyStream, BoxFuture, Client, Error, File, HttpRequest, Layer, MemoryTransport, Next, RawReply,
    ReplyStream, RequestError, Retry, Secret, TokenError, TokenProvider, Transport, TransportError, TransportErrorKind,
};

use crate::api::{DemoError, TOKEN, Upload};

fn upload(media: File) -> Upload {
    Upload { title: "t".into(), size: 3, media, cover: None }
}

/// What the server gets of an upload.
async fn sent(media: File) -> Result<String, Error<DemoError>> {
    let transport = MemoryTransport::new().json("{}");
    Client::with_transport(TOKEN, transport.clone()).build().send(upload(media)).await?;
    Ok(String::from_utf8(transport.requests()[0].body.clone()).expect("text"))
}

/// The same, without the boundary, which is another one each time.
async fn form(media: File) -> String {
    let body = sent(media).await.expect("a reply");
    let boundary = body.lines().next().expect("a line").to_owned();
    body.replace(&boundary, "--")
}

#[tokio::test]
async fn wherever_a_file_comes_from_the_form_is_the_same() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("notes 1.txt");
    std::fs::write(&path, "some notes").expect("a file");
    let expected = form(File::new("notes 1.txt", *b"some notes")).await;
    assert!(expected.contains("filename=\"notes 1.txt\""), "{expected}");
    let source = || async { Ok(BodyStream::from_bytes(*b"some notes")) };
    for file in [
        File::from_path(&path),
        File::from_read("notes 1.txt", 10, Cursor::new("some notes")),
        File::from_read("notes 1.txt", None, Cursor::new("some notes")),
        File::from_async_read("notes 1.txt", 10, Cursor::new("some notes")),
        File::from_stream("notes 1.txt", BodyStream::from_bytes(*b"some notes")),
        File::from_source("notes 1.txt", source),
    ] {
        assert_eq!(form(file.clone()).await, expected, "{file:?}");
    }
}

#[tokio::test]
async fn a_file_without_a_name_is_not_sent() {
    for name in ["", "a/", "D:\\", "/srv/..", ".", "\0", " "] {
        let transport = MemoryTransport::new();
        let client = Client::with_transport(TOKEN, transport.clone()).build();
        match client.send(upload(File::new(name, *b"x"))).await {
            Err(Error::Request(RequestError::FileName(wrong))) => assert_eq!(wrong, name),
            other => panic!("{name:?}: {other:?}"),
        }
        assert!(transport.requests().is_empty());
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_sent() {
    let dir = tempfile::tempdir().expect("a folder");
    for path in [dir.path().join("gone.png"), dir.path().to_owned()] {
        match sent(File::from_path(&path)).await {
            Err(Error::Request(error @ RequestError::File { .. })) => {
                let parent = dir.path().parent().expect("a parent").to_string_lossy().into_owned();
                assert!(!error.to_string().contains(&parent), "no path of this machine in {error}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_file_of_another_length_than_was_said_is_an_error() {
    for (len, what) in [(9, "more"), (11, "fewer")] {
        let file = File::from_read("a.txt", len, Cursor::new("some notes"));
        match sent(file).await {
            Err(Error::Transport(error)) => {
                assert_eq!(error.kind, TransportErrorKind::Body);
                assert_eq!(error.message, format!("a.txt: it holds {what} bytes than was said"));
                assert!(!error.is_retryable());
            }
            other => panic!("{other:?}"),
        }
    }
}

/// A reader that breaks.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[tokio::test]
async fn a_file_that_breaks_off_is_an_error() {
    let error = sent(File::from_read("a.txt", 3, Broken)).await.expect_err("an error");
    assert_eq!(error.to_string(), "upload: the body could not be read: a.txt: the disk is gone");
}

/// The length that was said, and how long each piece is.
type Came = (Option<u64>, Vec<usize>);

/// A transport that streams: it notes the length that was said and the pieces that came, and answers as told.
#[derive(Clone, Default)]
struct Streaming {
    came: Arc<Mutex<Vec<Came>>>,
    /// Before the body is read.
    no_connection: Arc<AtomicUsize>,
    /// After it was read.
    hang_ups: Arc<AtomicUsize>,
}

fn one_less(count: &AtomicUsize) -> bool {
    count.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |count| count.checked_sub(1)).is_ok()
}

impl Transport for Streaming {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        unreachable!("files are streamed")
    }

    fn open(&self, _: HttpRequest, body: Option<BodyStream>) -> BoxFuture<'_, Result<ReplyStream, TransportError>> {
        Box::pin(async move {
            if one_less(&self.no_connection) {
                return Err(TransportError::new(TransportErrorKind::Connect, "no"));
            }
            let mut body = body.expect("a body");
            let (len, mut pieces) = (body.len(), Vec::new());
            while let Some(piece) = body.next().await? {
                pieces.push(piece.len());
            }
            self.came.lock().expect("no panic").push((len, pieces));
            if one_less(&self.hang_ups) {
                return Err(TransportError::new(TransportErrorKind::Incomplete, "gone"));
            }
            Ok(RawReply::json_ok("{}").into())
        })
    }
}

#[tokio::test]
async fn a_file_is_never_whole_in_memory() {
    const SIZE: usize = 5 << 20;
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("film.mp4");
    std::fs::write(&path, vec![7; SIZE]).expect("a file");
    let reader = io::repeat(7).take(SIZE as u64);
    for file in
        [File::from_path(&path), File::from_read("film.mp4", SIZE as u64, reader), File::new("f", vec![7; SIZE])]
    {
        let streaming = Streaming::default();
        let client = Client::with_transport(TOKEN, streaming.clone()).build();
        client.send(upload(file)).await.expect("a reply");
        let (len, pieces) = streaming.came.lock().expect("no panic")[0].clone();
        assert_eq!(len, Some(pieces.iter().sum::<usize>() as u64), "the length is said, and right");
        assert!(pieces.iter().all(|piece| *piece <= 64 << 10) && pieces.iter().sum::<usize>() > SIZE);
    }
}

/// How often a file that comes from there is sent, where the connection fails first, and the server hangs up then.
async fn times_sent(file: File) -> usize {
    struct Idempotent;
    impl Layer for Idempotent {
        /// Sends again what this endpoint does not say is safe.
        fn attempt<'a>(
            &'a self,
            attempt: &'a Attempt<'a>,
            next: Next<'a>,
        ) -> BoxFuture<'a, wxopen_runtime::AttemptOutcome> {
            Box::pin(async move {
                match next.run(attempt).await {
                    answer if answer.is_ok() || attempt.number == 1 => answer,
                    _ => next.run(attempt).await,
                }
            })
        }
    }
    let streaming = Streaming::default();
    streaming.no_connection.store(1, Ordering::SeqCst);
    streaming.hang_ups.store(1, Ordering::SeqCst);
    let retry = Retry::default().backoff(std::time::Duration::ZERO, std::time::Duration::ZERO);
    let client = Client::with_transport(TOKEN, streaming.clone()).retry(retry).layer(Idempotent).build();
    let _ = client.send(upload(file)).await;
    streaming.came.lock().expect("no panic").len()
}

#[tokio::test]
async fn what_can_be_read_again_is_sent_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.txt");
    std::fs::write(&path, "abc").expect("a file");
    assert_eq!(times_sent(File::from_path(path)).await, 2);
    assert_eq!(times_sent(File::new("a.txt", *b"abc")).await, 2);
    assert_eq!(times_sent(File::from_source("a.txt", || async { Ok(BodyStream::from_bytes(*b"abc")) })).await, 2);
    // Without a connection nothing was read, so there is one more try; once it was sent there is none.
    assert_eq!(times_sent(File::from_read("a.txt", 3, Cursor::new("abc"))).await, 1);
}

/// Has another token when one is refused.
struct Renewed;

impl TokenProvider for Renewed {
    fn token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(std::future::ready(Ok("old".into())))
    }

    fn rejected<'a>(&'a self, _: &'a str, _: &'a Secret, _: i64) -> BoxFuture<'a, Result<Option<Secret>, TokenError>> {
        Box::pin(std::future::ready(Ok(Some("new".into()))))
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_where_the_file_can_be_read_again() {
    let file = || File::from_read("a.txt", 3, Cursor::new("abc"));
    for (file, sent) in [(File::new("a.txt", *b"abc"), 2), (file(), 1)] {
        let transport = MemoryTransport::new().json(r#"{"errcode": 40001}"#).json("{}");
        let result = Client::with_transport(Renewed, transport.clone()).build().send(upload(file)).await;
        assert_eq!(transport.requests().len(), sent);
        assert_eq!(result.map_err(|error| error.code()).is_ok(), sent == 2);
    }
}

#[tokio::test]
async fn nobody_can_guess_the_boundary_of_what_is_read_later() {
    let boundary = |body: String| body.lines().next().expect("a line").to_owned();
    let file = || File::from_read("a.txt", 3, Cursor::new("abc"));
    let (first, second) = (boundary(sent(file()).await.expect("sent")), boundary(sent(file()).await.expect("sent")));
    assert!(
        first != second && first.len() == second.len() && first.len() == "--wxopen-".len() + 32,
        "{first} {second}"
    );
}

/// A transport as users write it: it knows nothing of streams.
struct Plain(Mutex<Vec<HttpRequest>>);

impl Transport for Plain {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<RawReply, TransportError>> {
        Box::pin(async move {
            self.0.lock().expect("no panic").push(request);
            Ok(RawReply::json_ok(br#"{"errcode": 0}"#.to_vec()))
        })
    }
}

#[tokio::test]
async fn a_transport_that_only_sends_gets_the_whole_form() {
    let plain = Arc::new(Plain(Mutex::default()));
    let client = Client::with_transport(TOKEN, plain.clone()).build();
    client.send(upload(File::from_read("a.txt", 3, Cursor::new("abc")))).await.expect("a reply");
    let request = plain.0.lock().expect("no panic").remove(0);
    assert!(String::from_utf8(request.body).expect("text").contains("\r\n\r\nabc\r\n--wxopen-"));
    assert!(request.headers.iter().any(|(name, value)| name == "content-type" && value.starts_with("multipart/")));
}
