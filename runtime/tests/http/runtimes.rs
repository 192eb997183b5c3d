//! One transport, many runtimes.

use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use wxopen_runtime::{HttpSettings, ReqwestTransport};

use crate::api::{Ask, client};
use crate::servers::{echo, serve};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[test]
fn runtimes_that_take_turns_do_not_wait_for_each_other() {
    let client = client(ReqwestTransport::new(), &format!("http://{}", serve(echo)));
    let (first, second) = (runtime(), runtime());
    for _ in 0..3 {
        for runtime in [&first, &second] {
            // The other one is not driven meanwhile: a connection of its pool would never answer.
            let reply = runtime.block_on(async { client.send(Ask).timeout(Duration::from_secs(20)).await });
            reply.expect("a reply");
        }
    }
    drop(first);
    second.block_on(async { client.send(Ask).await.expect("a reply") });
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_and_async_clients_share_a_transport() {
    let transport = ReqwestTransport::new();
    let base_url = format!("http://{}", serve(echo));
    let blocking: Vec<wxopen_runtime::blocking::Client> =
        (0..3).map(|_| client(transport.clone(), &base_url).into()).collect();
    thread::scope(|scope| {
        for client in &blocking {
            scope.spawn(|| (0..3).for_each(|_| drop(client.send(Ask).expect("a reply"))));
        }
        scope.spawn(|| runtime().block_on(async { client(transport, &base_url).send(Ask).await.expect("a reply") }));
    });
}

#[tokio::test]
async fn whatever_is_configured_redirects_are_not_followed_and_the_name_stays() {
    let elsewhere = serve(echo);
    let address = serve(move |stream| {
        let mut stream = std::io::BufReader::new(stream);
        while let Some(head) = crate::servers::head(&mut stream) {
            assert!(head.iter().any(|line| line.starts_with("user-agent: wxopen/")), "{head:?}");
            let location = format!("location: http://{elsewhere}/demo/ask\r\n");
            let reply = format!("HTTP/1.1 307 There\r\n{location}content-length: 0\r\nconnection: close\r\n\r\n");
            std::io::Write::write_all(stream.get_mut(), reply.as_bytes())?;
        }
        Ok(())
    });
    let http = HttpSettings::new()
        .configure(|builder| builder.redirect(wxopen_runtime::reqwest::redirect::Policy::limited(5)).user_agent("mine"))
        .build()
        .expect("settings");
    let error = client(http, &format!("http://{address}")).send(Ask).await.expect_err("no reply of WeChat's");
    assert_eq!(error.to_string(), "ask: HTTP status 307");
}
