//! Tickets and authorizations arrive where they should, encrypted.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use wxgen_mock::{COMPONENT_APPID, PushTarget};
use wxopen_runtime::ManualClock;
use wxopen_runtime::push::{AesKey, Event, PushQuery, PushReceiver};

use crate::support::{builder, look, post, start};

const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const TOKEN: &str = "push-token";

/// A receiver that answers `success`: its URL, and the query and body of each push.
fn receiver() -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}/wechat", listener.local_addr().expect("an address"));
    let (sender, pushes) = mpsc::channel();
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut all = Vec::new();
            let mut part = [0; 4096];
            let (head, body) = loop {
                let read = stream.read(&mut part).expect("it can be read");
                all.extend_from_slice(part.get(..read).unwrap_or_default());
                let Some(end) = all.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
                let head = String::from_utf8_lossy(&all[..end]).to_lowercase();
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                let body = &all[end + 4..];
                if body.len() >= length.unwrap_or(0) {
                    break (String::from_utf8_lossy(&all[..end]).into_owned(), body.to_vec());
                }
            };
            let target = head.split_whitespace().nth(1).unwrap_or_default();
            let query = target.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\nsuccess")
                .expect("answered");
            if sender.send((query, body)).is_err() {
                return;
            }
        }
    });
    (url, pushes)
}

#[test]
fn tickets_and_authorizations_are_pushed() {
    let (url, pushes) = receiver();
    let target = PushTarget { url, token: TOKEN.to_owned(), aes_key: KEY.to_owned() };
    let mock = start(builder().push_to(target));
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_800_000_000));
    let key = AesKey::parse(KEY).expect("a key");
    let reader = PushReceiver::builder(COMPONENT_APPID, TOKEN, key).clock(clock.clone()).build();
    let next = || {
        let (query, body) = pushes.recv_timeout(Duration::from_secs(20)).expect("a push");
        reader.receive(&PushQuery::parse(&query), &body).expect("a good push").event
    };
    let Event::ComponentVerifyTicket(first) = next() else { panic!("a ticket comes first") };
    assert_eq!(first.ticket.expose(), mock.ticket());

    let reply = post(&mock, "/mock/ticket", "{}");
    let Event::ComponentVerifyTicket(second) = next() else { panic!("a ticket on demand") };
    assert_eq!((second.ticket.expose(), &reply["pushed"]["accepted"]), (mock.ticket().as_str(), &true.into()));

    mock.authorize("wx-]]>one", None).expect("authorised");
    let Event::Authorized(event) = next() else { panic!("an authorization") };
    assert_eq!(event.authorizer, "wx-]]>one");
    mock.authorize("wx-]]>one", None).expect("authorised again");
    assert!(matches!(next(), Event::UpdateAuthorized(_)));
    mock.unauthorize("wx-]]>one");
    assert!(matches!(next(), Event::Unauthorized(_)));

    mock.advance(601);
    clock.advance(Duration::from_secs(601));
    assert!(matches!(next(), Event::ComponentVerifyTicket(_)), "one every ten minutes");
    let told = look(&mock, "/mock/state");
    assert!(told["pushes"].as_array().is_some_and(|all| all.len() >= 5), "{told}");
}

#[test]
fn nobody_there_is_told() {
    let target = PushTarget { url: "http://127.0.0.1:9/".to_owned(), token: TOKEN.to_owned(), aes_key: KEY.to_owned() };
    let mock = start(builder().push_to(target));
    let reply = post(&mock, "/mock/ticket", "{}");
    assert_eq!(reply["pushed"]["accepted"], false, "{reply}");
    assert!(reply["ticket"].as_str().is_some_and(|ticket| ticket.starts_with("ticket@@@")), "{reply}");
}
