//! Everything a call can fail with.

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;

use crate::codec::Mismatch;
use crate::endpoint::meta::{Meta, PermissionSet, Permissions};
use crate::endpoint::reply::RawReply;
use crate::endpoint::return_code::{AnyCode, Class, ErrorKind};
use crate::transport::TransportError;

/// Why a call failed. `E` is the endpoint's error enum.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// WeChat answered with a return code.
    Api(Box<ApiError<E>>),
    /// The authorizer has not granted a permission set that the call needs. Nothing was sent.
    Permission(Box<MissingPermission>),
    /// There is no token. Nothing was sent.
    Token(TokenError),
    /// The call cannot be sent as it is. Nothing was sent.
    Request(RequestError),
    /// No reply came. Whether the call took effect is not known.
    Transport(TransportError),
    /// An HTTP error status with no errcode in the body.
    Status(Box<StatusError>),
    /// The reply cannot be read; it is kept. The call most likely took effect.
    Decode(Box<DecodeError>),
}

/// A return code, and what came with it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError<E> {
    /// The endpoint that answered so.
    pub endpoint: &'static Meta,
    /// Which failure it is.
    pub kind: E,
    /// The message as it came.
    pub errmsg: String,
    /// WeChat's id of the request, for asking WeChat about it.
    pub rid: Option<String>,
    /// The whole reply.
    pub raw: RawReply,
}

impl<E: ErrorKind> ApiError<E> {
    /// The number on the wire.
    pub fn code(&self) -> i64 {
        self.kind.code()
    }

    /// What to do about it, where that is known.
    pub fn advice(&self) -> Option<&'static str> {
        self.kind.advice()
    }

    /// What kind of failure it is.
    pub fn class(&self) -> Class {
        self.kind.class()
    }

    /// May the same call work in a little while? Whether repeating it is safe is for [`Meta::idempotent`] to say.
    pub fn is_retryable(&self) -> bool {
        self.kind.is_retryable()
    }
}

impl<E: ErrorKind> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.endpoint.name, self.code())?;
        if let Some(name) = self.kind.name() {
            write!(f, " {name}")?;
        }
        let message = if self.errmsg.is_empty() { self.kind.msg().unwrap_or_default() } else { &self.errmsg };
        if message.is_empty() { Ok(()) } else { write!(f, ": {message}") }
    }
}

impl<E: ErrorKind> StdError for ApiError<E> {}

/// None of the needed permission sets is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingPermission {
    /// The endpoint.
    pub endpoint: &'static Meta,
    /// The sets of which one would do; empty when any would, or when third parties cannot call the endpoint at all.
    pub needed: Vec<PermissionSet>,
}

impl fmt::Display for MissingPermission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.endpoint.name;
        let needed: Vec<_> = self.needed.iter().map(ToString::to_string).collect();
        match needed.as_slice() {
            [] if self.endpoint.permissions == Permissions::Any => write!(f, "{name}: no permission set is granted"),
            [] => write!(f, "{name}: third parties cannot call this"),
            [one] => write!(f, "{name}: permission set {one} is not granted"),
            _ => write!(f, "{name}: none of the permission sets {} is granted", needed.join(", ")),
        }
    }
}

impl StdError for MissingPermission {}

/// There is no token for the call.
#[derive(Debug, thiserror::Error)]
#[error("no {kind}: {reason}")]
#[non_exhaustive]
pub struct TokenError {
    /// The kind of token that was asked for.
    pub kind: String,
    /// Which failure it is.
    pub problem: TokenProblem,
    /// Why there is none.
    pub reason: String,
    /// What went wrong below, if anything.
    #[source]
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TokenError {
    /// No token of that kind, for that reason. Reasons are logged: no secrets in them.
    pub fn new(kind: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { kind: kind.into(), problem: TokenProblem::Other, reason: reason.into(), source: None }
    }

    /// The same, with which failure it is.
    #[must_use]
    pub fn with_problem(self, problem: TokenProblem) -> Self {
        Self { problem, ..self }
    }

    /// The same once more, without what went wrong below.
    #[cfg(feature = "platform")]
    pub(crate) fn again(&self) -> Self {
        Self::new(self.kind.clone(), self.reason.clone()).with_problem(self.problem)
    }
}

/// Why a platform has no token for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenProblem {
    /// WeChat has not pushed a ticket yet, or it was not handed over. Nothing was asked of WeChat.
    NoTicket,
    /// The last ticket is older than 12 hours: pushes do not arrive. Nothing was asked of WeChat.
    StaleTicket,
    /// WeChat does not take the ticket; its code.
    BadTicket(i64),
    /// The merchant has not authorised the platform, as far as the store knows.
    NotAuthorized,
    /// The merchant has withdrawn the authorization.
    Withdrawn,
    /// The merchant has to authorise again; WeChat's code.
    Reauthorize(i64),
    /// The token that was refused was got only just now, after another refusal: a new one would not help.
    JustRefreshed,
    /// WeChat refused to issue one; its code.
    Refused(i64),
    /// WeChat's answer did not come, or cannot be read.
    NoReply,
    /// The store failed.
    Store,
    /// Another process has the lease for the refresh, and did not end it in time.
    Busy,
    /// It did not come before the call's deadline.
    Late,
    /// Something else.
    Other,
}

/// What makes a call impossible to send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The base URL is none.
    #[error("the base URL is not a URL of http or https")]
    BaseUrl,
    /// A header that HTTP does not allow.
    #[error("the header {0:?} is not one that HTTP allows")]
    Header(String),
    /// A file without a name that is more than folders; what it is called instead.
    #[error("a file needs a name, and {0:?} is none")]
    FileName(String),
    /// A file that cannot be read.
    #[error("the file {name:?} cannot be read: {reason}")]
    File {
        /// Its name.
        name: String,
        /// Why.
        reason: String,
    },
    /// The place where the reply was to be written cannot be written to.
    #[error("{name:?} cannot be written: {reason}")]
    Output {
        /// The name of the file.
        name: String,
        /// Why.
        reason: String,
    },
    /// The blocking client was used where it would block other tasks.
    #[error("the blocking client cannot be used inside an async runtime; use the async client there")]
    InsideRuntime,
    /// The blocking client could not be started.
    #[error("the blocking client could not be started: {0}")]
    NoRuntime(String),
    /// A [`Layer`](crate::Layer) refused it; why.
    #[error("refused before it was sent: {0}")]
    Refused(String),
}

/// An HTTP status without a word from WeChat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: HTTP status {}", endpoint.name, raw.status)]
#[non_exhaustive]
pub struct StatusError {
    /// The endpoint that answered so.
    pub endpoint: &'static Meta,
    /// The whole reply.
    pub raw: RawReply,
}

/// A reply that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The endpoint that answered so.
    pub endpoint: &'static Meta,
    /// What did not fit: at least one problem, and of many only the first.
    pub mismatches: Vec<Mismatch>,
    /// The whole reply.
    pub raw: RawReply,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mismatches: Vec<_> = self.mismatches.iter().map(ToString::to_string).collect();
        write!(f, "{}: the reply cannot be read: {}", self.endpoint.name, mismatches.join("; "))
    }
}

impl StdError for DecodeError {}

impl<E: ErrorKind> Error<E> {
    /// The return code, where WeChat gave one.
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Api(error) => Some(error.code()),
            _ => None,
        }
    }

    /// The endpoint's kind of error, where WeChat gave a code.
    pub fn kind(&self) -> Option<&E> {
        match self {
            Self::Api(error) => Some(&error.kind),
            _ => None,
        }
    }

    /// WeChat's message as it came, where it gave a code.
    pub fn errmsg(&self) -> Option<&str> {
        match self {
            Self::Api(error) => Some(&error.errmsg),
            _ => None,
        }
    }

    /// WeChat's id of the request, for asking WeChat about it, where its message has one.
    pub fn rid(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.rid.as_deref(),
            _ => None,
        }
    }

    /// What to do about the code, where that is known.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Api(error) => error.advice(),
            _ => None,
        }
    }

    /// What kind of failure it is: that of the code, or [`Class::Permission`] where a permission set is missing.
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::Api(error) => Some(error.class()),
            Self::Permission(_) => Some(Class::Permission),
            _ => None,
        }
    }

    /// The endpoint that was called, where the error is about one.
    pub fn endpoint(&self) -> Option<&'static Meta> {
        match self {
            Self::Api(error) => Some(error.endpoint),
            Self::Permission(error) => Some(error.endpoint),
            Self::Transport(error) => error.endpoint,
            Self::Status(error) => Some(error.endpoint),
            Self::Decode(error) => Some(error.endpoint),
            Self::Token(_) | Self::Request(_) => None,
        }
    }

    /// The reply as it came, where one came that is no good.
    pub fn raw(&self) -> Option<&RawReply> {
        match self {
            Self::Api(error) => Some(&error.raw),
            Self::Status(error) => Some(&error.raw),
            Self::Decode(error) => Some(&error.raw),
            Self::Permission(_) | Self::Token(_) | Self::Request(_) | Self::Transport(_) => None,
        }
    }

    /// May the same call work in a little while? Whether repeating it is safe is for [`Meta::idempotent`] to say.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => error.is_retryable(),
            Self::Transport(error) => error.is_retryable(),
            Self::Status(error) => error.raw.status >= 500 || error.raw.status == 429,
            _ => false,
        }
    }

    /// The same error without the endpoint's enum, so that one function can return the errors of several endpoints.
    pub fn erase(self) -> Error<AnyCode> {
        match self {
            Self::Api(error) => {
                let ApiError { endpoint, kind, errmsg, rid, raw } = *error;
                Error::Api(Box::new(ApiError { endpoint, kind: AnyCode::of(&kind), errmsg, rid, raw }))
            }
            Self::Permission(error) => Error::Permission(error),
            Self::Token(error) => Error::Token(error),
            Self::Request(error) => Error::Request(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Status(error) => Error::Status(error),
            Self::Decode(error) => Error::Decode(error),
        }
    }
}

impl<E: ErrorKind> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Permission(error) => error.fmt(f),
            Self::Token(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Status(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<E: ErrorKind> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Token(error) => error.source(),
            _ => None,
        }
    }
}

/// The error of any endpoint: `?` makes one of each [`Error`], so that one function can make calls of several kinds. It
/// derefs to an [`Error`], and so has [`code`](Error::code), [`advice`](Error::advice), [`class`](Error::class) and the rest.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct AnyError(Error<AnyCode>);

impl AnyError {
    /// The error itself.
    pub fn into_inner(self) -> Error<AnyCode> {
        self.0
    }
}

impl Deref for AnyError {
    type Target = Error<AnyCode>;

    fn deref(&self) -> &Error<AnyCode> {
        &self.0
    }
}

impl<E: ErrorKind> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        Self(error.erase())
    }
}
