//! Why an exchange failed, before the endpoint's enum comes in.

use crate::codec::Json;
use crate::endpoint::meta::Meta;
use crate::endpoint::reply::RawReply;
use crate::endpoint::return_code::ErrorKind;
use crate::endpoint::verdict::BadReply;
use crate::error::{Error, MissingPermission, RequestError, TokenError};
use crate::transport::{BodyStream, TransportError};

/// What came of an exchange.
pub(crate) type Outcome = Result<GoodReply, Failure>;

/// A good reply.
pub(crate) struct GoodReply {
    pub(crate) raw: RawReply,
    /// What was read of its body; none of it for bytes.
    pub(crate) json: Json,
    /// What is still to be read of its body, where it is streamed.
    pub(crate) rest: Option<BodyStream>,
}

/// Why an exchange failed.
///
/// Errors are made in three steps, so that all but the last is compiled once and not for each call: a [`BadReply`] is why a
/// reply is bad, a `Failure` why an exchange failed, and [`Error`] is that with the endpoint's own codes.
#[derive(Debug)]
pub(crate) enum Failure {
    BadReply(BadReply, RawReply),
    Permission(MissingPermission),
    Token(TokenError),
    Request(RequestError),
    Transport(TransportError),
}

impl Failure {
    /// The code WeChat reports.
    pub(crate) fn code(&self) -> Option<i64> {
        match self {
            Self::BadReply(bad, _) => bad.code(),
            _ => None,
        }
    }

    /// The request id WeChat reports.
    pub(crate) fn rid(&self) -> Option<String> {
        match self {
            Self::BadReply(bad, _) => bad.rid(),
            _ => None,
        }
    }

    /// The error that callers see.
    pub(crate) fn into_error<E: ErrorKind>(self, meta: &'static Meta) -> Error<E> {
        match self {
            Self::BadReply(bad, raw) => bad.into_error(meta, raw),
            Self::Permission(error) => Error::Permission(Box::new(error)),
            Self::Token(error) => Error::Token(error),
            Self::Request(error) => Error::Request(error),
            Self::Transport(error) => Error::Transport(error),
        }
    }
}
