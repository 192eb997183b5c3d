//! Any bytes as a push. They come as the body; as a ciphertext that is signed; and as a ciphertext under the key, so that
//! padding, length and appid are whatever they happen to be. None of them passes, and none panics.

#![no_main]

use std::sync::LazyLock;
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use wxopen_runtime::ManualClock;
use wxopen_runtime::push::{AesKey, PushCrypto, PushQuery, PushReceiver};

const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const OTHER_KEY: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg";
const TIMESTAMP: &str = "1000000000";

static CRYPTO: LazyLock<PushCrypto> = LazyLock::new(|| PushCrypto::new("wx-component", "TOKEN", key(KEY)));
static RECEIVER: LazyLock<PushReceiver> = LazyLock::new(|| {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_000_000_000));
    PushReceiver::builder("wx-component", "TOKEN", key(KEY)).previous_key(key(OTHER_KEY)).clock(clock).build()
});

fn key(text: &str) -> AesKey {
    AesKey::parse(text).expect("43 characters")
}

fn signed(encrypt: &str) -> PushQuery {
    let msg_signature = CRYPTO.sign(&[TIMESTAMP, "1", encrypt]);
    PushQuery::parse(&format!("timestamp={TIMESTAMP}&nonce=1&msg_signature={msg_signature}"))
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    assert!(RECEIVER.receive(&PushQuery::parse(&text), bytes).is_err());
    assert!(RECEIVER.receive(&signed(&text), bytes).is_err());

    let encrypt = STANDARD.encode(bytes);
    let body = format!("<xml><Encrypt>{encrypt}</Encrypt></xml>");
    assert!(RECEIVER.receive(&signed(&encrypt), body.as_bytes()).is_err());

    // Cut anywhere, a ciphertext of ours ends in bytes of the message instead of padding.
    let sealed = STANDARD.decode(CRYPTO.encrypt(text.as_bytes(), [0; 16])).expect("Base64");
    for blocks in 1..sealed.len() / 16 {
        let _ = CRYPTO.decrypt(&STANDARD.encode(&sealed[..16 * blocks]));
    }
    let whole = CRYPTO.decrypt(&STANDARD.encode(&sealed)).expect("our own");
    assert_eq!(whole, (text.into_owned(), "wx-component".to_owned()));
});
