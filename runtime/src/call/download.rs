//! Replies of bytes that go to a file or a writer, and are never in memory as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::call::client::{Call, class_of};
use crate::call::exchange;
use crate::call::failure::{Failure, GoodReply};
use crate::call::settings::Prepared;
use crate::codec::Bytes;
use crate::endpoint::Endpoint;
use crate::endpoint::disposition::file_name;
use crate::endpoint::meta::Meta;
use crate::endpoint::reply::Binary;
use crate::endpoint::return_code::Class;
use crate::endpoint::verdict::Wanted;
use crate::error::{Error, RequestError};
use crate::transport::{BodyStream, BoxFuture, TransportError, TransportErrorKind, offload};

/// What was downloaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    /// How many bytes.
    pub len: u64,
    /// What they are, as the server says.
    pub content_type: Option<String>,
    /// The file name the server suggests, without folders.
    pub file_name: Option<String>,
}

impl<E: Endpoint<Reply = Binary> + 'static> Call<E> {
    /// Sends the call and writes the bytes of the reply to a file, piece by piece. The file is there when all of it is,
    /// and takes the place of one that was there before; whatever fails leaves that one as it was.
    ///
    /// The reply is believed as that of [`Client::send`](crate::Client::send) is: an error in the place of bytes is an
    /// error. It may be of any size unless the client has a limit. [`timeout`](Self::timeout) and
    /// [`deadline`](Self::deadline) count until its last byte, so a large file wants longer ones. A reply that breaks off
    /// is not asked for again.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use wxopen_runtime::{Binary, Client, Endpoint, Error};
    /// # async fn example<E: Endpoint<Reply = Binary> + 'static>(client: Client, call: E) -> Result<(), Error<E::Error>> {
    /// let hour = Duration::from_secs(3600);
    /// let film = client.send(call).timeout(hour).deadline(hour).download("film.mp4").await?;
    /// println!("{} bytes of {:?}", film.len, film.content_type);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// What the call fails with; [`RequestError::Output`] where the file cannot be written, before anything is sent; and
    /// [`TransportErrorKind::Output`] where it cannot be written to its end.
    pub async fn download(self, path: impl Into<PathBuf>) -> Result<Download, Error<E::Error>> {
        let path = path.into();
        download_file(self.prepared, class_of::<E::Error>, path).await.map_err(|failure| failure.into_error(E::meta()))
    }

    /// Sends the call and writes the bytes of the reply to a writer, piece by piece; else as [`download`](Self::download).
    /// Nothing is written before the reply is known to be one of bytes. What was written before an error stays written.
    ///
    /// # Errors
    ///
    /// What the call fails with, and [`TransportErrorKind::Output`] where the writer fails.
    #[cfg(feature = "tokio")]
    pub async fn download_to(
        self,
        mut writer: impl tokio::io::AsyncWrite + Send + Unpin,
    ) -> Result<Download, Error<E::Error>> {
        use tokio::io::AsyncWriteExt;
        let downloading = async {
            let mut reply = open(self.prepared, class_of::<E::Error>).await?;
            while let Some(piece) = reply.next().await? {
                writer.write_all(&piece).await.map_err(|error| reply.unwritable(&error))?;
            }
            writer.flush().await.map_err(|error| reply.unwritable(&error))?;
            Ok(reply.download)
        };
        downloading.await.map_err(|failure: Failure| failure.into_error(E::meta()))
    }
}

fn download_file(
    prepared: Prepared,
    class: fn(i64) -> Option<Class>,
    path: PathBuf,
) -> BoxFuture<'static, Result<Download, Failure>> {
    Box::pin(async move {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut part = offload(move || Part::create(path))
            .await
            .map_err(|error| Failure::Request(RequestError::Output { name, reason: error.to_string() }))?;
        let mut reply = open(prepared, class).await?;
        while let Some(piece) = reply.next().await? {
            part = offload(move || part.write(&piece)).await.map_err(|error| reply.unwritable(&error))?;
        }
        offload(move || part.finish()).await.map_err(|error| reply.unwritable(&error))?;
        Ok(reply.download)
    })
}

/// Makes the call, up to where its reply is known to be one of bytes.
async fn open(mut prepared: Prepared, class: fn(i64) -> Option<Class>) -> Result<Opened, Failure> {
    Arc::make_mut(&mut prepared.options).streamed = true;
    let endpoint = prepared.request.meta;
    let GoodReply { mut raw, rest, .. } = exchange::run(prepared, Wanted::Bytes, class).await?;
    let first = std::mem::take(&mut raw.body);
    let download = Download {
        len: 0,
        content_type: raw.header("content-type").map(str::to_owned),
        file_name: raw.header("content-disposition").and_then(file_name),
    };
    Ok(Opened { endpoint, first: Some(first.into()), rest, download })
}

/// A reply of bytes that is being read.
struct Opened {
    endpoint: &'static Meta,
    /// What was read to see what the reply is.
    first: Option<Bytes>,
    rest: Option<BodyStream>,
    download: Download,
}

impl Opened {
    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        let piece = match (self.first.take(), &mut self.rest) {
            (Some(first), _) => Some(first),
            (None, Some(rest)) => rest.next().await.map_err(|error| self.broken(error))?,
            (None, None) => None,
        };
        self.download.len += piece.as_ref().map_or(0, |piece| piece.len() as u64);
        Ok(piece)
    }

    fn unwritable(&self, error: &io::Error) -> Failure {
        self.broken(TransportError::new(TransportErrorKind::Output, error.to_string()))
    }

    /// The call itself has been reported as done.
    fn broken(&self, error: TransportError) -> Failure {
        tracing::warn!(endpoint = self.endpoint.name, %error, "the download broke off");
        Failure::Transport(TransportError { endpoint: Some(self.endpoint), ..error })
    }
}

/// A file under another name, until all of it is there. Unless it is finished, it is removed.
struct Part {
    file: Option<File>,
    temporary: PathBuf,
    path: PathBuf,
}

impl Part {
    fn create(path: PathBuf) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        if path.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let temporary = format!(".{}.{}.part", name.to_string_lossy(), crate::random::hex());
        let temporary = path.parent().unwrap_or(Path::new("")).join(temporary);
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        Ok(Self { file: Some(file), temporary, path })
    }

    fn write(mut self, piece: &[u8]) -> io::Result<Self> {
        if let Some(file) = &mut self.file {
            file.write_all(piece)?;
        }
        Ok(self)
    }

    fn finish(mut self) -> io::Result<()> {
        if let Some(file) = &self.file {
            file.sync_all()?;
        }
        // Closed first: not every system renames a file that is open.
        self.file = None;
        fs::rename(&self.temporary, &self.path)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.file = None;
        // Not there any more where it was finished.
        let _ = fs::remove_file(&self.temporary);
    }
}
