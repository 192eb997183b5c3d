//! A server that is as quick as can be: it answers everything with the same reply. Runs in a process of its own, so that
//! its time is not counted.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What WeChat answers to bindTester.
const REPLY: &str = r#"{"errcode":0,"errmsg":"ok","userstr":"owiDDGlCHi0q9sCGJhKHcgvWaA1v"}"#;

/// Serves until the process is killed; prints the port first.
pub(crate) fn serve() -> io::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?.port());
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            // A client that leaves ends it.
            tokio::spawn(async move { answer(stream).await.ok() });
        }
    })
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json; encoding=utf-8\r\ncontent-length:";
    let reply = format!("{head} {}\r\n\r\n{REPLY}", REPLY.len());
    let mut seen = Vec::new();
    loop {
        let length = loop {
            match whole_request(&seen) {
                Some(length) => break length,
                None if stream.read_buf(&mut seen).await? == 0 => return Ok(()),
                None => {}
            }
        };
        seen.drain(..length);
        stream.write_all(reply.as_bytes()).await?;
    }
}

/// How long the first request is, once all of it has come.
fn whole_request(seen: &[u8]) -> Option<usize> {
    let head = seen.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&seen[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    (seen.len() >= head + length).then_some(head + length)
}
