//! Only files whose bytes change are touched, and the outcome says which.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use wxgen::persist;
use wxgen::persist::{Difference, Finding, MANIFEST, State, Written};

use crate::support::{files, output, put, tree};

/// When a file was last written, and which file it is.
fn look(path: &Path) -> (SystemTime, u64) {
    let meta = fs::symlink_metadata(path).expect("the file is there");
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&meta);
    #[cfg(not(unix))]
    let inode = 0;
    (meta.modified().expect("files have times here"), inode)
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn only_files_whose_bytes_change_are_touched() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = |path: &str| dir.path().join(path);
    let first = files(&[("src/same.rs", "same"), ("src/changes.rs", "old"), ("src/goes.rs", "goes")]);
    let written = persist::persist(dir.path(), &first).expect("the first run");
    assert_eq!(written.written, strings(&["src/changes.rs", "src/goes.rs", "src/same.rs"]));
    let same = look(&at("src/same.rs"));

    let second = files(&[("src/same.rs", "same"), ("src/changes.rs", "new"), ("src/comes.rs", "comes")]);
    let written = persist::persist(dir.path(), &second).expect("the second run");
    let expected = Written {
        written: strings(&["src/changes.rs", "src/comes.rs"]),
        overwritten: Vec::new(),
        left: Vec::new(),
        unchanged: 1,
        removed: strings(&["src/goes.rs"]),
    };
    assert_eq!(written, expected);
    assert_eq!(look(&at("src/same.rs")), same);
    assert_eq!(output(dir.path()), second);
}

#[test]
fn a_run_with_nothing_to_do_touches_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let all = files(&[("src/a.rs", "a"), ("docs/b.md", "b")]);
    persist::persist(dir.path(), &all).expect("the first run");
    let looks = || ["src/a.rs", "docs/b.md", MANIFEST, "src", "docs"].map(|path| look(&dir.path().join(path)));
    let first = looks();
    let written = persist::persist(dir.path(), &all).expect("the second run");
    assert_eq!(written, Written { unchanged: 2, ..Written::default() });
    assert_eq!(looks(), first);
}

#[test]
fn folders_go_with_their_last_file_and_only_then() {
    let dir = tempfile::tempdir().expect("a folder");
    let all = files(&[("src/area/a.rs", "a"), ("src/shared/b.rs", "b"), ("src/lib.rs", "lib")]);
    persist::persist(dir.path(), &all).expect("the first run");
    put(&dir.path().join("src/shared/by_hand.rs"), "mine");
    persist::persist(dir.path(), &files(&[("src/lib.rs", "lib")])).expect("the second run");
    let expected = files(&[("src/lib.rs", "lib"), ("src/shared/by_hand.rs", "mine")]);
    assert_eq!(output(dir.path()), expected);
}

#[test]
fn an_edit_by_hand_is_told_from_a_stale_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = |path: &str| dir.path().join(path);
    let first = files(&[
        ("src/edited.rs", "1\n2\n3\n"),
        ("src/stale.rs", "1\n2\n"),
        ("src/orphan.rs", ""),
        ("src/kept.rs", "x"),
    ]);
    persist::persist(dir.path(), &first).expect("the first run");
    put(&at("src/edited.rs"), "1\ntwo\n3\n");
    put(&at("src/kept.rs"), "y");
    fs::create_dir_all(at("docs")).expect("a folder");
    put(&at("docs/by_hand.md"), "mine");

    let second = files(&[("src/edited.rs", "1\n2\n3\n"), ("src/stale.rs", "1\n2\n3\n"), ("src/missing.rs", "m")]);
    let difference = |line, is: &str, should: &str| {
        Some(Difference { line, is: Some(is.to_owned()), should: Some(should.to_owned()) })
    };
    let finding = |path: &str, state, first_difference| Finding { path: path.to_owned(), state, first_difference };
    let findings = persist::compare(dir.path(), &second).expect("the folder is ours");
    assert_eq!(
        findings,
        [
            finding("docs/by_hand.md", State::Foreign, None),
            finding("src/edited.rs", State::Edited, difference(2, "two", "2")),
            finding("src/kept.rs", State::Orphan, None),
            finding("src/missing.rs", State::Missing, None),
            finding("src/orphan.rs", State::Orphan, None),
            finding("src/stale.rs", State::Stale, difference(3, "", "3")),
        ]
    );

    let written = persist::persist(dir.path(), &second).expect("the second run");
    assert_eq!(written.overwritten, strings(&["src/edited.rs"]));
    assert_eq!(written.removed, strings(&["src/orphan.rs"]));
    assert_eq!(written.left, strings(&["src/kept.rs"]));
    assert_eq!(fs::read_to_string(at("src/kept.rs")).expect("it is still there"), "y");
}

#[test]
fn lines_are_compared_and_line_ends_are_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let all = files(&[("a.rs", "1\n2\n"), ("b.rs", "1\n2\n"), ("c.rs", "1\n2\n")]);
    persist::persist(dir.path(), &all).expect("the first run");
    put(&dir.path().join("a.rs"), "1\r\n2\r\n");
    put(&dir.path().join("b.rs"), "1\n2");
    put(&dir.path().join("c.rs"), "1\r\n2\r\n\r\n");
    let findings = persist::compare(dir.path(), &all).expect("the folder is ours");
    let differences: Vec<_> = findings
        .iter()
        .filter_map(|finding| finding.first_difference.as_ref())
        .map(|difference| (difference.line, difference.is.as_deref(), difference.should.as_deref()))
        .collect();
    assert_eq!(differences, [(3, None, Some("")), (4, Some(""), None)]);
}

#[test]
fn a_checkout_with_other_line_ends_is_fresh_and_stays_as_it_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let first = files(&[("src/lib.rs", "lib\nof lines\n"), ("src/old.rs", "old\nlines\n"), ("docs/a.md", "a\n")]);
    persist::persist(dir.path(), &first).expect("the first run");
    // As git checks files out on Windows, the manifest too.
    for (path, text) in tree(dir.path()) {
        put(&dir.path().join(path), &text.replace('\n', "\r\n"));
    }
    let old = tree(dir.path());
    assert_eq!(persist::compare(dir.path(), &first).expect("the folder is ours"), []);
    let written = persist::persist(dir.path(), &first).expect("the second run");
    assert_eq!(written, Written { unchanged: 3, ..Written::default() });
    assert_eq!(tree(dir.path()), old);

    // What changes is no edit by hand, and what goes is as it was written.
    let next = files(&[("src/lib.rs", "another lib\n"), ("docs/a.md", "a\n")]);
    let states: Vec<_> = persist::compare(dir.path(), &next).expect("ours").iter().map(|found| found.state).collect();
    assert_eq!(states, [State::Stale, State::Orphan]);
    let written = persist::persist(dir.path(), &next).expect("the third run");
    assert_eq!((written.overwritten, written.left), (strings(&[]), strings(&[])));
    assert_eq!((written.written, written.removed), (strings(&["src/lib.rs"]), strings(&["src/old.rs"])));
    assert_eq!(fs::read_to_string(dir.path().join("docs/a.md")).expect("there"), "a\r\n");
}

#[test]
fn comparing_changes_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &files(&[("src/a.rs", "a")])).expect("the first run");
    let old = tree(dir.path());
    persist::compare(dir.path(), &files(&[("src/b.rs", "b")])).expect("the folder is ours");
    assert_eq!(tree(dir.path()), old);
    let nowhere = dir.path().join("nowhere");
    let findings = persist::compare(&nowhere, &files(&[("src/b.rs", "b")])).expect("all is missing");
    assert_eq!(findings.iter().map(|finding| finding.state).collect::<Vec<_>>(), [State::Missing]);
    assert!(!nowhere.exists());
}
