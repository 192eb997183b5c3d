//! Files that are uploaded: in memory, on disk, or from anywhere else.

use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::codec::{Bytes, Encode, Writer};
use crate::transport::{BodyStream, BoxFuture, TransportError, offload, unreadable};

/// A file that is uploaded.
///
/// What is in memory or on disk, or can be opened again, is sent again where a call may be
/// [repeated](crate::Retry); what comes from a reader is sent once. None but the bytes that are given as such are ever in
/// memory as a whole. A file has to hold exactly as many bytes as it was said to.
///
/// ```no_run
/// use wxopen_runtime::File;
/// let picture = File::new("logo.png", std::fs::read("logo.png")?).content_type("image/png");
/// let film = File::from_path("/srv/films/tour.mp4");
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct File {
    /// File name. Folders are not sent: of `a/b.png` and of `a\b.png` it is `b.png`. A call with a file without a name
    /// fails with [`RequestError::FileName`](crate::RequestError::FileName).
    pub name: String,
    /// Content type; `application/octet-stream` unless set.
    pub content_type: String,
    content: FileContent,
}

/// Where the bytes come from.
#[derive(Clone)]
enum FileContent {
    Bytes(Bytes),
    /// Opened for each attempt.
    Source(Arc<Opener>),
    /// There once.
    Once(Arc<Mutex<Option<BodyStream>>>),
}

type Opener = dyn Fn() -> BoxFuture<'static, Result<BodyStream, TransportError>> + Send + Sync;

impl File {
    /// A file in memory.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::with(name, FileContent::Bytes(bytes.into()))
    }

    /// A file on disk, by its path. It is read while it is sent; a file that is not there is an error of the call,
    /// [`RequestError::File`](crate::RequestError::File).
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::from_source(name, move || {
            let path = path.clone();
            async move {
                let (len, file) = offload(move || {
                    let file = std::fs::File::open(path)?;
                    let metadata = file.metadata()?;
                    match metadata.is_dir() {
                        true => Err(io::ErrorKind::IsADirectory.into()),
                        false => Ok((metadata.is_file().then_some(metadata.len()), file)),
                    }
                })
                .await?;
                Ok(BodyStream::from_read(len, file))
            }
        })
    }

    /// What an asynchronous reader holds, and how many bytes that is. WeChat wants a length: without one the body goes out
    /// in chunks, which some of its endpoints refuse. It can be sent once, so such a call is not repeated.
    #[cfg(feature = "tokio")]
    pub fn from_async_read(
        name: impl Into<String>,
        len: impl Into<Option<u64>>,
        reader: impl tokio::io::AsyncRead + Send + Unpin + 'static,
    ) -> Self {
        Self::from_stream(name, BodyStream::from_async_read(len, reader))
    }

    /// What a blocking reader holds, and how many bytes that is; else as
    /// [`from_stream`](Self::from_stream).
    pub fn from_read(name: impl Into<String>, len: impl Into<Option<u64>>, reader: impl Read + Send + 'static) -> Self {
        Self::from_stream(name, BodyStream::from_read(len, reader))
    }

    /// What a stream holds. It can be sent once, so such a call is not repeated once some of it was sent. Give it a
    /// length: without one the body goes out in chunks, which WeChat does not promise to take.
    pub fn from_stream(name: impl Into<String>, stream: BodyStream) -> Self {
        Self::with(name, FileContent::Once(Arc::new(Mutex::new(Some(stream)))))
    }

    /// What a function opens, anew for each attempt of a call.
    pub fn from_source<F>(name: impl Into<String>, open: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = io::Result<BodyStream>> + Send + 'static,
    {
        let open = move || -> BoxFuture<'static, _> {
            let opening = open();
            Box::pin(async move { opening.await.map_err(|error| unreadable(&error)) })
        };
        Self::with(name, FileContent::Source(Arc::new(open)))
    }

    fn with(name: impl Into<String>, content: FileContent) -> Self {
        Self { name: name.into(), content_type: "application/octet-stream".to_owned(), content }
    }

    /// Sets the content type.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Its bytes, where they are in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            FileContent::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Can it be sent, after it may have been sent already?
    pub(crate) fn can_be_sent(&self) -> bool {
        match &self.content {
            FileContent::Once(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).is_some(),
            _ => true,
        }
    }

    /// Its bytes from the beginning.
    pub(crate) async fn open(&self) -> Result<BodyStream, TransportError> {
        match &self.content {
            FileContent::Bytes(bytes) => Ok(BodyStream::from_bytes(bytes.clone())),
            FileContent::Source(open) => open().await,
            FileContent::Once(stream) => lend(stream.clone()),
        }
    }
}

/// A stream that is taken away when it is first read: until then another attempt can have it.
fn lend(shared: Arc<Mutex<Option<BodyStream>>>) -> Result<BodyStream, TransportError> {
    let gone = || unreadable(&io::Error::other("it was sent already and cannot be read again"));
    let take = |shared: &Mutex<Option<BodyStream>>| shared.lock().unwrap_or_else(PoisonError::into_inner).take();
    let len = match &*shared.lock().unwrap_or_else(PoisonError::into_inner) {
        Some(stream) => stream.len(),
        None => return Err(gone()),
    };
    Ok(BodyStream::steps(len, None, move |stream: Option<BodyStream>| {
        let stream = stream.or_else(|| take(&shared));
        Box::pin(async move {
            let mut stream = stream.ok_or_else(gone)?;
            Ok(stream.next().await?.map(|piece| (piece, Some(stream))))
        })
    }))
}

/// The last part of a name that may have folders before it; `None` where that is nothing that could be a file.
pub(crate) fn base_name(name: &str) -> Option<&str> {
    let name = name.rsplit(['/', '\\']).next()?;
    let is_blank = name.chars().all(|c| c.is_control() || c.is_whitespace());
    (!is_blank && name != "." && name != "..").then_some(name)
}

/// Files in memory are equal by what they hold, others when one is a clone of the other.
impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        let same_content = match (&self.content, &other.content) {
            (FileContent::Bytes(this), FileContent::Bytes(other)) => this == other,
            (FileContent::Source(this), FileContent::Source(other)) => Arc::ptr_eq(this, other),
            (FileContent::Once(this), FileContent::Once(other)) => Arc::ptr_eq(this, other),
            _ => false,
        };
        same_content && self.name == other.name && self.content_type == other.content_type
    }
}

impl Eq for File {}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({:?}, {}", self.name, self.content_type)?;
        match &self.content {
            FileContent::Bytes(bytes) => write!(f, ", {} bytes)", bytes.len()),
            _ => f.write_str(")"),
        }
    }
}

/// Stands for its name where a call is shown as data.
impl Encode for File {
    fn encode(&self, out: &mut Writer) {
        out.text(&self.name);
    }
}
