//! Clients in tasks and threads.

use std::future::IntoFuture;

use wxopen_runtime::{Client, Error, MemoryTransport, RawReply, Value, json};

use crate::api::{Answer, Ask, DemoError, TOKEN, client};

fn assert_send<T: Send + 'static>(value: T) -> T {
    value
}

fn assert_shareable<T: Send + Sync + Clone + 'static>() {}

#[test]
fn clients_and_errors_can_go_anywhere() {
    fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}
    assert_shareable::<Client>();
    assert_shareable::<MemoryTransport>();
    assert_error::<Error<DemoError>>();
    assert_error::<wxopen_runtime::AnyError>();
    let (client, _) = client([]);
    drop(assert_send(client.send(Ask::default()).into_future()));
}

#[tokio::test]
async fn a_call_in_a_task_outlives_the_client() {
    let (client, _) = client([r#"{"text": "a"}"#]);
    let task = tokio::spawn(client.send(Ask::default()).into_future());
    drop(client);
    assert_eq!(task.await.expect("no panic").expect("a reply").text, "a");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clones_in_parallel_get_each_its_own_reply() {
    let transport = MemoryTransport::answering(|request| {
        let asked: Value = serde_json::from_slice(&request.body).expect("JSON");
        Ok(RawReply::json_ok(json!({ "text": asked["text"] }).to_string()))
    });
    let client = Client::with_transport(TOKEN, transport.clone()).build();
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let reply = client.send(Ask { text: number.to_string(), ..Ask::default() }).await.expect("a reply");
                assert_eq!(reply.text, number.to_string());
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    assert_eq!(transport.requests().len(), 100);
}

#[tokio::test]
async fn a_reply_reads_like_its_value() {
    let (client, _) = client([r#"{"text": "a", "count": 3}"#]);
    let reply = client.send(Ask::default()).await.expect("a reply");
    assert_eq!(reply.raw().status, 200);
    let Answer { text, count, .. } = reply.into_inner();
    assert_eq!((text.as_str(), count), ("a", 3));
}
