//! The cipher of pushes and of replies to them, and their signature.
//!
//! A message travels as AES-256-CBC of 16 random bytes, the message's length in four bytes, the message and the appid,
//! padded to 32 bytes as PKCS#7 does. The signature is a SHA-1 over the token and what is sent.

use aes::Aes256;
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

use super::error::Rejection;
use super::key::AesKey;
use crate::codec::Secret;

/// Block of the cipher.
const BLOCK: usize = 16;
/// What the plaintext is padded to a multiple of.
const PADDED: usize = 32;
/// Random bytes at the start, and the length after them.
const HEAD: usize = 16 + 4;
/// What random characters are made of; 64 of them, so that each byte picks one evenly.
const CHARACTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 as WeChat writes it; the `=` at its end may be missing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Token, key and appid of a platform: what both ends of a push know. `Debug` shows only the appid.
#[derive(Debug, Clone)]
pub struct PushCrypto {
    token: Secret,
    key: AesKey,
    appid: String,
}

impl PushCrypto {
    /// With the appid of the platform, and the token and key of its settings.
    pub fn new(appid: impl Into<String>, token: impl Into<Secret>, key: AesKey) -> Self {
        Self { token: token.into(), key, appid: appid.into() }
    }

    /// The appid.
    pub fn appid(&self) -> &str {
        &self.appid
    }

    /// The signature of these values, in hex: for an encrypted push timestamp, nonce and ciphertext; for a plain one, or
    /// the `signature` of any, timestamp and nonce.
    pub fn sign(&self, values: &[&str]) -> String {
        let mut parts: Vec<&[u8]> = values.iter().map(|value| value.as_bytes()).collect();
        parts.push(self.token.expose().as_bytes());
        parts.sort_unstable();
        let mut hash = Sha1::new();
        parts.iter().for_each(|part| hash.update(part));
        hex(&hash.finalize())
    }

    /// Is this the signature of these values? Takes the same time wherever it differs.
    pub fn verify(&self, values: &[&str], signature: &str) -> bool {
        self.sign(values).as_bytes().ct_eq(signature.as_bytes()).into()
    }

    /// The ciphertext of a message, in Base64. The 16 bytes must be new each time; see [`random16`].
    pub fn encrypt(&self, message: impl AsRef<[u8]>, random: [u8; 16]) -> String {
        let message = message.as_ref();
        // A message of 4 GiB could not be sent: the length has 32 bits.
        let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
        let mut text = Vec::with_capacity(HEAD + message.len() + self.appid.len() + PADDED);
        text.extend_from_slice(&random);
        text.extend_from_slice(&length.to_be_bytes());
        text.extend_from_slice(message);
        text.extend_from_slice(self.appid.as_bytes());
        let padding = PADDED - text.len() % PADDED;
        text.extend(std::iter::repeat_n(padding.to_le_bytes()[0], padding));
        let cipher = cbc::Encryptor::<Aes256>::new(self.key.bytes().into(), &self.key.iv().into());
        general_purpose::STANDARD.encode(cipher.encrypt_padded_vec::<NoPadding>(&text))
    }

    /// The message in a ciphertext, and whom it is for. Verify the signature first. Whether it is for this appid is not
    /// looked at. What is no UTF-8 in the message becomes replacement characters.
    ///
    /// # Errors
    ///
    /// What is wrong with it. For logs: a sender must not learn it.
    pub fn decrypt(&self, ciphertext: &str) -> Result<(String, String), Rejection> {
        let (message, appid) = self.decrypt_bytes(ciphertext)?;
        Ok((String::from_utf8_lossy(&message).into_owned(), appid))
    }

    /// The same, with the message as it is.
    pub(super) fn decrypt_bytes(&self, ciphertext: &str) -> Result<(Vec<u8>, String), Rejection> {
        let bytes = BASE64.decode(ciphertext).map_err(|_| Rejection::Base64)?;
        if bytes.is_empty() || bytes.len() % BLOCK != 0 {
            return Err(Rejection::Blocks);
        }
        let cipher = cbc::Decryptor::<Aes256>::new(self.key.bytes().into(), &self.key.iv().into());
        let text = cipher.decrypt_padded_vec::<NoPadding>(&bytes).map_err(|_| Rejection::Blocks)?;
        let text = unpad(&text).ok_or(Rejection::Padding)?;
        let (message, appid) = split(text).ok_or(Rejection::Length)?;
        let appid = str::from_utf8(appid).map_err(|_| Rejection::Appid)?;
        Ok((message.to_vec(), appid.to_owned()))
    }
}

/// 16 characters by the system's random numbers, for [`PushCrypto::encrypt`] and for nonces.
///
/// # Errors
///
/// When the system has none.
pub fn random16() -> std::io::Result<[u8; 16]> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.map(|byte| CHARACTERS[usize::from(byte % 64)]))
}

/// Without padding: 1 to 32 bytes that each say how many they are.
fn unpad(text: &[u8]) -> Option<&[u8]> {
    let padding = usize::from(*text.last()?);
    let (text, tail) = text.split_at_checked(text.len().checked_sub(padding)?)?;
    let good = (1..=PADDED).contains(&padding) && tail.iter().all(|byte| usize::from(*byte) == padding);
    good.then_some(text)
}

/// The message, and the appid behind it.
fn split(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, rest) = text.split_at_checked(HEAD)?;
    let length = u32::from_be_bytes(*head.last_chunk()?);
    rest.split_at_checked(usize::try_from(length).ok()?)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
