//! Small pages, spec folders in memory, and the program.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use wxgen::capture::Page;
use wxgen::capture::into::{self, Into};
use wxgen::pipeline;
use wxgen::read::Sources;

/// A page of one endpoint, in the layout of 2022.
pub(crate) const PAGE: &str = include_str!("base.md");

/// That page with some of its words replaced. Each has to be there.
pub(crate) fn page(replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(PAGE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old:?} is not on the page");
        text.replace(old, new)
    })
}

/// Reads a page.
pub(crate) fn read(file: &str, text: &str) -> Page {
    Page::read(file, text.as_bytes().to_vec(), Some("2026-11-21")).expect("a page")
}

/// The files of a spec folder: path and text.
pub(crate) type Folder = Vec<(String, String)>;

/// What becomes of a folder when pages are brought into it.
pub(crate) fn bring(folder: &Folder, pages: &[Page]) -> (Folder, Into) {
    let sources = Sources::from_texts(folder.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let result = into::into(&sources, pages, "member").expect("a folder in order");
    let mut after = folder.clone();
    for file in &result.files {
        match after.iter_mut().find(|(path, _)| *path == file.path) {
            Some((_, text)) => text.clone_from(&file.text),
            None => after.push((file.path.clone(), file.text.clone())),
        }
    }
    after.sort();
    (after, result)
}

/// Asserts that `wxgen check` finds nothing wrong with a folder.
pub(crate) fn passes(folder: &Folder) {
    let sources = Sources::from_texts(folder.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let loaded = pipeline::load_sources(sources, Vec::new());
    let shown = wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
    assert_eq!(loaded.errors(), 0, "{shown}");
}

/// The text of one file.
pub(crate) fn file<'a>(folder: &'a Folder, path: &str) -> &'a str {
    folder.iter().find(|(known, _)| known == path).map_or("", |(_, text)| text)
}

/// Runs `wxgen` in a folder.
pub(crate) fn wxgen(dir: &Path, arguments: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_wxgen"))
        .current_dir(dir)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("ended")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}
