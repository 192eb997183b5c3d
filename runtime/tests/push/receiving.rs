//! Keys, formats, replies.

use std::time::{Duration, UNIX_EPOCH};

use wxopen_runtime::push::{Delivery, Event, Format, PushError, PushHead, PushQuery, PushReceiver, Rejection};
use wxopen_runtime::{ManualClock, Value, json};

use crate::sample::{
    APPID, ENCRYPT, KEY, NONCE, OTHER_KEY, SIGNATURE, TIMESTAMP, TOKEN, builder, clock, crypto, envelope, key, receive,
    sample, signed,
};

const TICKET: &str = "<xml><AppId>wx5823bf96d3bd56c7</AppId><InfoType>component_verify_ticket</InfoType>\
    <CreateTime>1409659800</CreateTime><ComponentVerifyTicket><![CDATA[ticket@@@x]]></ComponentVerifyTicket></xml>";

#[test]
fn what_was_encrypted_with_the_previous_key_is_taken_and_answered_with_it() {
    let receiver = PushReceiver::builder(APPID, TOKEN, key(OTHER_KEY)).clock(clock());
    let (query, body) = sample();
    let error = PushReceiver::builder(APPID, TOKEN, key(OTHER_KEY)).clock(clock()).build();
    assert!(matches!(error.receive(&query, body.as_bytes()), Err(PushError::Undecryptable(Rejection::Padding))));
    let receiver = receiver.previous_key(key(KEY)).build();
    let push = receiver.receive(&query, body.as_bytes()).expect("a push");
    let reply = receiver.reply(&push, "<xml/>").expect("a reply");
    let encrypt = between(&reply, "<Encrypt><![CDATA[", "]]>");
    assert_eq!(crypto().decrypt(encrypt).expect("the previous key"), ("<xml/>".to_owned(), APPID.to_owned()));
}

#[test]
fn a_push_for_another_appid_is_refused_unless_that_is_allowed() {
    let other = || PushReceiver::builder("wx-another", TOKEN, key(KEY)).clock(clock());
    let (query, body) = sample();
    let refused = other().build().receive(&query, body.as_bytes()).expect_err("another appid");
    assert_eq!(refused, PushError::Undecryptable(Rejection::Appid));
    other().check_appid(false).build().receive(&query, body.as_bytes()).expect("not checked");
}

#[test]
fn a_reply_is_signed_encrypted_and_in_the_format_of_the_push() {
    let receiver = builder().random(|| Ok(*b"0960688932c47ef1")).build();
    let push = receive(&receiver, TICKET).expect("a push");
    let (message, _) = crypto().decrypt(ENCRYPT).expect("the sample");
    let reply = receiver.reply(&push, &message).expect("a reply");
    // The same message, key and random bytes as Tencent's sample make the same ciphertext.
    assert_eq!(between(&reply, "<Encrypt><![CDATA[", "]]>"), ENCRYPT);
    let nonce = between(&reply, "<Nonce><![CDATA[", "]]>");
    assert_eq!(between(&reply, "<TimeStamp>", "<"), TIMESTAMP);
    let signature = between(&reply, "<MsgSignature><![CDATA[", "]]>");
    assert!(crypto().verify(&[TIMESTAMP, nonce, ENCRYPT], signature));

    let body = json!({ "ToUserName": "gh_1", "Encrypt": ENCRYPT }).to_string();
    let (query, _) = sample();
    let push = builder().build().receive(&query, body.as_bytes()).expect("a push");
    assert_eq!(push.format, Format::Json);
    let reply: Value = serde_json::from_str(&receiver.reply(&push, &message).expect("a reply")).expect("JSON");
    assert_eq!(reply["Encrypt"], ENCRYPT);
    assert_eq!(reply["TimeStamp"], 1_409_659_813);
    let [nonce, signature] = ["Nonce", "MsgSignature"].map(|name| reply[name].as_str().expect("a text"));
    assert!(crypto().verify(&[TIMESTAMP, nonce, ENCRYPT], signature));
}

#[test]
fn replies_are_never_encrypted_alike() {
    let receiver = builder().build();
    let push = receive(&receiver, TICKET).expect("a push");
    let reply = || receiver.reply(&push, "<xml/>").expect("a reply");
    assert_ne!(between(&reply(), "<Encrypt><![CDATA[", "]]>"), between(&reply(), "<Encrypt><![CDATA[", "]]>"));
}

#[test]
fn json_inside() {
    let message =
        json!({ "ToUserName": "gh_1", "CreateTime": 1_409_659_800, "MsgType": "event", "Event": "debug_demo" });
    let push = receive(&builder().build(), &message.to_string()).expect("a push");
    let Event::Message(message) = &push.event else { panic!("{push:?}") };
    assert_eq!((message.to.as_str(), message.event.as_deref()), ("gh_1", Some("debug_demo")));
    assert_eq!(push.event.name(), "debug_demo");
}

#[test]
fn plain_pushes_are_taken_only_where_the_user_says_so() {
    let signature = crypto().sign(&[TIMESTAMP, NONCE]);
    let query = PushQuery::parse(&format!("signature={signature}&timestamp={TIMESTAMP}&nonce={NONCE}"));
    let refused = builder().build().receive(&query, TICKET.as_bytes()).expect_err("plain");
    assert_eq!(refused, PushError::Envelope("there is no ciphertext"));
    let receiver = builder().allow_plain(true).build();
    let push = receiver.receive(&query, TICKET.as_bytes()).expect("a push");
    assert_eq!(push.event.name(), "component_verify_ticket");
    assert_eq!(receiver.reply(&push, "<xml/>").expect("a reply"), "<xml/>");

    let unsigned = PushQuery { signature: SIGNATURE.to_owned(), ..query.clone() };
    assert_eq!(receiver.receive(&unsigned, TICKET.as_bytes()).expect_err("unsigned"), PushError::Signature);
    // What is encrypted still has to be signed as that.
    let refused = receiver.receive(&query, envelope(ENCRYPT).as_bytes()).expect_err("no msg_signature");
    assert_eq!(refused, PushError::Query("msg_signature"));
}

#[test]
fn unsigned_pushes_are_taken_only_where_the_users_check_says_so() {
    let query = PushQuery::default();
    let head = |headers| PushHead { query: &query, headers };
    let message = br#"{"ToUserName": "gh_1", "CreateTime": 1409659813, "MsgType": "text", "Content": "hi"}"#;
    let receiver = builder().unsigned(|push| push.header("x-wx-source").is_some()).build();
    let push = receiver.receive_from(&head(&[("X-WX-SOURCE", "other")]), message).expect("a push");
    assert_eq!((push.event.name(), push.delivery, push.format), ("text", Delivery::First, Format::Json));
    assert_eq!(receiver.reply(&push, "{}").expect("a reply"), "{}");
    receiver.handled(&push);
    let again = receiver.receive_from(&head(&[("x-wx-source", "other")]), message).expect("a push");
    assert_eq!(again.delivery, Delivery::Repeat);

    let refused = PushError::Envelope("there is no ciphertext");
    assert_eq!(receiver.receive_from(&head(&[("x-other", "1")]), message).expect_err("unchecked"), refused);
    assert_eq!(receiver.receive(&query, message).expect_err("unchecked"), refused);
    // What is encrypted is verified whatever the check says.
    let headers = [("x-wx-source", "other")];
    let forged = receiver.receive_from(&head(&headers), envelope(ENCRYPT).as_bytes()).expect_err("no signature");
    assert_eq!(forged, PushError::Query("timestamp"));
    receiver.receive_from(&PushHead { query: &sample().0, headers: &[] }, sample().1.as_bytes()).expect("a push");
}

#[test]
fn white_space_around_a_ciphertext_is_none_of_it() {
    let (query, body) = sample();
    let spread = body.replace("><", ">\n    <").replace("><![", ">\n <![").replace("]]><", "]]>\n<");
    assert_eq!(builder().build().receive(&query, spread.as_bytes()).expect("a push").event.name(), "text");
    let json = json!({ "ToUserName": "gh_1", "Encrypt": format!(" {ENCRYPT}\n") }).to_string();
    assert_eq!(builder().build().receive(&query, json.as_bytes()).expect("a push").event.name(), "text");
}

#[test]
fn texts_that_are_broken_lose_no_push() {
    let of = |message: &[u8]| {
        let encrypt = crypto().encrypt(message, *b"0123456789abcdef");
        let push = builder().build().receive(&signed(&encrypt), envelope(&encrypt).as_bytes());
        let push = push.unwrap_or_else(|error| panic!("{}: {error}", String::from_utf8_lossy(message)));
        let Event::Message(message) = push.event else { panic!("{push:?}") };
        message.fields.text("Content").expect("a text").into_owned()
    };
    let json = |content: &[u8]| of(&[b"{\"ToUserName\":\"gh_1\",\"Content\":\"", content, b"\"}"].concat());
    let xml = |content: &[u8]| {
        of(&[b"<xml><ToUserName>gh_1</ToUserName><Content><![CDATA[", content, b"]]></Content></xml>"].concat())
    };
    let controls = b"a\nb\tc\x1b[0m";
    assert_eq!((json(controls), xml(controls)), ("a\nb\tc\u{1b}[0m".to_owned(), "a\nb\tc\u{1b}[0m".to_owned()));
    for broken in [&b"cut \xe5\x8d"[..], b"cut \xff"] {
        assert_eq!((json(broken), xml(broken)), ("cut \u{fffd}".to_owned(), "cut \u{fffd}".to_owned()));
    }
    assert_eq!(json(br"cut \ud83d"), "cut \u{fffd}");
}

#[test]
fn a_url_is_verified_with_wechats_own_example() {
    let builder = |seconds| {
        let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(seconds));
        PushReceiver::builder("wx-component", "AAAAA", key(KEY)).clock(clock).build()
    };
    let signature = "f464b24fc39322e44b38aa78f5edd27bd1441696";
    let query = format!("signature={signature}&echostr=4375120948345356249&timestamp=1714036504&nonce=1514711492");
    let query = PushQuery::parse(&query);
    let receiver = builder(1_714_036_504);
    assert_eq!(receiver.verify_url(&query).as_deref(), Ok("4375120948345356249"));
    assert_eq!(builder(1_714_040_000).verify_url(&query), Err(PushError::Stale));
    for (query, error) in [
        (PushQuery { signature: String::new(), ..query.clone() }, PushError::Query("signature")),
        (PushQuery { nonce: "1514711493".to_owned(), ..query.clone() }, PushError::Signature),
        (PushQuery { echostr: String::new(), ..query.clone() }, PushError::Query("echostr")),
        (PushQuery { echostr: "<b>".to_owned(), ..query.clone() }, PushError::Query("echostr")),
    ] {
        assert_eq!(receiver.verify_url(&query), Err(error));
    }
}

#[test]
fn where_a_push_is_both_plain_and_encrypted_only_the_signed_part_counts() {
    let body = TICKET.replace("</xml>", &format!("<Encrypt>{ENCRYPT}</Encrypt></xml>"));
    let push = builder().allow_plain(true).build().receive(&sample().0, body.as_bytes()).expect("a push");
    assert_eq!(push.event.name(), "text");
}

#[test]
fn a_query_is_read_as_it_stands_in_a_url() {
    let query = PushQuery::parse("signature=a&timestamp=1&nonce=%32&encrypt_type=aes&msg_signature=b&nonce=3&x");
    assert_eq!((query.timestamp.as_str(), query.nonce.as_str()), ("1", "2"));
    assert_eq!((query.msg_signature.as_str(), query.signature.as_str()), ("b", "a"));
    let long = PushQuery::parse(&format!("nonce={}", "1".repeat(1000)));
    assert_eq!(long, PushQuery::default());
}

#[test]
fn a_query_that_lacks_something_says_what() {
    let body = envelope(ENCRYPT);
    let refused = |query: PushQuery| builder().build().receive(&query, body.as_bytes()).expect_err("a bad query");
    let good = signed(ENCRYPT);
    let cases = [
        (PushQuery { timestamp: String::new(), ..good.clone() }, "timestamp"),
        (PushQuery { timestamp: "-1".to_owned(), ..good.clone() }, "timestamp"),
        (PushQuery { timestamp: "9".repeat(30), ..good.clone() }, "timestamp"),
        (PushQuery { nonce: String::new(), ..good.clone() }, "nonce"),
        (PushQuery { nonce: "1".repeat(49), ..good.clone() }, "nonce"),
        (PushQuery { nonce: "=1".to_owned(), ..good.clone() }, "nonce"),
        (PushQuery { nonce: "1 ".to_owned(), ..good.clone() }, "nonce"),
        (PushQuery { msg_signature: String::new(), ..good }, "msg_signature"),
    ];
    for (query, name) in cases {
        assert_eq!(refused(query), PushError::Query(name));
    }
}

pub(crate) fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect("the start");
    rest.split_once(end).expect("the end").0
}
