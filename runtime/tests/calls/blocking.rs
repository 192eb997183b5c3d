//! The client without async.

use std::thread;

use wxopen_runtime::{Client, Error, MemoryTransport, RequestError, blocking};

use crate::api::{Ask, DemoError, TOKEN, client};

#[test]
fn the_same_calls_and_the_same_errors() {
    let (client, transport) = client([r#"{"text": "a"}"#, r#"{"errcode": 900}"#]);
    let client = blocking::Client::from(client);
    assert_eq!(client.send(Ask::default()).expect("a reply").text, "a");
    let error = client.prepare(Ask::default()).header("x-a", "1").base_url("http://b").send().expect_err("a code");
    assert_eq!(error.kind(), Some(&DemoError::TooMany));
    let requests = transport.requests();
    assert_eq!(requests[1].url, "http://b/demo/ask?access_token=T0KEN");
    assert!(requests[1].headers.contains(&("x-a".into(), "1".into())));
}

fn refused(client: &blocking::Client) -> bool {
    matches!(client.send(Ask::default()), Err(Error::Request(RequestError::InsideRuntime)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn inside_a_runtime_every_call_is_refused() {
    let transport = MemoryTransport::new().json("{}");
    let client = Client::with_transport(TOKEN, transport.clone()).build_blocking();
    assert!(refused(&client));
    let lent = client.clone();
    assert!(tokio::task::spawn_blocking(move || refused(&lent)).await.expect("no panic"), "a lent thread");
    let own = client.clone();
    let sent = thread::spawn(move || own.send(Ask::default()).is_ok()).join().expect("no panic");
    assert!(sent, "a thread of its own");
    assert_eq!(transport.requests().len(), 1);
    drop(client);
}

#[test]
fn threads_share_one() {
    let client =
        Client::with_transport(TOKEN, MemoryTransport::answering(|_| Ok(wxopen_runtime::RawReply::json_ok("{}"))))
            .build_blocking();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.send(Ask::default()).expect("a reply"));
        }
    });
}
