//! The query of a push.

use percent_encoding::percent_decode_str;

/// Longer values are none of WeChat's.
const LONGEST: usize = 128;

/// What stands in the URL of a push.
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

    /// Is there a nonce of a length that can be remembered?
    pub(super) fn has_nonce(&self) -> bool {
        (1..=LONGEST).contains(&self.nonce.len())
    }
}
