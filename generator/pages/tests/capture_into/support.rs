//! Small pages, spec folders in memory, and the program.

use wxgen::pipeline;
use wxgen::source::Sources;
use wxgen_pages::Page;
use wxgen_pages::spec_folder;
use wxgen_pages::spec_folder::SpecFolder;

/// Reads a page.
pub(crate) fn read(file: &str, text: &str) -> Page {
    Page::read(file, text.as_bytes().to_vec(), Some("2026-11-21")).expect("a page")
}

/// The files of a spec folder: path and text.
pub(crate) type Folder = Vec<(String, String)>;

/// What becomes of a folder when pages are brought into it.
pub(crate) fn bring(folder: &Folder, pages: &[Page]) -> (Folder, SpecFolder) {
    let sources = Sources::from_texts(folder.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let result = spec_folder::bring(&sources, pages, "member").expect("a folder in order");
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
