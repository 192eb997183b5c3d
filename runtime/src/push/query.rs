//! The query of a push.

use percent_encoding::percent_decode_str;

/// Longer values are none of WeChat's.
const LONGEST: usize = 128;
/// Longer nonces are none of WeChat's, whose have ten digits. A signature has no marks between the values it is made of:
/// were there room for a block of the ciphertext, one could be moved into the nonce.
const LONGEST_NONCE: usize = 48;

/// The parameters in the URL of a push.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PushQuery {
    /// When it was signed, in seconds since 1970.
    pub timestamp: String,
    /// A random number.
    pub nonce: String,
    /// The signature of an encrypted push.
    pub msg_signature: String,
    /// The signature of timestamp and nonce alone: all that a plain push has.
    pub signature: String,
    /// What WeChat wants to have back when a URL is entered in its settings.
    pub echostr: String,
}

impl PushQuery {
    /// Reads the part of a URL behind the `?`. What is missing or too long is empty, which no push passes with; of two
    /// values with one name the first counts.
    pub fn parse(query: &str) -> Self {
        let mut parsed = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let target = match name {
                "timestamp" => &mut parsed.timestamp,
                "nonce" => &mut parsed.nonce,
                "msg_signature" => &mut parsed.msg_signature,
                "signature" => &mut parsed.signature,
                "echostr" => &mut parsed.echostr,
                _ => continue,
            };
            if target.is_empty() && value.len() <= LONGEST {
                *target = percent_decode_str(value).decode_utf8_lossy().into_owned();
            }
        }
        parsed
    }

    /// The time of the signature, in seconds since 1970.
    pub(super) fn seconds(&self) -> Option<u64> {
        let digits = !self.timestamp.is_empty() && self.timestamp.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| self.timestamp.parse().ok())?
    }

    /// Is there a nonce of letters and digits?
    pub(super) fn has_nonce(&self) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (1..=LONGEST_NONCE).contains(&self.nonce.len()) && self.nonce.bytes().all(is_plain)
    }

    /// Is there an `echostr` that can be sent back without doing harm?
    pub(super) fn has_echo(&self) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_+/=.".contains(&byte);
        (1..=LONGEST).contains(&self.echostr.len()) && self.echostr.bytes().all(is_plain)
    }
}
