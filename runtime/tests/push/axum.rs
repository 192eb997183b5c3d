//! The route, over HTTP.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wxopen_runtime::push::{self, Answer, Push, PushQuery, PushSink};
use wxopen_runtime::{ManualClock, MemoryTransport, ThirdPartyPlatform, json};

use crate::receiving::between;
use crate::sample::{APPID, ENCRYPT, SECONDS, builder, clock, crypto, envelope, sample, signed_at};

/// Serves the route; gives its address.
async fn serve(sink: impl PushSink + Clone + 'static) -> String {
    serve_by(clock(), sink).await
}

async fn serve_by(clock: ManualClock, sink: impl PushSink + Clone + 'static) -> String {
    let receiver = builder().clock(clock).unsigned(|push| push.header("x-checked") == Some("yes")).max_body(10_000);
    let receiver = receiver.build();
    let router = axum::Router::new()
        .route("/events", push::route(receiver.clone(), sink.clone()))
        .route("/{appid}/messages", push::route(receiver, sink));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn open(address: &str, path: &str, query: &PushQuery, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let PushQuery { timestamp, nonce, msg_signature, .. } = query;
    let head = format!(
        "POST {path}?timestamp={timestamp}&nonce={nonce}&encrypt_type=aes&msg_signature={msg_signature} HTTP/1.1\r\n\
         host: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream
}

/// Sends a push; gives status and body of the answer.
async fn send(address: &str, path: &str, query: &PushQuery, body: &str) -> (u16, String) {
    read(open(address, path, query, body).await).await
}

async fn read(mut stream: TcpStream) -> (u16, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("an answer");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    (head[9..12].parse().expect("a status"), body.to_owned())
}

/// Sends this message as WeChat would.
async fn push(address: &str, nonce: &str, message: &str) -> (u16, String) {
    let encrypt = crypto().encrypt(message, *b"0123456789abcdef");
    send(address, "/events", &signed_at(&encrypt, SECONDS, nonce), &envelope(&encrypt)).await
}

fn event(info_type: &str, fields: &str) -> String {
    format!(
        "<xml><AppId>{APPID}</AppId><CreateTime>{SECONDS}</CreateTime><InfoType>{info_type}</InfoType>{fields}</xml>"
    )
}

const SUCCESS: (u16, &str) = (200, "success");

fn short(answer: &(u16, String)) -> (u16, &str) {
    (answer.0, answer.1.as_str())
}

#[tokio::test]
async fn a_push_is_handed_over_once_and_answered_each_time() {
    let pushes: Arc<Mutex<Vec<Arc<Push>>>> = Arc::default();
    let seen = pushes.clone();
    let address = serve(move |push: Arc<Push>| {
        seen.lock().expect("unpoisoned").push(push);
        async { Ok::<_, std::io::Error>(()) }
    })
    .await;
    let (query, body) = sample();
    for _ in 0..3 {
        assert_eq!(short(&send(&address, "/wx-shop/messages", &query, &body).await), SUCCESS);
    }
    let pushes = pushes.lock().expect("unpoisoned");
    assert_eq!(pushes.len(), 1);
    assert_eq!((pushes[0].event.name(), pushes[0].path_appid.as_deref()), ("text", Some("wx-shop")));
}

#[tokio::test]
async fn what_is_refused_is_refused_alike() {
    let address = serve(async |_: Arc<Push>| Err::<(), _>("it must not come this far")).await;
    let (query, body) = sample();
    let unsigned = PushQuery { msg_signature: "0".repeat(40), ..query.clone() };
    let undecryptable = signed_at("AAAA", SECONDS, "1");
    let stale = signed_at(ENCRYPT, SECONDS - 301, "1");
    let large = envelope(&"A".repeat(10_000));
    for (query, body) in [
        (&unsigned, body.as_str()),
        (&undecryptable, &envelope("AAAA")),
        (&stale, &body),
        (&query, "no envelope"),
        (&query, &large),
        (&PushQuery::default(), &body),
    ] {
        assert_eq!(short(&send(&address, "/events", query, body).await), (400, ""));
    }
}

#[tokio::test]
async fn a_push_that_could_not_be_handled_is_handled_when_it_comes_again() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let address = serve(move |_: Arc<Push>| {
        let call = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            assert_ne!(call, 0, "the first time it panics");
            if call == 1 { Err("the second time it fails") } else { Ok(()) }
        }
    })
    .await;
    let (query, body) = sample();
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(send(&address, "/events", &query, &body).await.0);
    }
    assert_eq!((answers.as_slice(), calls.load(Ordering::SeqCst)), (&[500, 500, 200, 200][..], 3));
}

#[tokio::test]
async fn handling_goes_on_when_the_sender_hangs_up_and_is_not_begun_twice() {
    let (begun, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(tokio::sync::Notify::new()));
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let sink = {
        let (begun, ended, gate) = (begun.clone(), ended.clone(), gate.clone());
        move |_: Arc<Push>| {
            let (ended, gate) = (ended.clone(), gate.clone());
            begun.fetch_add(1, Ordering::SeqCst);
            async move {
                drop(gate.acquire().await);
                ended.notify_one();
                Ok::<_, std::io::Error>(())
            }
        }
    };
    let clock = clock();
    let address = serve_by(clock.clone(), sink).await;
    let (query, body) = sample();
    let first = open(&address, "/events", &query, &body).await;
    for _ in 0..5000 {
        if begun.load(Ordering::SeqCst) > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let again = open(&address, "/events", &query, &body).await;
    let hurry = async {
        loop {
            tokio::task::yield_now().await;
            clock.advance(Duration::from_millis(100));
        }
    };
    tokio::select! {
        answer = read(again) => assert_eq!(answer.0, 503, "it is still being handled after 5 s"),
        () = hurry => {}
    }
    drop(first);
    tokio::time::sleep(Duration::from_millis(20)).await;
    gate.add_permits(1);
    tokio::time::timeout(Duration::from_secs(5), ended.notified()).await.expect("it is handled to its end");
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(short(&send(&address, "/events", &query, &body).await), SUCCESS);
    assert_eq!(begun.load(Ordering::SeqCst), 1);
}

/// A sink that counts, and ends with this answer when it gets a permit.
fn gated(
    answer: Result<Answer, &'static str>,
) -> (impl PushSink + Clone + 'static, Arc<tokio::sync::Semaphore>, Arc<AtomicUsize>) {
    let (gate, begun) = (Arc::new(tokio::sync::Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
    let sink = {
        let (gate, begun) = (gate.clone(), begun.clone());
        move |_: Arc<Push>| {
            begun.fetch_add(1, Ordering::SeqCst);
            let (gate, answer) = (gate.clone(), answer.clone());
            async move {
                gate.acquire().await.expect("a gate that stays").forget();
                answer
            }
        }
    };
    (sink, gate, begun)
}

async fn until(begun: &AtomicUsize, count: usize) {
    while begun.load(Ordering::SeqCst) < count {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_slow_reply_is_the_answer_to_the_push_that_comes_again() {
    let (sink, gate, begun) = gated(Ok(Answer::Reply("<xml>at last</xml>".to_owned())));
    let address = serve(sink).await;
    let (query, body) = sample();
    let first = open(&address, "/events", &query, &body).await;
    until(&begun, 1).await;
    // WeChat hangs up after five seconds.
    drop(first);
    let again = tokio::spawn(read(open(&address, "/events", &query, &body).await));
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!again.is_finished(), "it waits");
    gate.add_permits(1);
    let replies = [again.await.expect("an answer"), send(&address, "/events", &query, &body).await];
    for (status, reply) in &replies {
        let message = crypto().decrypt(between(reply, "<Encrypt><![CDATA[", "]]>")).expect("a message");
        assert_eq!((*status, message.0.as_str()), (200, "<xml>at last</xml>"));
    }
    assert_ne!(replies[0], replies[1], "encrypted anew");
    assert_eq!(begun.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_push_that_waited_for_one_that_failed_is_handled() {
    let (sink, gate, begun) = gated(Err("no"));
    let address = serve(sink).await;
    let (query, body) = sample();
    let first = tokio::spawn(read(open(&address, "/events", &query, &body).await));
    until(&begun, 1).await;
    let again = tokio::spawn(read(open(&address, "/events", &query, &body).await));
    tokio::time::sleep(Duration::from_millis(20)).await;
    gate.add_permits(2);
    assert_eq!((first.await.expect("an answer").0, again.await.expect("an answer").0), (500, 500));
    assert_eq!(begun.load(Ordering::SeqCst), 2);
}

/// Sends a request with this head; gives status and body of the answer.
async fn ask(address: &str, head: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let length = body.len();
    let text = format!("{head}host: h\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).await.expect("sent");
    read(stream).await
}

#[tokio::test]
async fn the_check_of_unsigned_pushes_sees_their_headers() {
    let address = serve(async |_: Arc<Push>| Ok::<_, std::io::Error>(Answer::Reply("{}".to_owned()))).await;
    let body = r#"{"ToUserName": "gh_1", "CreateTime": 1409659813, "MsgType": "text", "Content": "hi"}"#;
    assert_eq!(short(&ask(&address, "POST /events HTTP/1.1\r\nX-Checked: yes\r\n", body).await), (200, "{}"));
    assert_eq!(short(&ask(&address, "POST /events HTTP/1.1\r\nX-Checked: no\r\n", body).await), (400, ""));
    assert_eq!(short(&ask(&address, "POST /events HTTP/1.1\r\n", body).await), (400, ""));
}

#[tokio::test]
async fn the_question_of_a_new_url_is_answered() {
    let address = serve(async |_: Arc<Push>| Err::<(), _>("it is no push")).await;
    let signature = crypto().sign(&[&SECONDS.to_string(), "7"]);
    let line = |signature: &str, echo: &str| {
        format!("GET /events?signature={signature}&timestamp={SECONDS}&nonce=7&echostr={echo} HTTP/1.1\r\n")
    };
    assert_eq!(short(&ask(&address, &line(&signature, "4375120948345356249"), "").await), (200, "4375120948345356249"));
    assert_eq!(short(&ask(&address, &line(&"0".repeat(40), "1"), "").await), (400, ""));
    assert_eq!(short(&ask(&address, &line(&signature, "%3Cscript%3E"), "").await), (400, ""));
}

#[tokio::test]
async fn a_reply_is_encrypted() {
    let address =
        serve(async |_: Arc<Push>| Ok::<_, std::io::Error>(Answer::Reply("<xml>hello</xml>".to_owned()))).await;
    let (query, body) = sample();
    let (status, reply) = send(&address, "/events", &query, &body).await;
    let message = crypto().decrypt(between(&reply, "<Encrypt><![CDATA[", "]]>")).expect("a message");
    assert_eq!((status, message.0.as_str()), (200, "<xml>hello</xml>"));
}

#[tokio::test]
async fn a_platform_is_fed() {
    let transport =
        MemoryTransport::new().json(json!({ "component_access_token": "C", "expires_in": 7200 }).to_string()).json(
            json!({ "authorization_info": {
                "authorizer_appid": "wx-shop", "authorizer_access_token": "A", "expires_in": 7200,
                "authorizer_refresh_token": "R", "func_info": [] } })
            .to_string(),
        );
    let platform = ThirdPartyPlatform::builder(APPID, "SECRET").transport(transport.clone()).clock(clock()).build();
    let address = serve(platform.clone()).await;
    let ticket = "<ComponentVerifyTicket>ticket@@@1</ComponentVerifyTicket>";
    assert_eq!(short(&push(&address, "1", &event("component_verify_ticket", ticket)).await), SUCCESS);
    let code = "<AuthorizerAppid>wx-shop</AuthorizerAppid><AuthorizationCode>c0de</AuthorizationCode>";
    assert_eq!(short(&push(&address, "2", &event("authorized", code)).await), SUCCESS);
    let client = wxopen_runtime::TokenProvider::token(&platform.authorizer("wx-shop"), "authorizer_access_token").await;
    assert_eq!(client.expect("a token").expose(), "A");
    let asked = transport.requests();
    assert_eq!(asked.len(), 2);
    assert!(String::from_utf8_lossy(&asked[0].body).contains("ticket@@@1"));
    assert!(String::from_utf8_lossy(&asked[1].body).contains("c0de"));

    let gone = "<AuthorizerAppid>wx-shop</AuthorizerAppid>";
    assert_eq!(short(&push(&address, "3", &event("unauthorized", gone)).await), SUCCESS);
    let token = wxopen_runtime::TokenProvider::token(&platform.authorizer("wx-shop"), "authorizer_access_token").await;
    assert!(token.is_err(), "the authorization is withdrawn");
    assert_eq!(short(&push(&address, "4", &event("notify_3rd_wxa_auth", "")).await), SUCCESS, "left alone");

    let other = event("component_verify_ticket", ticket).replace(APPID, "wx-another");
    assert_eq!(push(&address, "5", &other).await.0, 500);
}
