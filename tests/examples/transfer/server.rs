//! A server that throws away what it gets and sends as much as it is asked for. Runs in a process of its own, so that its memory
//! is not counted.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What WeChat answers to an upload.
const REPLY: &str = r#"{"type":"video","media_id":"m","created_at":1800000000}"#;

/// Serves until the process is killed; prints the port first. A GET is answered with so many bytes of a film.
pub(crate) fn serve(bytes: u64) -> io::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?.port());
        loop {
            let (stream, _) = listener.accept().await?;
            // A client that leaves ends it.
            tokio::spawn(async move { answer(BufReader::new(stream), bytes).await.ok() });
        }
    })
}

async fn answer(mut stream: BufReader<TcpStream>, bytes: u64) -> io::Result<()> {
    loop {
        let (mut is_get, mut length, mut line) = (false, 0, String::new());
        while stream.read_line(&mut line).await? > 2 {
            is_get |= line.starts_with("GET ");
            let header = line.to_ascii_lowercase();
            length = header.strip_prefix("content-length:").and_then(|text| text.trim().parse().ok()).unwrap_or(length);
            line.clear();
        }
        if line.is_empty() {
            return Ok(());
        }
        tokio::io::copy(&mut (&mut stream).take(length), &mut tokio::io::sink()).await?;
        let (kind, length) = if is_get { ("video/mp4", bytes) } else { ("application/json", REPLY.len() as u64) };
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        match is_get {
            true => tokio::io::copy(&mut tokio::io::repeat(0xFF).take(length), &mut stream).await.map(drop)?,
            false => stream.write_all(REPLY.as_bytes()).await?,
        }
    }
}
