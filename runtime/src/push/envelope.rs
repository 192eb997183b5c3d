//! The body of a push, XML or JSON, and the one of a reply.

use serde_json::{Value, json};

use super::fields::Fields;
use super::xml;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// XML; a platform's own events always are.
    Xml,
    /// JSON, where a mini program's settings ask for it.
    Json,
}

/// Reads a body, whichever format it has.
pub(super) fn read(text: &str) -> Result<(Format, Fields), &'static str> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with('{') {
        return Ok((Format::Xml, Fields(xml::read(text)?)));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => Ok((Format::Json, Fields(fields))),
        _ => Err("it is not well-formed JSON"),
    }
}

/// An encrypted reply.
pub(super) struct Sealed {
    pub(super) encrypt: String,
    pub(super) signature: String,
    pub(super) timestamp: String,
    pub(super) nonce: String,
}

impl Sealed {
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
