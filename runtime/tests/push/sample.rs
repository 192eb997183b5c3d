//! Tencent's own sample of an encrypted push, and pushes made like it.

use std::time::{Duration, UNIX_EPOCH};

use wxopen_runtime::ManualClock;
use wxopen_runtime::push::{AesKey, Push, PushCrypto, PushError, PushQuery, PushReceiver, ReceiverBuilder};

pub(crate) const TOKEN: &str = "QDG6eK";
pub(crate) const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
pub(crate) const APPID: &str = "wx5823bf96d3bd56c7";
pub(crate) const SECONDS: u64 = 1_409_659_813;
pub(crate) const TIMESTAMP: &str = "1409659813";
pub(crate) const NONCE: &str = "1372623149";
pub(crate) const SIGNATURE: &str = "477715d11cdb4164915debcba66cb864d751f3e6";
pub(crate) const ENCRYPT: &str = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";
/// Another key, well-formed.
pub(crate) const OTHER_KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

pub(crate) fn key(text: &str) -> AesKey {
    AesKey::parse(text).expect("a key")
}

pub(crate) fn crypto() -> PushCrypto {
    PushCrypto::new(APPID, TOKEN, key(KEY))
}

/// A clock that shows when the sample was sent.
pub(crate) fn clock() -> ManualClock {
    ManualClock::at(UNIX_EPOCH + Duration::from_secs(SECONDS))
}

pub(crate) fn builder() -> ReceiverBuilder {
    PushReceiver::builder(APPID, TOKEN, key(KEY)).clock(clock())
}

/// The sample as it comes.
pub(crate) fn sample() -> (PushQuery, String) {
    let query = PushQuery::parse(&format!("msg_signature={SIGNATURE}&timestamp={TIMESTAMP}&nonce={NONCE}"));
    (query, envelope(ENCRYPT))
}

pub(crate) fn envelope(encrypt: &str) -> String {
    format!("<xml><AppId><![CDATA[{APPID}]]></AppId><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>")
}

/// The query that this ciphertext needs.
pub(crate) fn signed(encrypt: &str) -> PushQuery {
    signed_at(encrypt, SECONDS, NONCE)
}

pub(crate) fn signed_at(encrypt: &str, seconds: u64, nonce: &str) -> PushQuery {
    let timestamp = seconds.to_string();
    let msg_signature = crypto().sign(&[&timestamp, nonce, encrypt]);
    PushQuery { timestamp, nonce: nonce.to_owned(), msg_signature, ..PushQuery::default() }
}

/// Receives this message as WeChat would send it.
pub(crate) fn receive(receiver: &PushReceiver, message: &str) -> Result<Push, PushError> {
    let encrypt = crypto().encrypt(message, *b"0123456789abcdef");
    receiver.receive(&signed(&encrypt), envelope(&encrypt).as_bytes())
}
