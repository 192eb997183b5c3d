//! Why a push is refused.

use std::fmt;

/// Why a push is refused. Shows nothing of what came.
///
/// Whoever sent it need not learn which it was: answer all of them the same way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PushError {
    /// The query lacks a parameter, or it is not what it should be.
    #[error("the query lacks a good `{0}`")]
    Query(&'static str),
    /// More bytes than the receiver takes.
    #[error("the push is too large")]
    TooLarge,
    /// What came is no envelope with a ciphertext; why.
    #[error("the push cannot be read: {0}")]
    Envelope(&'static str),
    /// The signature is not the one of this token and this content: it does not come from WeChat, or the token differs.
    #[error("the signature does not match")]
    Signature,
    /// It was signed too long ago, or too far ahead: it is an old one played again, or a clock is wrong.
    #[error("the push is from another time")]
    Stale,
    /// It cannot be decrypted with any of the keys, or is for another appid. The rejection is for your logs alone.
    #[error("the push cannot be decrypted")]
    Undecryptable(Rejection),
    /// What was encrypted is no message of WeChat; why.
    #[error("the message cannot be read: {0}")]
    Message(&'static str),
}

/// What is wrong with a ciphertext. For logs: a sender who learns it could guess at the content.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// It is no Base64.
    Base64,
    /// Its length is not one that the cipher makes.
    Blocks,
    /// What is decrypted does not end in padding: most likely another key.
    Padding,
    /// The length inside is more than is there.
    Length,
    /// It is for another appid.
    Appid,
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rejection")
    }
}

/// The rejection in words, for logs.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base64 => "no Base64",
            Self::Blocks => "not whole blocks",
            Self::Padding => "wrong padding: most likely another key",
            Self::Length => "the length inside is wrong",
            Self::Appid => "for another appid",
        })
    }
}
