//! Texts that must not show.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::{Decode, Encode, Reader, Writer};

/// A token or other secret. `Debug` shows `[redacted]`; the memory is wiped when it is dropped. Written as JSON it is the
/// text itself: that is how it travels.
#[derive(Clone, Default)]
pub struct Secret(SecretString);

impl Secret {
    /// The text. Take care where it goes.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(SecretString::from(text.into()))
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Encode for Secret {
    fn encode(&self, out: &mut Writer) {
        out.secret(self);
    }
}

impl Decode for Secret {
    fn decode(&mut self, input: &mut Reader<'_>) {
        if !input.is_null() {
            let mut text = String::new();
            text.decode(input);
            *self = Self::from(text);
        }
    }
}
