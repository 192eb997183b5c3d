//! Bytes, which JSON carries as Base64 text.

use std::fmt;
use std::ops::Deref;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

use super::{Decode, Encode, Reader, Writer};

/// Takes Base64 with and without padding, and a last character that says more than it needs to.
const TOLERANT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bytes. Clones share them. `Debug` shows how many, not which.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bytes(bytes::Bytes);

impl Bytes {
    /// The bytes as a vector; copied only where a clone shares them.
    pub fn into_vec(self) -> Vec<u8> {
        self.0.into()
    }

    /// Takes at most so many bytes from the beginning.
    pub(crate) fn split_to(&mut self, most: usize) -> Self {
        Self(self.0.split_to(most.min(self.0.len())))
    }

    /// As HTTP clients want them.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_shared(self) -> bytes::Bytes {
        self.0
    }

    /// As HTTP clients return them.
    #[cfg(feature = "reqwest")]
    pub(crate) fn of_shared(bytes: bytes::Bytes) -> Self {
        Self(bytes)
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<T: Into<Vec<u8>>> From<T> for Bytes {
    fn from(bytes: T) -> Self {
        Self(bytes.into().into())
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({} bytes)", self.0.len())
    }
}

impl Encode for Bytes {
    fn encode(&self, out: &mut Writer) {
        out.text(&general_purpose::STANDARD.encode(&self.0));
    }
}

impl Decode for Bytes {
    fn decode(&mut self, input: &mut Reader<'_>) {
        let Some(value) = input.take_scalar("Base64 text") else { return };
        match value.as_str().and_then(|text| TOLERANT.decode(text.trim()).ok()) {
            Some(bytes) => self.0 = bytes.into(),
            None => input.misfit("Base64 text", &value),
        }
    }
}
