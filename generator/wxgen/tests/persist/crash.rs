//! A run that ends at any step, by a full disk or by a crash, leaves the old output whole.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, abort};

use wxgen::persist;
use wxgen::persist::{PersistError, STAGE, Step};

use crate::support::{Files, files, output, put, tree};

/// A file that changes, one that goes, one that stays, one alone in its folder.
fn before() -> Files {
    files(&[
        ("src/a.rs", "old a"),
        ("src/gone.rs", "old gone"),
        ("src/same.rs", "same"),
        ("alone/only.rs", "old only"),
        ("top.md", "old top"),
    ])
}

/// The next output: also a file in a folder that is not there yet.
fn after() -> Files {
    files(&[("src/a.rs", "new a"), ("src/same.rs", "same"), ("fresh/deep/b.rs", "new b"), ("top.md", "new top")])
}

/// Every step of the run from the old output to the new.
fn steps(start: &Files) -> Vec<Step> {
    let dir = tempfile::tempdir().expect("a folder");
    let mut steps = Vec::new();
    if !start.is_empty() {
        persist::persist(dir.path(), start).expect("the old output");
    }
    let mut note = |step| {
        steps.push(step);
        Ok(())
    };
    persist::persist_with(dir.path(), &after(), &mut note).expect("the new output");
    steps
}

/// Runs in a process of its own, which ends without a word before that step.
fn crash_at(dir: &Path, step: usize) {
    let status = Command::new(env::current_exe().expect("this program has a path"))
        .args(["--exact", "crash::ends_in_the_middle", "--ignored", "--quiet"])
        .env("PERSIST_INTO", dir)
        .env("PERSIST_UNTIL", step.to_string())
        .output()
        .expect("this program runs");
    assert!(!status.status.success(), "the process was to end in the middle");
}

#[test]
#[ignore = "the process that crash_at starts"]
fn ends_in_the_middle() {
    let (Some(dir), Ok(until)) = (env::var_os("PERSIST_INTO"), env::var("PERSIST_UNTIL")) else { return };
    let mut left: usize = until.parse().expect("a number");
    let mut crash = |_| {
        if left == 0 {
            abort();
        }
        left -= 1;
        Ok(())
    };
    persist::persist_with(Path::new(&dir), &after(), &mut crash).expect("it does not come to its end");
}

#[test]
fn all_kinds_of_steps_are_asked_for() {
    let steps = steps(&before());
    let count = |wanted: fn(&Step) -> bool| steps.iter().filter(|step| wanted(step)).count();
    // Three files and the manifest.
    assert_eq!(count(|step| matches!(step, Step::Stage(_))), 4, "{steps:?}");
    assert_eq!(count(|step| matches!(step, Step::Place(_))), 4, "{steps:?}");
    // Two that change, two that go, and the manifest.
    assert_eq!(count(|step| matches!(step, Step::SetAside(_))), 5, "{steps:?}");
    assert_eq!(steps.last(), Some(&Step::Finish));
}

#[test]
fn a_full_disk_at_any_step_changes_nothing() {
    for (number, step) in steps(&before()).iter().enumerate() {
        let dir = tempfile::tempdir().expect("a folder");
        persist::persist(dir.path(), &before()).expect("the old output");
        let old = tree(dir.path());
        let mut left = number;
        let mut full = |_| match left {
            0 => Err(io::Error::from(io::ErrorKind::StorageFull)),
            _ => {
                left -= 1;
                Ok(())
            }
        };
        let error = persist::persist_with(dir.path(), &after(), &mut full).expect_err("the disk is full");
        assert!(matches!(&error, PersistError::Io(_, error) if error.kind() == io::ErrorKind::StorageFull), "{error}");
        assert_eq!(tree(dir.path()), old, "{step:?}");
        assert!(!dir.path().join(STAGE).exists(), "{step:?} leaves nothing behind");

        persist::persist(dir.path(), &after()).expect("there is room again");
        assert_eq!(output(dir.path()), after(), "{step:?}");
    }
}

#[test]
fn a_crash_at_any_step_is_undone_by_the_next_look() {
    for (number, step) in steps(&before()).iter().enumerate() {
        let dir = tempfile::tempdir().expect("a folder");
        persist::persist(dir.path(), &before()).expect("the old output");
        let old = tree(dir.path());
        crash_at(dir.path(), number);

        let findings = persist::compare(dir.path(), &before()).expect("the folder is ours");
        assert_eq!(findings, [], "{step:?}");
        assert_eq!(tree(dir.path()), old, "{step:?}");
    }
}

#[test]
fn a_crash_at_any_step_does_not_stop_the_next_run() {
    for (number, step) in steps(&before()).iter().enumerate() {
        let dir = tempfile::tempdir().expect("a folder");
        persist::persist(dir.path(), &before()).expect("the old output");
        crash_at(dir.path(), number);

        persist::persist(dir.path(), &after()).expect("the next run");
        assert_eq!(output(dir.path()), after(), "{step:?}");
        assert!(!dir.path().join(STAGE).exists(), "{step:?} leaves nothing behind");
    }
}

#[test]
fn a_crash_of_the_first_run_leaves_a_folder_that_is_still_ours() {
    for (number, step) in steps(&Files::new()).iter().enumerate() {
        let dir = tempfile::tempdir().expect("a folder");
        crash_at(dir.path(), number);

        let manifest = persist::open(dir.path()).expect("the folder counts as empty");
        assert!(manifest.files.is_empty());
        assert_eq!(tree(dir.path()), Files::new(), "{step:?}");
        persist::persist(dir.path(), &after()).expect("the next run");
        assert_eq!(output(dir.path()), after(), "{step:?}");
    }
}

/// The step before which everything is in its new place and nothing counts yet.
fn last_step() -> usize {
    steps(&before()).len() - 1
}

#[test]
fn undoing_can_itself_be_cut_short() {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &before()).expect("the old output");
    let old = tree(dir.path());
    crash_at(dir.path(), last_step());
    // One of the files cannot be moved back: a folder stands in its place.
    let (place, away) = (dir.path().join("top.md"), dir.path().join("away"));
    fs::rename(&place, &away).expect("the file moves");
    put(&place.join("in/the/way"), "");

    for _ in 0..2 {
        persist::open(dir.path()).expect_err("not everything can be moved back");
    }
    fs::remove_dir_all(&place).expect("the folder goes");
    fs::remove_file(&away).expect("the file goes");
    persist::open(dir.path()).expect("now it can");
    assert_eq!(tree(dir.path()), old);
}

#[test]
fn what_an_ended_run_left_in_the_stage_is_not_moved_back() {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &before()).expect("the old output");
    let old = tree(dir.path());
    // A run that was killed when its change counted already, before it cleared the stage.
    put(&dir.path().join(STAGE).join("old/src/a.rs"), "older a");
    put(&dir.path().join(STAGE).join("new/fresh/deep/b.rs"), "older b");
    let journal = steps(&before()).iter().position(|step| *step == Step::Journal).expect("there is a journal");
    crash_at(dir.path(), journal + 1);

    persist::open(dir.path()).expect("the folder is ours");
    assert_eq!(tree(dir.path()), old);
}

#[test]
fn one_run_at_a_time() {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &before()).expect("the old output");
    let mut other = None;
    let mut during = |_| {
        other.get_or_insert_with(|| persist::persist(dir.path(), &before()));
        Ok(())
    };
    persist::persist_with(dir.path(), &after(), &mut during).expect("the first run");
    assert!(matches!(other, Some(Err(PersistError::Busy(_)))), "{other:?}");
    assert_eq!(output(dir.path()), after());
}
