//! The site of the repository's own specs, written to a folder once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use wxgen::{emit, pipeline};
use wxgen_cli::site;
use wxgen_cli::site::Home;

/// The site.
pub(crate) static SITE: LazyLock<Built> = LazyLock::new(build);

/// Files of a site, in memory and in a folder.
pub(crate) struct Built {
    /// By path.
    pub(crate) files: BTreeMap<String, String>,
    folder: tempfile::TempDir,
}

impl Built {
    /// The paths of all pages that have our shell.
    pub(crate) fn pages(&self) -> impl Iterator<Item = &String> {
        self.files.keys().filter(|path| path.ends_with(".html") && *path != "toc.html")
    }

    /// Where a browser finds a file.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("file://{}/{path}", self.root().display())
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }
}

fn build() -> Built {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let coverage = fs::read_to_string(root.join("docs/coverage.md")).expect("the page about coverage");
    let loaded = pipeline::load(&root.join("spec"));
    let shown = wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
    let api = loaded.api.unwrap_or_else(|| panic!("{shown}"));
    let site = emit::site::emit(&api, vec![("Coverage".to_owned(), coverage)]);
    let home = Home { branch: "main".to_owned(), folder: "spec".to_owned() };
    let files = site::render(&site, &home).unwrap_or_else(|error| panic!("{error}"));
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in &files {
        let path: PathBuf = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    Built { files, folder }
}
