//! The two versions of OpenAPI, and where they part.

use serde_json::{Value, json};

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Version {
    /// 3.0, for tools that read no other. Its schemas are not quite JSON Schema.
    V3_0,
    /// 3.1, whose schemas are those of JSON Schema 2020-12.
    V3_1,
}

impl Version {
    /// What the document says of itself.
    pub fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }

    /// Can a licence be named by its SPDX expression?
    pub(super) fn has_spdx(self) -> bool {
        self == Self::V3_1
    }

    /// May something stand beside a `$ref`?
    pub(super) fn refers_with_siblings(self) -> bool {
        self == Self::V3_1
    }

    /// Does an open `anyOf` of codes still give tools of this version an integer?
    pub(super) fn has_open_codes(self) -> bool {
        self == Self::V3_1
    }

    /// Key and value that allow one value only.
    pub(super) fn only(self, value: &Value) -> (&'static str, Value) {
        match self {
            Self::V3_0 => ("enum", json!([value])),
            Self::V3_1 => ("const", value.clone()),
        }
    }

    /// Key and value that say text is Base64.
    pub(super) fn base64(self) -> (&'static str, &'static str) {
        match self {
            Self::V3_0 => ("format", "byte"),
            Self::V3_1 => ("contentEncoding", "base64"),
        }
    }
}
