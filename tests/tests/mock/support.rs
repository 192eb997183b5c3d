//! A mock for each test, and ways to call it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use wxgen_mock::{Mock, MockBuilder, MockHandle};
use wxopen::{Client, blocking};

/// The kind of token that acts for the platform.
pub(crate) const COMPONENT: &str = "component_access_token";
/// The kind of token that acts for a merchant.
pub(crate) const AUTHORIZER: &str = "authorizer_access_token";

pub(crate) fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// One whose clock stands still until it is put forward.
pub(crate) fn builder() -> MockBuilder {
    Mock::builder().spec(spec()).frozen_at(1_800_000_000)
}

pub(crate) fn start(builder: MockBuilder) -> MockHandle {
    builder.start().expect("the mock starts")
}

pub(crate) fn client(mock: &MockHandle, token: &str) -> Client {
    Client::builder(token).base_url(mock.base_url()).build()
}

pub(crate) fn blocking(mock: &MockHandle, token: &str) -> blocking::Client {
    Client::builder(token).base_url(mock.base_url()).build_blocking()
}

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Keeps no connection: one belongs to the runtime that opened it.
static CLIENT: LazyLock<reqwest::Client> =
    LazyLock::new(|| reqwest::Client::builder().pool_max_idle_per_host(0).build().expect("a client"));

/// A request made by hand.
#[derive(Debug, Clone)]
pub(crate) struct ByHand<'a> {
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) body: &'a str,
}

impl ByHand<'_> {
    /// Sends it: status and text of the reply.
    pub(crate) fn send(&self, mock: &MockHandle) -> (u16, String) {
        let method = self.method.parse().expect("a method");
        let url = format!("{}{}", mock.base_url(), self.target);
        let mut request = CLIENT.request(method, url).body(self.body.to_owned());
        for (name, value) in self.headers {
            request = request.header(*name, *value);
        }
        runtime().block_on(async {
            let reply = request.send().await.expect("a reply");
            (reply.status().as_u16(), reply.text().await.expect("a text"))
        })
    }
}

/// Posts JSON with a token in the URL: the reply.
pub(crate) fn post(mock: &MockHandle, target: &str, body: &str) -> Value {
    let request = ByHand { method: "POST", target, headers: &[("content-type", "application/json")], body };
    serde_json::from_str(&request.send(mock).1).expect("JSON")
}

/// What the mock says at one of its own paths.
pub(crate) fn look(mock: &MockHandle, path: &str) -> Value {
    let request = ByHand { method: "GET", target: path, headers: &[], body: "" };
    serde_json::from_str(&request.send(mock).1).expect("JSON")
}
