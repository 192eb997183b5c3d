//! Calls that wait in a queue as JSON, a line each, and are sent later. Feature `serde`.
//!
//! `cargo run --example queue` needs no network: the replies come from memory.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};
use wxopen::member::{BindTester, UnbindTester};
use wxopen::{AnyError, Client, MemoryTransport};

/// What can wait.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "call", content = "with")]
enum Job {
    Bind(BindTester),
    Unbind(UnbindTester),
}

impl Job {
    async fn send(self, client: &Client) -> Result<(), AnyError> {
        match self {
            Self::Bind(call) => drop(client.send(call).await?),
            Self::Unbind(call) => drop(client.send(call).await?),
        }
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut queue = Vec::new();
    for job in [Job::Bind(BindTester::new("tests")), Job::Unbind(UnbindTester::by_wechatid("tests"))] {
        writeln!(queue, "{}", serde_json::to_string(&job)?)?;
    }
    print!("{}", String::from_utf8_lossy(&queue));

    let transport = MemoryTransport::new().json(r#"{"errcode": 0, "userstr": "o8X"}"#).json(r#"{"errcode": 0}"#);
    let client = Client::with_transport("TOKEN", transport.clone()).build();
    for line in queue.lines() {
        serde_json::from_str::<Job>(&line?)?.send(&client).await?;
    }
    for request in transport.requests() {
        println!("{} {}", request.url, String::from_utf8_lossy(&request.body));
    }
    Ok(())
}
