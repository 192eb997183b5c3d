//! Encryption of what any store keeps.
//!
//! XChaCha20-Poly1305 with a nonce of its own for each write. The key's name goes into the seal, so that one merchant's
//! tokens cannot be put in the place of another's. Someone who can write to the store can still put back what it held
//! before.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, Generate, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use super::{Lease, StoreError, Stored, TokenStore, Written};
use crate::codec::Secret;
use crate::transport::BoxFuture;

/// What a sealed text starts with.
const MARK: &str = "sealed:1:";
/// The bytes of a nonce.
const NONCE: usize = 24;

/// A key that seals, 32 bytes that nobody can guess.
#[derive(Clone)]
pub struct SealKey(XChaCha20Poly1305);

impl SealKey {
    /// These bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(bytes.into()))
    }

    /// The bytes of a Base64 text, as `openssl rand -base64 32` prints them.
    ///
    /// # Errors
    ///
    /// When it is not the Base64 of 32 bytes.
    pub fn from_base64(text: &str) -> Result<Self, StoreError> {
        let bytes = STANDARD.decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.map(|bytes| Self::from_bytes(&bytes)).ok_or_else(|| StoreError::new("a key is 32 bytes in Base64"))
    }

    fn seal(&self, name: &str, text: &Secret) -> Result<Secret, StoreError> {
        let nonce = XNonce::try_generate().map_err(|_| StoreError::new("the system gives no random numbers"))?;
        let payload = Payload { msg: text.expose().as_bytes(), aad: name.as_bytes() };
        let sealed = self.0.encrypt(&nonce, payload).map_err(|_| StoreError::new("a text cannot be sealed"))?;
        let bytes = [nonce.as_slice(), &sealed].concat();
        Ok(format!("{MARK}{}", STANDARD.encode(bytes)).into())
    }

    fn open(&self, name: &str, nonce: &XNonce, sealed: &[u8]) -> Option<Secret> {
        let payload = Payload { msg: sealed, aad: name.as_bytes() };
        let text = self.0.decrypt(nonce, payload).ok()?;
        String::from_utf8(text).ok().map(Secret::from)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A store whose texts are encrypted. What was not sealed, or with a key that is not given, is an error that says so:
/// [`StoreError::unreadable`]. A write can replace it.
#[derive(Debug, Clone)]
pub struct Sealed<S> {
    store: S,
    current: SealKey,
    previous: Vec<SealKey>,
}

impl<S: TokenStore> Sealed<S> {
    /// Seals with this key whatever the store keeps.
    pub fn new(store: S, key: SealKey) -> Self {
        Self { store, current: key, previous: Vec::new() }
    }

    /// Reads also what an earlier key has sealed. Each write seals with the current key, so that within hours nothing needs
    /// the earlier one but what is not in use.
    #[must_use]
    pub fn previous(mut self, key: SealKey) -> Self {
        self.previous.push(key);
        self
    }

    fn open(&self, name: &str, version: u64, text: &Secret) -> Result<Secret, StoreError> {
        let sealed = text.expose().strip_prefix(MARK).and_then(|text| STANDARD.decode(text).ok());
        let parts = sealed.as_deref().and_then(|bytes| bytes.split_at_checked(NONCE));
        let opened = parts.and_then(|(nonce, sealed)| {
            let nonce = XNonce::try_from(nonce).ok()?;
            std::iter::once(&self.current).chain(&self.previous).find_map(|key| key.open(name, &nonce, sealed))
        });
        opened.ok_or_else(|| StoreError::unreadable(version, "what is stored is not sealed with any of the keys"))
    }
}

impl<S: TokenStore> TokenStore for Sealed<S> {
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Stored, StoreError>> {
        Box::pin(async move {
            let Stored { version, value } = self.store.get(key).await?;
            let value = value.map(|text| self.open(key, version, &text)).transpose()?;
            Ok(Stored { version, value })
        })
    }

    fn version_at_once(&self, key: &str) -> Option<u64> {
        self.store.version_at_once(key)
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        expected: u64,
        value: Option<&'a Secret>,
        lease: Option<Lease>,
    ) -> BoxFuture<'a, Result<Written, StoreError>> {
        Box::pin(async move {
            let sealed = value.map(|text| self.current.seal(key, text)).transpose()?;
            self.store.put(key, expected, sealed.as_ref(), lease).await
        })
    }

    fn lease<'a>(&'a self, key: &'a str, term: Duration) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        self.store.lease(key, term)
    }

    fn release<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), StoreError>> {
        self.store.release(key, lease)
    }
}
