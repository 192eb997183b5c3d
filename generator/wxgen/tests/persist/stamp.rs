//! The stamp lets a run with nothing to do end early, and never a run with something to do.

use std::fs::{self, File};
use std::path::Path;

use tempfile::TempDir;
use wxgen::persist;
use wxgen::persist::MANIFEST;
use wxgen::persist::Stamp;
use wxgen::source::Sources;

use crate::support::{Files, files, put};

const SPEC: &[(&str, &str)] = &[("api.yaml", "host: a"), ("member/bind.yaml", "name: bind")];

fn sample() -> Files {
    files(&[("src/lib.rs", "lib"), ("docs/README.md", "docs")])
}

fn stamp(dir: &Path, spec: &[(&str, &str)], options: &str) -> Stamp {
    Stamp::new(dir, &Sources::from_texts(spec.iter().copied()), options)
}

/// A folder that is up to date and stamped.
fn stamped() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &sample()).expect("the run");
    stamp(dir.path(), SPEC, "").note().expect("the stamp");
    assert_eq!(stamp(dir.path(), SPEC, "").up_to_date(), Some(2));
    dir
}

#[test]
fn any_change_of_the_spec_or_the_options_counts() {
    let dir = stamped();
    let changed: &[&[(&str, &str)]] = &[
        &[("api.yaml", "host: b"), ("member/bind.yaml", "name: bind")],
        &[("api.yaml", "host: a"), ("member/bound.yaml", "name: bind")],
        &[("api.yaml", "host: a")],
        &[("api.yaml", "host: a"), ("member/bind.yaml", "name: bind"), ("member/new.yaml", "")],
        // The same letters in a row, cut elsewhere.
        &[("api.yaml", "host: amember"), ("/bind.yaml", "name: bind")],
        &[],
    ];
    for spec in changed {
        assert_eq!(stamp(dir.path(), spec, "").up_to_date(), None, "{spec:?}");
    }
    assert_eq!(stamp(dir.path(), SPEC, "../runtime").up_to_date(), None);
    assert_eq!(stamp(dir.path(), SPEC, "").up_to_date(), Some(2));
}

/// What can happen to a folder.
type Happening = (&'static str, fn(&Path));

#[test]
fn any_change_of_the_output_counts() {
    let happenings: &[Happening] = &[
        ("a file is edited", |dir| put(&dir.join("src/lib.rs"), "longer")),
        ("a file is gone", |dir| fs::remove_file(dir.join("docs/README.md")).expect("it goes")),
        ("the manifest is edited", |dir| {
            let text = fs::read_to_string(dir.join(MANIFEST)).expect("it is there");
            put(&dir.join(MANIFEST), &text.replace("touches no others", "touches others"));
        }),
        ("the manifest is gone", |dir| fs::remove_file(dir.join(MANIFEST)).expect("it goes")),
        ("the stamp is gone", |dir| fs::remove_file(dir.join(".wxgen-stamp")).expect("it goes")),
        ("the stamp is garbage", |dir| put(&dir.join(".wxgen-stamp"), "garbage")),
        ("a file is replaced by a folder", |dir| {
            fs::remove_file(dir.join("src/lib.rs")).expect("it goes");
            fs::create_dir(dir.join("src/lib.rs")).expect("a folder");
        }),
        #[cfg(unix)]
        ("a file is edited, length and time are kept", |dir| {
            let path = dir.join("src/lib.rs");
            let time = fs::metadata(&path).and_then(|meta| meta.modified()).expect("files have times here");
            // The time of change that the system keeps has the grain of its clock's tick.
            std::thread::sleep(std::time::Duration::from_millis(20));
            put(&path, "bil");
            File::options().write(true).open(&path).and_then(|file| file.set_modified(time)).expect("the time is set");
        }),
        #[cfg(unix)]
        ("a file is moved and linked to", |dir| {
            fs::rename(dir.join("src/lib.rs"), dir.join("moved.rs")).expect("it moves");
            std::os::unix::fs::symlink(dir.join("moved.rs"), dir.join("src/lib.rs")).expect("a link");
        }),
    ];
    for (what, happen) in happenings {
        let dir = stamped();
        happen(dir.path());
        assert_eq!(stamp(dir.path(), SPEC, "").up_to_date(), None, "{what}");
    }
}

#[cfg(unix)]
#[test]
fn a_stamp_that_is_a_link_is_replaced_and_not_followed() {
    let dir = stamped();
    let victim = tempfile::NamedTempFile::new().expect("a file");
    fs::write(victim.path(), "precious").expect("written");
    fs::remove_file(dir.path().join(".wxgen-stamp")).expect("it goes");
    std::os::unix::fs::symlink(victim.path(), dir.path().join(".wxgen-stamp")).expect("a link");
    stamp(dir.path(), SPEC, "").note().expect("the stamp");
    assert_eq!(fs::read_to_string(victim.path()).expect("it is there"), "precious");
    assert_eq!(stamp(dir.path(), SPEC, "").up_to_date(), Some(2));
}
