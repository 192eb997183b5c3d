//! Nothing is written through links, so nothing is written outside the folder.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use tempfile::TempDir;
use wxgen::persist;
use wxgen::persist::{PersistError, STAGE, State};

use crate::support::{Files, files, put, tree};

/// A folder to write into, and one beside it that must stay as it is.
struct Ground {
    _outer: TempDir,
    dir: PathBuf,
    elsewhere: PathBuf,
}

impl Ground {
    fn new() -> Self {
        let outer = tempfile::tempdir().expect("a folder");
        let (dir, elsewhere) = (outer.path().join("generated"), outer.path().join("elsewhere"));
        put(&elsewhere.join("lib.rs"), "precious");
        persist::persist(&dir, &sample()).expect("the first run");
        Self { _outer: outer, dir, elsewhere }
    }

    fn assert_untouched(&self) {
        assert_eq!(tree(&self.elsewhere), files(&[("lib.rs", "precious")]));
    }
}

fn sample() -> Files {
    files(&[("src/lib.rs", "lib"), ("docs/README.md", "docs")])
}

fn changed() -> Files {
    files(&[("src/lib.rs", "new lib"), ("docs/README.md", "new docs")])
}

#[test]
fn a_folder_that_became_a_link_is_refused() {
    let ground = Ground::new();
    fs::remove_dir_all(ground.dir.join("src")).expect("it goes");
    symlink(&ground.elsewhere, ground.dir.join("src")).expect("a link");
    for next in [changed(), files(&[("docs/README.md", "docs")])] {
        let error = persist::persist(&ground.dir, &next).expect_err("src leads elsewhere");
        assert!(matches!(&error, PersistError::Link(path) if path.ends_with("src")), "{error}");
        ground.assert_untouched();
    }
}

#[test]
fn a_file_that_became_a_link_is_replaced_and_not_followed() {
    for same in [true, false] {
        let ground = Ground::new();
        let file = ground.dir.join("src/lib.rs");
        fs::remove_file(&file).expect("it goes");
        symlink(ground.elsewhere.join("lib.rs"), &file).expect("a link");
        // Even when what it leads to has the right bytes.
        let next = if same { files(&[("src/lib.rs", "precious")]) } else { changed() };
        let states: Vec<_> =
            persist::compare(&ground.dir, &next).expect("ours").iter().map(|finding| finding.state).collect();
        assert!(states.contains(&State::Edited), "{states:?}");
        let written = persist::persist(&ground.dir, &next).expect("the run");
        assert!(written.overwritten.contains(&"src/lib.rs".to_owned()));
        assert!(fs::symlink_metadata(&file).expect("it is there").is_file());
        ground.assert_untouched();
    }
}

#[test]
fn a_link_that_nobody_knows_is_not_replaced() {
    let ground = Ground::new();
    symlink(ground.elsewhere.join("lib.rs"), ground.dir.join("src/new.rs")).expect("a link");
    let mut next = sample();
    next.insert("src/new.rs".to_owned(), "precious".to_owned());
    let error = persist::persist(&ground.dir, &next).expect_err("the place is taken");
    assert!(matches!(error, PersistError::Foreign(_)), "{error}");
    ground.assert_untouched();
}

#[test]
fn an_orphan_that_became_a_link_stays_and_so_does_its_target() {
    let ground = Ground::new();
    let file = ground.dir.join("src/lib.rs");
    fs::remove_file(&file).expect("it goes");
    symlink(ground.elsewhere.join("lib.rs"), &file).expect("a link");
    let written = persist::persist(&ground.dir, &files(&[("docs/README.md", "docs")])).expect("the run");
    assert_eq!((written.removed.as_slice(), written.left.as_slice()), (&[][..], &["src/lib.rs".to_owned()][..]));
    assert!(fs::symlink_metadata(&file).expect("it is there").is_symlink());
    ground.assert_untouched();
}

#[test]
fn a_stage_that_is_a_link_is_refused() {
    let ground = Ground::new();
    symlink(&ground.elsewhere, ground.dir.join(STAGE)).expect("a link");
    let error = persist::persist(&ground.dir, &changed()).expect_err("the stage leads elsewhere");
    assert!(matches!(error, PersistError::Link(_)), "{error}");
    ground.assert_untouched();
}

#[test]
fn a_lock_that_is_a_link_is_refused() {
    let ground = Ground::new();
    fs::create_dir(ground.dir.join(STAGE)).expect("a folder");
    symlink(ground.elsewhere.join("lib.rs"), ground.dir.join(STAGE).join("lock")).expect("a link");
    let error = persist::persist(&ground.dir, &changed()).expect_err("the lock leads elsewhere");
    assert!(matches!(error, PersistError::Link(_)), "{error}");
    ground.assert_untouched();
}

#[test]
fn links_planted_in_the_stage_are_not_followed() {
    let ground = Ground::new();
    // Undoing this would move the file from elsewhere into the folder.
    put(&ground.dir.join(STAGE).join("journal"), r#"{"write": ["src/lib.rs"], "remove": []}"#);
    fs::create_dir(ground.dir.join(STAGE).join("old")).expect("a folder");
    symlink(&ground.elsewhere, ground.dir.join(STAGE).join("old/src")).expect("a link");
    persist::persist(&ground.dir, &changed()).expect_err("the stage leads elsewhere");
    ground.assert_untouched();

    // Nor is a journal written through one.
    fs::remove_dir_all(ground.dir.join(STAGE)).expect("it goes");
    for name in ["journal.part", ".journal.wxgen-new"] {
        put(&ground.dir.join(STAGE).join("x"), "");
        symlink(ground.elsewhere.join("lib.rs"), ground.dir.join(STAGE).join(name)).expect("a link");
        persist::persist(&ground.dir, &changed()).expect("the run");
        persist::persist(&ground.dir, &sample()).expect("and back");
        ground.assert_untouched();
    }
    put(&ground.dir.join(STAGE).join("journal"), r#"{"write": [], "remove": []}"#);

    // Without a journal the stage is only cleared: links go, their targets stay.
    fs::remove_file(ground.dir.join(STAGE).join("journal")).expect("it goes");
    symlink(&ground.elsewhere, ground.dir.join(STAGE).join("new")).expect("a link");
    persist::persist(&ground.dir, &changed()).expect("the stage is cleared");
    ground.assert_untouched();
}

#[test]
fn the_folder_itself_may_be_a_link() {
    let ground = Ground::new();
    let link = ground.dir.with_file_name("link");
    symlink(&ground.dir, &link).expect("a link");
    persist::persist(&link, &changed()).expect("who names a link means its target");
    assert_eq!(fs::read_to_string(ground.dir.join("src/lib.rs")).expect("it is there"), "new lib");
}

#[test]
fn a_single_file_is_written_whole_and_through_no_link() {
    let ground = Ground::new();
    let link = ground.dir.join("link.md");
    symlink(ground.elsewhere.join("lib.rs"), &link).expect("a link");
    let error = persist::put(&link, b"new").expect_err("it leads elsewhere");
    assert!(matches!(&error, PersistError::Link(path) if *path == link), "{error}");
    assert!(persist::put(&ground.dir.join("src"), b"new").is_err(), "a folder is no file");
    ground.assert_untouched();

    let old = tree(&ground.dir);
    let file = ground.dir.join("a.md");
    persist::put(&file, b"one").expect("a new file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("rights are set");
    persist::put(&file, b"two").expect("it is replaced");
    assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o640);
    let mut new = old;
    new.insert("a.md".to_owned(), "two".to_owned());
    assert_eq!(tree(&ground.dir), new, "nothing stays beside it");
}

#[test]
fn a_file_below_a_folder_is_written_through_no_folder_that_is_a_link() {
    let ground = Ground::new();
    symlink(&ground.elsewhere, ground.dir.join("area")).expect("a link");
    let whole = ground.dir.with_file_name("whole");
    symlink(&ground.elsewhere, &whole).expect("a link");
    for (dir, path) in [(&ground.dir, "area/lib.rs"), (&ground.dir, "area/new/a.yaml"), (&whole, "a.yaml")] {
        let error = persist::put_below(dir, path, b"new").expect_err("it leads elsewhere");
        assert!(matches!(error, PersistError::Link(_)), "{path}: {error}");
    }
    for path in ["../elsewhere/lib.rs", "/etc/x", ".git/config", "a/.b/c"] {
        let error = persist::put_below(&ground.dir, path, b"new").expect_err("it is not ours");
        assert!(matches!(error, PersistError::BadPath(_)), "{path}: {error}");
    }
    ground.assert_untouched();
    persist::put_below(&ground.dir, "new/area/a.yaml", b"new").expect("folders are made");
    assert_eq!(fs::read_to_string(ground.dir.join("new/area/a.yaml")).expect("there"), "new");
}
