//! Pages as they come: bytes with a name, and what is known of where they come from.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{Captured, LARGEST, capture};

/// A page that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The file's name, for people.
    pub file: String,
    /// Its address, where the page says it.
    pub url: Option<String>,
    /// Digest of its bytes, hex.
    pub sha256: String,
    /// When it was fetched, `YYYY-MM-DD`, where that is known.
    pub date: Option<String>,
    /// Its text.
    pub text: String,
    /// What it says.
    pub captured: Captured,
}

/// Why a page cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It has that many bytes.
    TooLarge(usize),
    /// That byte is not UTF-8.
    NotUtf8 {
        /// The first byte that is not.
        at: usize,
        /// Its line, from 1.
        line: usize,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(bytes) => write!(f, "{bytes} bytes; a page of more than {LARGEST} is not read"),
            Self::NotUtf8 { at, line } => {
                write!(f, "not UTF-8: byte {at}, on line {line} (a page in GB18030 has to be converted first)")
            }
        }
    }
}

impl std::error::Error for Unreadable {}

impl Page {
    /// Reads a page. `date` is when it was fetched, if that is known.
    ///
    /// # Errors
    ///
    /// When it is too large, or not UTF-8.
    pub fn read(file: &str, bytes: Vec<u8>, date: Option<&str>) -> Result<Self, Unreadable> {
        if bytes.len() > LARGEST {
            return Err(Unreadable::TooLarge(bytes.len()));
        }
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
            Unreadable::NotUtf8 { at, line }
        })?;
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        let captured = capture(&text);
        Ok(Self { file: file.to_owned(), url: url(&text), sha256, date: date.map(str::to_owned), text, captured })
    }

    /// How a spec names the page: by its address, else by the file's own name.
    pub fn name(&self) -> &str {
        self.url.as_deref().unwrap_or_else(|| self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file))
    }

    /// Language and year of pages that look like this: `en-2022`.
    pub fn generation(&self) -> String {
        format!("{}-{}", self.captured.language.code(), self.captured.generation)
    }
}

/// The address a page gives as its own: in the head that a crawler put before it, or as the link of its first heading.
fn url(text: &str) -> Option<String> {
    let head = || text.lines().take(12).map(str::trim);
    let said = head().find_map(|line| line.strip_prefix("URL:")).map(str::trim);
    let linked = || {
        let heading = head().find(|line| line.starts_with("# [") && line.contains("](http"))?;
        Some(heading.split_once("](")?.1.split_once(')')?.0)
    };
    let url = said.or_else(linked)?.replace('\\', "");
    let url = url.split('#').next()?.trim_end();
    let good = url.starts_with("https://developers.weixin.qq.com/") && url.chars().all(is_of_a_url);
    good.then(|| url.to_owned())
}

fn is_of_a_url(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?&=%+@".contains(c)
}
