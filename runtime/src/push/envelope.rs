//! The body of a push, XML or JSON, and the one of a reply.

use std::borrow::Cow;

use serde_json::json;

use super::fields::Fields;
use super::xml;
use crate::codec::{Json, Kind, memory_for};

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// XML; a platform's own events always are.
    Xml,
    /// JSON, where a mini program's settings ask for it.
    Json,
}

/// Reads a message, whichever format it has. It is read as replies are: what is broken in a text is repaired.
pub(super) fn read(text: &[u8]) -> Result<(Format, Fields), &'static str> {
    let fields = match begin(text)? {
        Begun::Xml(fields) => return Ok((Format::Xml, fields)),
        Begun::Json(json) => match json.root(text) {
            Some(root) if root.value_size() > memory_for(text.len()) => return Err("it has too many values"),
            Some(root) if root.kind() == Kind::Object => root.fields(),
            _ => return Err("it is not well-formed JSON"),
        },
    };
    Ok((Format::Json, Fields(fields)))
}

/// The ciphertext in an envelope, if it has one. Nothing else in it is looked at: nothing of it is signed.
pub(super) fn ciphertext(text: &[u8]) -> Result<(Format, Option<String>), &'static str> {
    let (format, encrypt) = match begin(text)? {
        Begun::Xml(fields) => (Format::Xml, fields.text("Encrypt").map(Cow::into_owned)),
        Begun::Json(json) => {
            let field = json.root(text).and_then(|root| root.get("Encrypt"));
            (Format::Json, field.and_then(|field| field.text()).map(Cow::into_owned))
        }
    };
    Ok((format, encrypt.map(|encrypt| encrypt.trim().to_owned())))
}

enum Begun {
    Xml(Fields),
    Json(Json),
}

fn begin(text: &[u8]) -> Result<Begun, &'static str> {
    let plain = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii();
    match plain.first() {
        Some(b'{') => Json::read(text).map(Begun::Json).map_err(|_| "it is not well-formed JSON"),
        _ => Ok(Begun::Xml(Fields(xml::read(&String::from_utf8_lossy(plain))?))),
    }
}

/// An encrypted reply.
pub(super) struct EncryptedReply {
    pub(super) encrypt: String,
    pub(super) signature: String,
    pub(super) timestamp: String,
    pub(super) nonce: String,
}

impl EncryptedReply {
    /// The body of the reply. No value has a character that XML or JSON would escape.
    pub(super) fn write(&self, format: Format) -> String {
        let Self { encrypt, signature, timestamp, nonce } = self;
        match format {
            Format::Xml => format!(
                "<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>\
                 <TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
            ),
            Format::Json => {
                let timestamp = timestamp.parse::<u64>().unwrap_or_default();
                json!({ "Encrypt": encrypt, "MsgSignature": signature, "TimeStamp": timestamp, "Nonce": nonce })
                    .to_string()
            }
        }
    }
}
