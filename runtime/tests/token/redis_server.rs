//! A Redis server of our own, on a free port, that writes to a folder of its own.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Writes each command to a log before it answers.
const WITH_LOG: &[&str] = &["--appendonly", "yes", "--appendfsync", "always"];
/// Writes to its dump only when it is asked to.
const WITH_DUMP: &[&str] = &["--appendonly", "no"];

/// A server that is killed when it is dropped.
pub(crate) struct Server {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
    options: &'static [&'static str],
}

impl Server {
    /// One that loses nothing; `None` where Redis is not installed.
    pub(crate) fn start() -> Option<Self> {
        Self::with(WITH_LOG)
    }

    /// One that knows after a restart what it was asked to [`save`](Self::save); `None` where Redis is not installed.
    pub(crate) fn start_with_dump() -> Option<Self> {
        Self::with(WITH_DUMP)
    }

    fn with(options: &'static [&'static str]) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        match spawn(port, &folder, options) {
            Ok(process) => Some(Self { process, port, folder, options }),
            Err(_) => {
                eprintln!("redis-server is not installed: its tests are left out");
                None
            }
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills it and starts it again on what it wrote.
    pub(crate) fn restart(&mut self) {
        self.restart_after(|_| {});
    }

    /// The same, with something done to its dump in between.
    pub(crate) fn restart_after(&mut self, change: impl FnOnce(PathBuf)) {
        self.stop();
        change(self.dump());
        self.process = spawn(self.port, &self.folder, self.options).expect("it was there before");
    }

    /// The file that [`save`](Self::save) writes.
    pub(crate) fn dump(&self) -> PathBuf {
        self.folder.path().join("dump.rdb")
    }

    pub(crate) fn save(&self) {
        self.command(&["SAVE"]);
    }

    /// Sends a command.
    pub(crate) fn command(&self, words: &[&str]) {
        let client = redis::Client::open(self.url()).expect("a URL");
        let mut connection = client.get_connection().expect("a connection");
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]).exec(&mut connection).expect("it does that");
    }

    /// It hangs: connections stay, and nothing is answered.
    pub(crate) fn pause(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().expect("kill").success());
    }

    fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn spawn(port: u16, folder: &tempfile::TempDir, options: &[&str]) -> std::io::Result<Child> {
    let process = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
        .args(options)
        .arg("--dir")
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(process)
}
