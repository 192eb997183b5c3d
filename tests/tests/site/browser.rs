//! A headless browser, driven by the DevTools protocol: as much of it as the tests of the site need.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1280,900",
];

/// A running browser; it ends with this.
pub(crate) struct Browser {
    process: Child,
    address: String,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one. `None` where there is none, which is said.
    pub(crate) fn start() -> Option<Self> {
        let runs = |name: &&&str| {
            let version = Command::new(**name).arg("--version").output();
            version.is_ok_and(|output| output.status.success())
        };
        let Some(name) = BROWSERS.iter().find(runs) else {
            assert!(std::env::var_os("REQUIRE_BROWSER").is_none(), "no browser is here");
            eprintln!("skipped: no browser is here ({})", BROWSERS.join(", "));
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder");
        let mut process = Command::new(name)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let output = BufReader::new(process.stderr.take().expect("its output"));
        let mut lines = output.lines().map_while(Result::ok);
        let address = lines
            .find_map(|line| Some(line.split_once("ws://")?.1.split_once('/')?.0.to_owned()))
            .expect("the browser says where it listens");
        // Whatever else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { process, address, _profile: profile })
    }

    /// A new tab.
    pub(crate) fn tab(&self) -> Tab {
        let answer = self.http("/json/new?about:blank");
        let target: Value = serde_json::from_str(&answer).expect("JSON of the new tab");
        let path = format!("/devtools/page/{}", target["id"].as_str().expect("its id"));
        let stream = TcpStream::connect(&self.address).expect("the browser listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        stream.set_nodelay(true).expect("small messages at once");
        let (socket, _) = tungstenite::client(format!("ws://{}{path}", self.address), stream).expect("a connection");
        let mut tab = Tab { socket, id: 0, troubles: Vec::new() };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        tab
    }

    fn http(&self, path: &str) -> String {
        let client = reqwest::Client::new();
        let request = client.put(format!("http://{}{path}", self.address));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async { request.send().await.expect("an answer").text().await.expect("a text") })
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A tab of a browser.
pub(crate) struct Tab {
    socket: WebSocket<TcpStream>,
    id: u64,
    /// What the pages complained of since this was last emptied.
    pub(crate) troubles: Vec<String>,
}

impl Tab {
    /// Opens a page and waits until it is loaded.
    pub(crate) fn open(&mut self, url: &str) {
        // From another page to an anchor of the same one nothing would be loaded.
        let answer = self.call("Page.navigate", json!({ "url": url }));
        if answer.get("loaderId").is_some() {
            while self.next()["method"] != "Page.loadEventFired" {}
        }
    }

    /// Runs what leads to another page, and waits until that is loaded.
    pub(crate) fn follow(&mut self, expression: &str) {
        self.value(expression);
        while self.next()["method"] != "Page.loadEventFired" {}
    }

    /// The value of an expression, which may be a promise.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", asked);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].take()
    }

    /// Any command; what it answers.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let message = json!({ "id": self.id, "method": method, "params": params });
        self.socket.send(Message::text(message.to_string())).expect("the browser listens");
        loop {
            let mut message = self.next();
            if message["id"] == self.id {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].take();
            }
        }
    }

    fn next(&mut self) -> Value {
        let message = self.socket.read().expect("the browser answers in time");
        let message: Value = serde_json::from_str(message.to_text().expect("a text")).expect("JSON");
        let params = &message["params"];
        let trouble = match message["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown" => Some(&params["exceptionDetails"]),
            "Runtime.consoleAPICalled" if params["type"] != "log" => Some(params),
            "Log.entryAdded" if params["entry"]["level"] != "info" => Some(&params["entry"]),
            "Network.loadingFailed" if params["canceled"] != true => Some(params),
            _ => None,
        };
        if let Some(trouble) = trouble {
            self.troubles.push(trouble.to_string());
        }
        message
    }
}
