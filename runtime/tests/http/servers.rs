//! Small servers on threads of their own: one that echoes, a proxy for HTTP, a proxy for SOCKS.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What a server has seen, a line each.
pub(crate) type Seen = Arc<Mutex<Vec<String>>>;

pub(crate) fn lines(seen: &Seen) -> Vec<String> {
    seen.lock().expect("no panic").clone()
}

/// Serves each connection on a thread.
pub(crate) fn serve(handle: impl Fn(TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let handle = Arc::new(handle);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let handle = handle.clone();
            // A client that hangs up ends it.
            thread::spawn(move || handle(stream).ok());
        }
    });
    address
}

/// The head of a request, line by line; `None` when the client has hung up.
pub(crate) fn head(stream: &mut impl BufRead) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => return Some(lines),
            line => lines.push(line.to_owned()),
        }
    }
}

fn header<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    head.iter().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Answers requests on one connection with their head, and how many bytes their body has.
pub(crate) fn echo(stream: impl Read + Write) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(head) = head(&mut stream) {
        let bytes = match header(&head, "content-length") {
            Some(length) => {
                let length = length.parse().expect("a number");
                std::io::copy(&mut (&mut stream).take(length), &mut std::io::sink())?
            }
            None => chunked(&mut stream)?,
        };
        let reply = wxopen_runtime::json!({ "head": head.join("\n"), "bytes": bytes }).to_string();
        let length = reply.len();
        write!(
            stream.get_mut(),
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{reply}"
        )?;
        stream.get_mut().flush()?;
    }
    Ok(())
}

/// Reads a body that comes in chunks.
fn chunked(stream: &mut impl BufRead) -> std::io::Result<u64> {
    let mut bytes = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).expect("a length");
        std::io::copy(&mut stream.take(length + 2), &mut std::io::sink())?;
        bytes += length;
        if length == 0 {
            return Ok(bytes);
        }
    }
}

/// Passes bytes on in both directions, until either side hangs up.
fn tunnel(client: TcpStream, server: TcpStream) -> std::io::Result<()> {
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(std::net::Shutdown::Both);
    });
    let (mut client, mut server) = (client, server);
    std::io::copy(&mut server, &mut client).map(drop)
}

/// A proxy for HTTP that leads to one server, wherever a request wants to go.
pub(crate) fn http_proxy(server: SocketAddr) -> (SocketAddr, Seen) {
    let seen = Seen::default();
    let noted = seen.clone();
    let address = serve(move |stream| {
        let mut client = BufReader::new(stream.try_clone()?);
        let Some(head) = head(&mut client) else { return Ok(()) };
        let mut line = head[0].clone();
        line.extend(header(&head, "proxy-authorization").map(|value| format!(" {value}")));
        noted.lock().expect("no panic").push(line);
        let mut server = TcpStream::connect(server)?;
        match head[0].starts_with("CONNECT ") {
            true => (&stream).write_all(b"HTTP/1.1 200 Connected\r\n\r\n")?,
            false => server.write_all((head.join("\r\n") + "\r\n\r\n").as_bytes())?,
        }
        server.write_all(client.buffer())?;
        tunnel(stream, server)
    });
    (address, seen)
}

/// A proxy for SOCKS5 that leads to one server, wherever a connection wants to go. It notes where that is, and who wants
/// to.
pub(crate) fn socks5_proxy(server: SocketAddr) -> (SocketAddr, Seen) {
    let seen = Seen::default();
    let noted = seen.clone();
    let address = serve(move |mut stream| {
        let take = |stream: &mut TcpStream, count: usize| {
            let mut bytes = vec![0; count];
            stream.read_exact(&mut bytes).map(|()| bytes)
        };
        let count = take(&mut stream, 2)?[1];
        let methods = take(&mut stream, count.into())?;
        let mut user = String::new();
        if methods.contains(&2) {
            stream.write_all(&[5, 2])?;
            for part in 0..2 {
                let count = if part == 0 { take(&mut stream, 2)?[1] } else { take(&mut stream, 1)?[0] };
                user += &String::from_utf8_lossy(&take(&mut stream, count.into())?);
                user.push(if part == 0 { ':' } else { '@' });
            }
            stream.write_all(&[1, 0])?;
        } else {
            stream.write_all(&[5, 0])?;
        }
        let request = take(&mut stream, 4)?;
        let host = match request[3] {
            1 => take(&mut stream, 4)?.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
            _ => {
                let count = take(&mut stream, 1)?[0];
                String::from_utf8_lossy(&take(&mut stream, count.into())?).into_owned()
            }
        };
        let port = take(&mut stream, 2)?;
        let port = u16::from_be_bytes([port[0], port[1]]);
        noted.lock().expect("no panic").push(format!("{user}{host}:{port}"));
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
        tunnel(stream, TcpStream::connect(server)?)
    });
    (address, seen)
}
