//! Many calls at once, over clones of one client.

use std::thread;

use wxopen::member::{BindTester, GetTester};
use wxopen::{Client, Error, RequestError};

use crate::callers::Callers;
use crate::server::{Served, TOKEN};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_share_a_client() {
    let served = Served::start();
    let client = Client::builder(TOKEN).base_url(&served.base).build();
    let mut tasks = Vec::new();
    for number in 0..60 {
        let client = client.clone();
        tasks.push(tokio::spawn(async move {
            match number % 2 {
                0 => client.send(GetTester::new()).await.map(|reply| reply.members.len()).expect("a reply"),
                _ => client
                    .send(BindTester::new("tests"))
                    .await
                    .map(|reply| reply.userstr.iter().count())
                    .expect("a reply"),
            }
        }));
    }
    for (number, task) in tasks.into_iter().enumerate() {
        let expected = if number % 2 == 0 { 2 } else { 1 };
        assert_eq!(task.await.expect("no panic"), expected, "each call gets its own reply");
    }
    assert_eq!(served.take_seen().len(), 60);
}

#[test]
fn threads_share_a_blocking_client() {
    let served = Served::start();
    let client = &Callers::of(&served).blocking;
    thread::scope(|scope| {
        for _ in 0..8 {
            let client = client.clone();
            scope.spawn(move || {
                for _ in 0..5 {
                    assert_eq!(client.send(GetTester::new()).expect("a reply").members.len(), 2);
                }
            });
        }
    });
    assert_eq!(served.take_seen().len(), 40);
}

#[tokio::test]
async fn the_blocking_client_refuses_to_block_a_runtime() {
    let served = Served::start();
    let client = Client::builder(TOKEN).base_url(&served.base).build_blocking();
    let error = client.send(GetTester::new()).expect_err("inside a runtime");
    assert!(matches!(error, Error::Request(RequestError::InsideRuntime)), "{error}");
    drop(client);
    assert_eq!(served.take_seen().len(), 0);
}

#[test]
fn an_async_client_outlives_a_runtime() {
    let served = Served::start();
    let client = Client::builder(TOKEN).base_url(&served.base).build();
    for _ in 0..3 {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let reply = runtime.block_on(async { client.send(GetTester::new()).await }).expect("a reply");
        assert_eq!(reply.members.len(), 2);
    }
}
