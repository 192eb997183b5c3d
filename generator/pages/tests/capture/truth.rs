//! The pages whose content is known as data, where they are at hand. They are not ours to give away, so they stand beside
//! the workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What a page says of one endpoint.
#[derive(Debug, Deserialize)]
pub(crate) struct Endpoint {
    pub(crate) name: String,
    pub(crate) method: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) permission_sets: Vec<u32>,
    pub(crate) request: Vec<Param>,
    pub(crate) response: Vec<Field>,
    pub(crate) errcodes: Vec<Code>,
    /// Layout → file.
    files: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Param {
    #[serde(rename = "in")]
    pub(crate) place: String,
    pub(crate) path: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) required: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Field {
    pub(crate) path: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Code {
    pub(crate) code: i64,
    pub(crate) msg: String,
}

/// The folder of the pages, if it is there.
pub(crate) fn folder() -> Option<PathBuf> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/docs");
    docs.join("truth.json").is_file().then_some(docs)
}

/// All endpoints whose content is known.
pub(crate) fn endpoints(folder: &Path) -> Vec<Endpoint> {
    let text = fs::read_to_string(folder.join("truth.json")).expect("truth.json is read");
    serde_json::from_str(&text).expect("truth.json is understood")
}

/// The pages of a layout: text, and the endpoints on it.
pub(crate) fn pages<'a>(folder: &Path, endpoints: &'a [Endpoint], layout: &str) -> Vec<(String, Vec<&'a Endpoint>)> {
    let mut files: BTreeMap<&str, Vec<&Endpoint>> = BTreeMap::new();
    for endpoint in endpoints {
        if let Some(file) = endpoint.files.get(layout) {
            files.entry(file).or_default().push(endpoint);
        }
    }
    let folder = if layout == "seeds" { folder.join("seeds") } else { folder.join("pages").join(layout) };
    let read = |file: &str| fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let text = |file: &str| String::from_utf8_lossy(&read(file)).into_owned();
    files.into_iter().map(|(file, endpoints)| (text(file), endpoints)).collect()
}
