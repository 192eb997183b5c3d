//! The cipher against samples that others made.
//!
//! Tencent's own always runs. More are read from beside the repository; where they are absent, that test says so and
//! tests nothing.

use std::path::Path;

use wxopen_runtime::Value;
use wxopen_runtime::push::{AesKey, Event, PushCrypto, PushQuery, PushReceiver, Rejection};

use crate::sample::{APPID, ENCRYPT, KEY, NONCE, OTHER_KEY, SIGNATURE, TIMESTAMP, TOKEN, builder, crypto, key, sample};

#[test]
fn tencents_sample_is_received() {
    let (query, body) = sample();
    let push = builder().build().receive(&query, body.as_bytes()).expect("a push");
    let Event::Message(message) = push.event else { panic!("{:?}", push.event) };
    assert_eq!((message.to.as_str(), message.kind.as_str()), (APPID, "text"));
    assert_eq!(message.fields.text("Content").as_deref(), Some("hello"));
    assert_eq!(message.fields.integer("MsgId"), Some(4_561_255_354_251_345_929));
}

#[test]
fn tencents_sample_is_made_again_byte_for_byte() {
    let (message, appid) = crypto().decrypt(ENCRYPT).expect("a message");
    assert_eq!(appid, APPID);
    assert!(message.starts_with("<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName>"));
    assert_eq!(crypto().encrypt(&message, *b"0960688932c47ef1"), ENCRYPT);
    assert_eq!(crypto().sign(&[TIMESTAMP, NONCE, ENCRYPT]), SIGNATURE);
    assert!(crypto().verify(&[ENCRYPT, TIMESTAMP, NONCE], SIGNATURE), "the order does not matter");
}

#[test]
fn every_foreign_vector() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/facts/crypto_vectors.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped: no {}", file.display());
        return;
    };
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("a list of vectors");
    assert!(!vectors.is_empty());
    for vector in &vectors {
        let text = |name: &str| vector[name].as_str().unwrap_or_default();
        let name = text("name");
        let key = AesKey::parse(text("encoding_aes_key")).expect(name);
        let crypto = PushCrypto::new(text("appid"), text("token"), key.clone());
        let encrypt = text("encrypt");
        let decrypted = crypto.decrypt(encrypt).unwrap_or_else(|flaw| panic!("{name}: {flaw}"));
        assert_eq!(decrypted, (text("plaintext").to_owned(), text("tail_id").to_owned()), "{name}");
        let random16 = text("random16").as_bytes().try_into().expect("16 bytes");
        assert_eq!(crypto.encrypt(text("plaintext"), random16), encrypt, "{name}");
        if text("msg_signature").is_empty() {
            continue;
        }
        let [timestamp, nonce, msg_signature] = ["timestamp", "nonce", "msg_signature"].map(text);
        assert_eq!(crypto.sign(&[timestamp, nonce, encrypt]), msg_signature, "{name}");
        let query = format!("timestamp={timestamp}&nonce={nonce}&msg_signature={msg_signature}");
        let receiver = PushReceiver::builder(text("appid"), text("token"), key)
            .window(std::time::Duration::from_secs(u64::from(u32::MAX)))
            .build();
        let body = format!("<xml><Encrypt>{encrypt}</Encrypt></xml>");
        receiver.receive(&PushQuery::parse(&query), body.as_bytes()).expect(name);
    }
}

#[test]
fn a_key_is_43_characters_of_base64() {
    for wrong in ["", &KEY[1..], &format!("{KEY}="), &format!("{KEY}A"), &KEY.replace('j', "-"), &"密".repeat(43)] {
        assert!(AesKey::parse(wrong).is_err(), "{wrong}");
    }
    // The same key, whatever the last two bits say.
    let other_bits = KEY.strip_suffix('C').map(|start| format!("{start}A")).expect("it ends in C");
    let other = PushCrypto::new(APPID, TOKEN, key(&other_bits));
    assert!(other.decrypt(ENCRYPT).is_ok());
}

#[test]
fn another_key_finds_no_message() {
    let other = PushCrypto::new(APPID, TOKEN, key(OTHER_KEY));
    assert!(matches!(other.decrypt(ENCRYPT), Err(Rejection::Padding)));
}

#[test]
fn keys_and_tokens_do_not_show() {
    let (query, body) = sample();
    let receiver = builder().previous_key(key(OTHER_KEY)).build();
    let push = receiver.receive(&query, body.as_bytes());
    let all = format!("{:?} {:?} {:?} {:?} {push:?}", key(KEY), crypto(), receiver, builder());
    for secret in [KEY, TOKEN, OTHER_KEY, "hello"] {
        assert!(!all.contains(secret), "{secret} shows in {all}");
    }
}
