//! The list of files that wxgen wrote, kept beside them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::text::hex;
use crate::threads;

use super::paths;

/// File name of the manifest.
pub const MANIFEST: &str = "wxgen.manifest.json";

/// What the manifest says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// For people who open it.
    #[serde(default)]
    pub about: String,
    /// Path → SHA-256 of the bytes as written, hex.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of these files.
    pub fn of(files: &BTreeMap<String, String>) -> Self {
        let files: Vec<_> = files.iter().collect();
        let digests = threads::map(&files, |(path, text)| ((*path).clone(), digest(text.as_bytes())));
        Self {
            about: "Files written by `wxgen generate`; it touches no others.".to_owned(),
            files: digests.into_iter().collect(),
        }
    }

    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// What is wrong with it; a path that leaves the folder is wrong too.
    pub fn parse(text: &str) -> Result<Self, String> {
        let manifest: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        for path in manifest.files.keys() {
            // A file that is ours to write is ours to remove, so a path that is neither must not get in.
            paths::check(path).map_err(|error| error.to_string())?;
        }
        Ok(manifest)
    }

    /// Its text.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }
}

/// SHA-256 in hex.
pub(super) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
