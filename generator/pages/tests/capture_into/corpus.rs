//! Every page at hand becomes specs that pass `wxgen check`, and merging it again changes nothing. The pages are not
//! part of the project: they lie beside it, in `../../shared/docs`. Without them these tests pass.

use std::fs;
use std::path::{Path, PathBuf};

use wxgen_pages::Page;

use super::support::{bring, passes};

fn layouts() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/docs/pages");
    let mut layouts: Vec<_> = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    layouts.sort();
    layouts
}

/// Some pages of a layout, to be done soon.
fn pages(layout: &Path) -> Vec<Page> {
    let mut files: Vec<_> = fs::read_dir(layout).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let step = if files.len() > 60 { 17 } else { 2 };
    let page = |path: &PathBuf| {
        Page::read(&path.to_string_lossy(), fs::read(path).expect("read"), None).expect("a page of at most 4 MiB")
    };
    files.iter().step_by(step).map(page).collect()
}

#[test]
fn every_page_makes_good_specs_and_the_same_again() {
    for layout in layouts() {
        let pages = pages(&layout);
        let (folder, _) = bring(&Vec::new(), &pages);
        if folder.is_empty() {
            continue;
        }
        passes(&folder);
        let (again, _) = bring(&folder, &pages);
        assert!(again == folder, "merging {} again changed something", layout.display());
    }
}

#[test]
fn pages_alone_and_all_layouts_together_make_good_specs() {
    let mut all = Vec::new();
    for layout in layouts() {
        let mut pages = pages(&layout);
        pages.truncate(5);
        for page in &pages {
            let (folder, _) = bring(&Vec::new(), std::slice::from_ref(page));
            if !folder.is_empty() {
                passes(&folder);
            }
        }
        all.extend(pages);
    }
    let (folder, _) = bring(&Vec::new(), &all);
    if !folder.is_empty() {
        passes(&folder);
        let (again, _) = bring(&folder, &all);
        assert!(again == folder);
    }
}
