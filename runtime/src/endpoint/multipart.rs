//! Forms with files. Files are read while they are sent; a form never copies them.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

use crate::codec::Bytes;
use crate::endpoint::file::{File, base_name};
use crate::error::RequestError;
use crate::transport::{BodyStream, TransportError, TransportErrorKind};

/// What boundaries start with; hexadecimal digits follow.
const PREFIX: &str = "wxopen-";

/// A body that is a form with files, `multipart/form-data`.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    boundary: String,
    texts: Vec<(String, String)>,
    files: Vec<(String, File)>,
}

impl Form {
    /// A form of these texts and files, by the names of its parts.
    pub(crate) fn new(texts: Vec<(String, String)>, files: Vec<(String, File)>) -> Self {
        let boundary = boundary(&texts, &files);
        Self { boundary, texts, files }
    }

    /// The content type, which has the boundary.
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The whole form, where all its files are in memory.
    pub fn to_vec(&self) -> Option<Vec<u8>> {
        let mut body = self.texts().into_bytes();
        for (name, file) in &self.files {
            body.extend_from_slice(self.head(name, file).as_bytes());
            body.extend_from_slice(file.bytes()?);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(self.end().as_bytes());
        Some(body)
    }

    /// How many bytes it is, where all its files are in memory.
    pub fn len(&self) -> Option<usize> {
        self.files.iter().try_fold(self.texts().len() + self.end().len(), |len, (name, file)| {
            Some(len + self.head(name, file).len() + file.bytes()?.len() + b"\r\n".len())
        })
    }

    /// A form has an end at least.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Could it be sent, after it may have been sent already?
    pub(crate) fn can_be_sent(&self) -> bool {
        self.files.iter().all(|(_, file)| file.can_be_sent())
    }

    /// Opens its files, and reads them as the stream is read.
    pub(crate) async fn open(&self) -> Result<BodyStream, RequestError> {
        let mut segments = VecDeque::from([Segment::Text(self.texts())]);
        let mut len = Some(0);
        for (name, file) in &self.files {
            if base_name(&file.name).is_none() {
                return Err(RequestError::FileName(file.name.clone()));
            }
            let stream = file
                .open()
                .await
                .map_err(|error| RequestError::File { name: file.name.clone(), reason: error.message })?;
            len = len.zip(stream.len()).map(|(sum, len): (u64, u64)| sum.saturating_add(len));
            segments.push_back(Segment::Text(self.head(name, file)));
            segments.push_back(Segment::File(Exactly { name: file.name.clone(), left: stream.len(), stream }));
            segments.push_back(Segment::Text("\r\n".to_owned()));
        }
        segments.push_back(Segment::Text(self.end()));
        let texts: usize = segments.iter().map(Segment::text_len).sum();
        let len = len.map(|files| files.saturating_add(texts as u64));
        Ok(BodyStream::steps(len, segments, |mut segments| {
            Box::pin(async move { Ok(next(&mut segments).await?.map(|piece| (piece, segments))) })
        }))
    }

    /// The parts that are texts.
    fn texts(&self) -> String {
        let boundary = &self.boundary;
        self.texts
            .iter()
            .map(|(name, text)| {
                let name = quoted(name);
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
            })
            .collect()
    }

    /// What comes before the bytes of a file.
    fn head(&self, name: &str, file: &File) -> String {
        let boundary = &self.boundary;
        let (name, file_name) = (quoted(name), quoted(base_name(&file.name).unwrap_or_default()));
        let content_type = header_value(&file.content_type);
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
             Content-Type: {content_type}\r\n\r\n"
        )
    }

    fn end(&self) -> String {
        format!("--{}--\r\n", self.boundary)
    }

    /// Names of the parts, each with its text or the name of its file.
    #[cfg(feature = "serde")]
    pub(crate) fn parts(&self) -> Vec<(String, String)> {
        let files = self.files.iter().map(|(name, file)| (name.clone(), file.name.clone()));
        self.texts.iter().cloned().chain(files).collect()
    }
}

/// Shows neither texts nor files: both can hold secrets.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form({} texts, {} files)", self.texts.len(), self.files.len())
    }
}

/// A stretch of a form.
enum Segment {
    Text(String),
    File(Exactly),
}

impl Segment {
    fn text_len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::File(_) => 0,
        }
    }
}

/// The next piece of a form.
async fn next(segments: &mut VecDeque<Segment>) -> Result<Option<Bytes>, TransportError> {
    loop {
        let piece = match segments.front_mut() {
            None => return Ok(None),
            Some(Segment::Text(text)) if !text.is_empty() => return Ok(Some(std::mem::take(text).into_bytes().into())),
            Some(Segment::Text(_)) => None,
            Some(Segment::File(file)) => file.next().await?,
        };
        match piece {
            Some(piece) => return Ok(Some(piece)),
            None => drop(segments.pop_front()),
        }
    }
}

/// A file that has to hold as many bytes as it was said to: what follows it would be taken for it, or it for what follows.
struct Exactly {
    name: String,
    left: Option<u64>,
    stream: BodyStream,
}

impl Exactly {
    async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        let named = |error: TransportError| {
            let message = format!("{}: {}", self.name, error.message);
            TransportError { message, ..error }
        };
        let piece = self.stream.next().await.map_err(named)?;
        let wrong =
            |what| named(TransportError::new(TransportErrorKind::Body, format!("it holds {what} than was said")));
        let Some(left) = self.left else { return Ok(piece) };
        match &piece {
            Some(piece) => {
                let left = left.checked_sub(piece.len() as u64).ok_or_else(|| wrong("more bytes"))?;
                self.left = Some(left);
            }
            None if left > 0 => return Err(wrong("fewer bytes")),
            None => {}
        }
        Ok(piece)
    }
}

/// A boundary that no part holds. Of what is in memory it is the first number that nothing mentions: the same form is the
/// same bytes. One look at each part is enough, so content that mentions many numbers costs no more than any other. What is
/// read later cannot be looked at; there it is a random number of 128 bits, which nobody can have put into a file.
fn boundary(texts: &[(String, String)], files: &[(String, File)]) -> String {
    let mut taken = BTreeSet::new();
    texts.iter().for_each(|(_, text)| note_taken(text.as_bytes(), &mut taken));
    for (_, file) in files {
        match file.bytes() {
            Some(bytes) => note_taken(bytes, &mut taken),
            None => return format!("{PREFIX}{}", crate::random::hex()),
        }
    }
    let mut number = 0_u64;
    while taken.contains(&number) {
        number += 1;
    }
    format!("{PREFIX}{number:016x}")
}

/// Notes every number that the bytes hold in the form of a boundary.
fn note_taken(bytes: &[u8], taken: &mut BTreeSet<u64>) {
    for window in bytes.windows(PREFIX.len() + 16) {
        let number = window
            .strip_prefix(PREFIX.as_bytes())
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u64::from_str_radix(digits, 16).ok());
        taken.extend(number);
    }
}

/// As browsers write names: quotes and line breaks percent-encoded. So are backslashes, which some servers take for the
/// start of an escape.
fn quoted(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() || matches!(c, '\r' | '\n')).fold(String::new(), |mut out, c| {
        match c {
            '"' => out.push_str("%22"),
            '\\' => out.push_str("%5C"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c => out.push(c),
        }
        out
    })
}

fn header_value(text: &str) -> String {
    let clean: String = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
    if clean.trim().is_empty() { "application/octet-stream".to_owned() } else { clean }
}
