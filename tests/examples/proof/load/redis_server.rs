//! A Redis server of the run's own, on a free port, that writes all it takes to a folder before it answers.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that is killed when it is dropped.
pub(crate) struct RedisServer {
    process: Child,
    port: u16,
    folder: PathBuf,
}

impl RedisServer {
    /// Nothing where Redis is not installed.
    pub(crate) fn start(folder: &Path) -> io::Result<Option<Self>> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        match spawn(port, folder) {
            Ok(process) => Ok(Some(Self { process, port, folder: folder.to_owned() })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Has it forget everything.
    pub(crate) fn flush(&self) -> io::Result<()> {
        match ask(self.port, b"FLUSHALL\r\n")? {
            answer if answer == *b"+OK" => Ok(()),
            _ => Err(io::Error::other("redis-server does not flush")),
        }
    }

    /// Kills it, without a word, and starts it again on what it wrote. Tells how long it was away.
    pub(crate) fn restart(&mut self) -> io::Result<Duration> {
        let started = Instant::now();
        self.process.kill()?;
        self.process.wait()?;
        self.process = spawn(self.port, &self.folder)?;
        Ok(started.elapsed())
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn spawn(port: u16, folder: &Path) -> io::Result<Child> {
    let mut process = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
        .args(["--appendonly", "yes", "--appendfsync", "always", "--dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    while !answers(port) {
        if process.try_wait()?.is_some() || started.elapsed() > PATIENCE {
            let _ = process.kill();
            let _ = process.wait();
            return Err(io::Error::other("redis-server does not start"));
        }
        sleep(Duration::from_millis(10));
    }
    Ok(process)
}

/// Has it read all it wrote before?
fn answers(port: u16) -> bool {
    ask(port, b"PING\r\n").is_ok_and(|answer| answer == *b"+PO")
}

/// Sends a command; returns how the answer begins.
fn ask(port: u16, command: &[u8]) -> io::Result<[u8; 3]> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(command)?;
    let mut answer = [0; 3];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}
