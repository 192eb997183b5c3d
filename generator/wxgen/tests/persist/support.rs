//! Folders to write into, and how they look afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wxgen::persist::{MANIFEST, STAGE};

/// Paths and texts.
pub(crate) type Files = BTreeMap<String, String>;

/// Files from pairs.
pub(crate) fn files(pairs: &[(&str, &str)]) -> Files {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Everything in a folder but the stage: files with their text, links with their target, empty folders.
pub(crate) fn tree(dir: &Path) -> Files {
    let mut tree = Files::new();
    walk(dir, "", &mut tree);
    tree
}

/// The same without the manifest.
pub(crate) fn output(dir: &Path) -> Files {
    let mut tree = tree(dir);
    tree.remove(MANIFEST);
    tree
}

fn walk(dir: &Path, prefix: &str, tree: &mut Files) {
    let entries: Vec<_> = fs::read_dir(dir).map(|entries| entries.map(Result::unwrap).collect()).unwrap_or_default();
    if entries.is_empty() && !prefix.is_empty() {
        tree.insert(prefix.to_owned(), "(empty folder)".to_owned());
    }
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if prefix.is_empty() && name == STAGE {
            continue;
        }
        let kind = entry.file_type().expect("an entry has a kind");
        if kind.is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), tree);
        } else if kind.is_symlink() {
            let target = fs::read_link(entry.path()).expect("a link can be read");
            tree.insert(format!("{prefix}{name}"), format!("-> {}", target.display()));
        } else {
            let text = fs::read_to_string(entry.path()).expect("a file can be read");
            tree.insert(format!("{prefix}{name}"), text);
        }
    }
}

/// Writes a file and the folders above it.
pub(crate) fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
    fs::write(path, text).expect("the file can be written");
}
