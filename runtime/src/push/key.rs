//! The EncodingAESKey of the platform's settings.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretBox};

/// Characters of a key as it is written.
const WRITTEN: usize = 43;

/// The last character has four bits of the key and two more. WeChat's keys have any bits there.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// The key that pushes are encrypted with. `Debug` shows nothing of it; clones share one copy, wiped with the last.
#[derive(Clone)]
pub struct AesKey(Arc<SecretBox<[u8; 32]>>);

/// A key that is none. What was given is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an EncodingAESKey has 43 characters: letters, digits, + and /")]
pub struct KeyError;

impl AesKey {
    /// Reads a key as the platform's settings show it.
    ///
    /// # Errors
    ///
    /// When it has not 43 characters, or others than Base64 has.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() != WRITTEN {
            return Err(KeyError);
        }
        let bytes = Zeroizing::new(LENIENT.decode(text).map_err(|_| KeyError)?);
        let key = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| KeyError)?;
        Ok(Self(Arc::new(SecretBox::new(Box::new(key)))))
    }

    /// The key of the cipher.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }

    /// What the first block is mixed with: the first half of the key.
    pub(super) fn iv(&self) -> [u8; 16] {
        let mut iv = [0; 16];
        iv.iter_mut().zip(self.bytes()).for_each(|(to, from)| *to = *from);
        iv
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
