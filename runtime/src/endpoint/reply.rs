//! What comes back.

use std::fmt;
use std::ops::Deref;

use serde_json::Value;

use crate::codec::{Bytes, Json};
use crate::endpoint::disposition::file_name;
use crate::endpoint::sniff::{Content, sniff};

/// The value of a reply together with the reply itself. Reads like the value.
#[derive(Clone, PartialEq)]
pub struct Reply<T> {
    value: T,
    raw: RawReply,
}

impl<T> Reply<T> {
    pub(crate) fn new(value: T, raw: RawReply) -> Self {
        Self { value, raw }
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The reply as it came, with every field that the types do not know. Its body is empty where the value has the bytes,
    /// as [`Binary`] does.
    pub fn raw(&self) -> &RawReply {
        &self.raw
    }
}

/// Serialises the value; not what came with it.
#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for Reply<T> {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(out)
    }
}

impl<T> Deref for Reply<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// A reply as it came. `Debug` shows no content, for it can hold tokens.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawReply {
    /// HTTP status.
    pub status: u16,
    /// Headers, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl RawReply {
    /// A reply of status 200 with a JSON body, for tests.
    pub fn json_ok(body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { status: 200, headers, body: body.into() }
    }

    /// A header by its name, in upper or lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// What the body is.
    pub(crate) fn content(&self) -> Content {
        sniff(self.header("content-type"), self.header("content-disposition"), &self.body)
    }

    /// The body as JSON, if it is. It is read as all replies are: a byte order mark does not matter, control characters
    /// in texts stay what they are, and what is no character in a text is a replacement character.
    ///
    /// A tree of values can take a hundred times the memory of the body.
    pub fn json(&self) -> Option<Value> {
        Json::read(&self.body).ok()?.root(&self.body).map(|root| root.value())
    }
}

impl fmt::Debug for RawReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without what may follow the type: only the type is sure to repeat nothing of the request.
        let content_type = self.header("content-type").and_then(|kind| kind.split(';').next());
        let content_type = content_type.unwrap_or("no content type");
        write!(f, "RawReply({}, {content_type}, {} bytes)", self.status, self.body.len())
    }
}

/// A reply of bytes, for example a picture.
///
/// HTML, XML, text, JSON with a code or cut short, and nothing at all are errors in its place, whatever the server calls
/// them; text passes where the headers say that it is a file, by the type `text/csv` or a file name. JSON that is whole and
/// has no code passes, too: it is what getMedia answers for a video.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Binary {
    /// The bytes.
    pub bytes: Bytes,
    /// What they are, as the server says.
    pub content_type: Option<String>,
    /// The file name the server suggests, without folders.
    pub file_name: Option<String>,
}

impl Binary {
    /// Takes the body: it can be large, and is not held twice.
    pub(crate) fn take(raw: &mut RawReply) -> Self {
        Self {
            bytes: std::mem::take(&mut raw.body).into(),
            content_type: raw.header("content-type").map(str::to_owned),
            file_name: raw.header("content-disposition").and_then(file_name),
        }
    }
}
