//! Specs in memory: a good one, and fixtures that change it.
//!
//! A fixture is a text of sections: `--- member/other.yaml` and the text of that file, which is added to the good spec or
//! replaces a file of it; `--- api.yaml -` takes a file away.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use wxgen::pipeline::{Loaded, load_sources};
use wxgen::report;
use wxgen::source::Sources;

/// Paths and texts of a spec.
pub(crate) type Files = BTreeMap<String, String>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// The good spec.
pub(crate) fn base() -> Files {
    let mut files = Files::new();
    apply(&mut files, &fs::read_to_string(folder().join("base.spec")).expect("the good spec is there"));
    files
}

/// The good spec, changed.
pub(crate) fn changed(sections: &str) -> Files {
    let mut files = base();
    apply(&mut files, sections);
    files
}

/// Every fixture by its name, `WX0201-unknown-key`.
pub(crate) fn fixtures() -> BTreeMap<String, Files> {
    let mut fixtures = BTreeMap::new();
    for entry in fs::read_dir(folder()).expect("the fixtures are there") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        if name != "base" {
            fixtures.insert(name, changed(&fs::read_to_string(path).expect("a fixture can be read")));
        }
    }
    fixtures
}

fn apply(files: &mut Files, sections: &str) {
    let mut current = None;
    for line in sections.split_inclusive('\n') {
        if let Some(header) = line.strip_prefix("--- ").map(str::trim) {
            current = None;
            match header.strip_suffix(" -") {
                Some(gone) => drop(files.remove(gone)),
                None => current = Some(header.to_owned()),
            }
            if let Some(path) = &current {
                files.insert(path.clone(), String::new());
            }
        } else if let Some(text) = current.as_ref().and_then(|path| files.get_mut(path)) {
            text.push_str(line);
        }
    }
}

/// Runs the front end.
pub(crate) fn load(files: &Files) -> Loaded {
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    load_sources(Sources::from_texts(texts), Vec::new())
}

/// What people see, without colours.
pub(crate) fn shown(loaded: &Loaded) -> String {
    report::text(&loaded.diagnostics, &loaded.sources, false)
}
