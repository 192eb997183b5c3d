//! Any bytes as the message inside a push, XML or JSON: it is read or refused, and shows no value of its fields.

#![no_main]

use std::sync::LazyLock;
use std::time::{Duration, UNIX_EPOCH};

use libfuzzer_sys::fuzz_target;
use wxopen_runtime::ManualClock;
use wxopen_runtime::push::{AesKey, Event, PushCrypto, PushError, PushQuery, PushReceiver};

const TIMESTAMP: &str = "1000000000";

static CRYPTO: LazyLock<PushCrypto> = LazyLock::new(|| PushCrypto::new("wx-component", "TOKEN", key()));
static RECEIVER: LazyLock<PushReceiver> = LazyLock::new(|| {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_000_000_000));
    PushReceiver::builder("wx-component", "TOKEN", key()).clock(clock).max_body(1 << 24).build()
});

fn key() -> AesKey {
    AesKey::parse("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG").expect("43 characters")
}

fuzz_target!(|message: &[u8]| {
    let encrypt = CRYPTO.encrypt(message, [0; 16]);
    let msg_signature = CRYPTO.sign(&[TIMESTAMP, "1", &encrypt]);
    let query = PushQuery::parse(&format!("timestamp={TIMESTAMP}&nonce=1&msg_signature={msg_signature}"));
    let body = format!("<xml><Encrypt>{encrypt}</Encrypt></xml>");
    match RECEIVER.receive(&query, body.as_bytes()) {
        Ok(push) => {
            if let Event::Message(message) = &push.event {
                assert!(!message.to.is_empty());
                assert_eq!(message.fields.text("ToUserName").as_deref(), Some(message.to.as_str()));
                for (name, value) in message.fields.iter() {
                    assert!(message.fields.list(name).len() <= value.as_array().map_or(1, Vec::len));
                }
            }
            RECEIVER.reply(&push, &String::from_utf8_lossy(message)).expect("a reply");
        }
        Err(error) => assert!(matches!(error, PushError::Message(_)), "{error}"),
    }
});
