//! One of each store, for tests that run against all of them.

use std::sync::Arc;

use wxopen_runtime::{MemoryStore, TokenStore};

/// A store with nothing in it, and what it needs while it is used.
pub(crate) struct Opened {
    pub(crate) name: &'static str,
    pub(crate) store: Arc<dyn TokenStore>,
    _needs: Option<Box<dyn std::any::Any>>,
}

/// Every store that is compiled in and can run here.
pub(crate) fn all() -> Vec<Opened> {
    #[cfg_attr(not(any(feature = "sqlite", feature = "redis", feature = "sealed")), allow(unused_mut))]
    let mut all = vec![Opened { name: "memory", store: Arc::new(MemoryStore::new()), _needs: None }];
    #[cfg(feature = "sqlite")]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let store = wxopen_runtime::SqliteStore::open(folder.path().join("tokens.db")).expect("opened");
        all.push(Opened { name: "sqlite", store: Arc::new(store), _needs: Some(Box::new(folder)) });
    }
    #[cfg(feature = "redis")]
    if let Some(server) = redis_server::Server::start() {
        let store = wxopen_runtime::RedisStore::open(&server.url()).expect("opened").prefix("test:");
        all.push(Opened { name: "redis", store: Arc::new(store), _needs: Some(Box::new(server)) });
    }
    #[cfg(feature = "sealed")]
    {
        let key = wxopen_runtime::SealKey::from_bytes(&[7; 32]);
        let store = wxopen_runtime::Sealed::new(MemoryStore::new(), key);
        all.push(Opened { name: "sealed", store: Arc::new(store), _needs: None });
    }
    all
}

#[cfg(feature = "redis")]
pub(crate) mod redis_server {
    //! A Redis server of our own, on a free port, that writes to a folder of its own.

    use std::net::{TcpListener, TcpStream};
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    /// A server that is killed when it is dropped.
    pub(crate) struct Server {
        process: Child,
        port: u16,
        folder: tempfile::TempDir,
    }

    impl Server {
        /// Nothing where Redis is not installed.
        pub(crate) fn start() -> Option<Self> {
            let folder = tempfile::tempdir().expect("a folder");
            let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
            match spawn(port, &folder) {
                Ok(process) => Some(Self { process, port, folder }),
                Err(_) => {
                    eprintln!("redis-server is not installed: its tests are left out");
                    None
                }
            }
        }

        pub(crate) fn url(&self) -> String {
            format!("redis://127.0.0.1:{}", self.port)
        }

        /// Kills it and starts it again on what it wrote.
        pub(crate) fn restart(&mut self) {
            self.stop();
            self.process = spawn(self.port, &self.folder).expect("it was there before");
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

    fn spawn(port: u16, folder: &tempfile::TempDir) -> std::io::Result<Child> {
        let port_text = port.to_string();
        let options = [
            "--port",
            &port_text,
            "--bind",
            "127.0.0.1",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--save",
            "",
        ];
        let process = Command::new("redis-server")
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
}
