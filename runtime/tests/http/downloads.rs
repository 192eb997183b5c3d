//! Files on their way down.

use std::io::{BufReader, Write};
use std::time::Duration;

use wxopen_runtime::{Client, Error, ReqwestTransport, Retry, TransportErrorKind};

use crate::api::{Fetch, client};
use crate::servers::{head, serve};

/// A server that answers with a picture that says it has `says` bytes and has `has`, and then waits or hangs up.
fn server(says: usize, has: usize, wait: Duration) -> String {
    let address = serve(move |stream| {
        let mut stream = BufReader::new(stream);
        while head(&mut stream).is_some() {
            let out = stream.get_mut();
            write!(out, "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: {says}\r\n\r\n")?;
            out.write_all(b"\x89PNG")?;
            out.write_all(&vec![7; has - 4])?;
            out.flush()?;
            if has < says {
                std::thread::sleep(wait);
                return Ok(());
            }
        }
        Ok(())
    });
    format!("http://{address}")
}

#[tokio::test]
async fn bytes_go_to_a_writer() {
    let base_url = server(3 << 20, 3 << 20, Duration::ZERO);
    let mut writer = Vec::new();
    let call = client(ReqwestTransport::new(), &base_url).send(Fetch);
    assert_eq!(call.download_to(&mut writer).await.expect("a picture").len, 3 << 20);
    assert!(writer.starts_with(b"\x89PNG\x07") && writer.len() == 3 << 20);
}

#[tokio::test]
async fn what_breaks_off_takes_too_long_or_is_too_large_is_an_error() {
    let kind = |result| match result {
        Err(Error::Transport(error)) => error.kind,
        other => panic!("{other:?}"),
    };
    let mut writer = Vec::new();
    let broken = client(ReqwestTransport::new(), &server(3 << 20, 1 << 20, Duration::ZERO));
    assert_eq!(kind(broken.send(Fetch).download_to(&mut writer).await), TransportErrorKind::Incomplete);
    let slow = client(ReqwestTransport::new(), &server(3 << 20, 1 << 20, Duration::from_secs(20)));
    let call = slow.send(Fetch).timeout(Duration::from_millis(300));
    assert_eq!(kind(call.download_to(&mut writer).await), TransportErrorKind::Timeout);
    let url = server(3 << 20, 3 << 20, Duration::ZERO);
    let limited = Client::builder("T0KEN").base_url(&url).retry(Retry::none()).max_reply(1 << 20).build();
    assert_eq!(kind(limited.send(Fetch).download_to(&mut writer).await), TransportErrorKind::TooLarge);
}
