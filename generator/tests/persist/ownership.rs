//! wxgen writes to its own folders and removes its own files, and refuses the rest.

use std::fs;
use std::path::Path;

use wxgen::persist::{self, MANIFEST, Manifest, PersistError};

use crate::support::{Files, files, output, put, tree};

fn sample() -> Files {
    files(&[("src/lib.rs", "lib"), ("docs/README.md", "docs")])
}

/// A manifest as someone may have tampered with it.
fn manifest_naming(path: &str) -> String {
    let manifest = Manifest { about: String::new(), files: files(&[(path, &"0".repeat(64))]) };
    manifest.to_text()
}

#[test]
fn a_folder_with_files_and_no_manifest_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    put(&dir.path().join("thesis.txt"), "years of work");
    let old = tree(dir.path());
    let error = persist::persist(dir.path(), &sample()).expect_err("the folder is somebody's");
    assert!(matches!(error, PersistError::NotOurs(_)), "{error}");
    assert!(persist::compare(dir.path(), &sample()).is_err());
    assert_eq!(tree(dir.path()), old);
    assert_eq!(fs::read_dir(dir.path()).expect("a listing").count(), 1, "no stage stays behind");
}

#[test]
fn an_emptied_folder_is_ours_though_hidden_files_stay() {
    let dir = tempfile::tempdir().expect("a folder");
    put(&dir.path().join(".wxgen-stamp"), "as `rm -rf generated/*` leaves it\n");
    persist::persist(dir.path(), &sample()).expect("there is nothing of anyone in it");
}

#[test]
fn files_beside_the_output_stay() {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &sample()).expect("the first run");
    put(&dir.path().join("LICENSE-MIT"), "licence");
    put(&dir.path().join("src/by_hand.rs"), "mine");
    persist::persist(dir.path(), &files(&[("Cargo.toml", "toml")])).expect("the second run");
    let expected = files(&[("Cargo.toml", "toml"), ("LICENSE-MIT", "licence"), ("src/by_hand.rs", "mine")]);
    assert_eq!(output(dir.path()), expected);
}

#[test]
fn a_new_file_never_replaces_somebody_elses() {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &sample()).expect("the first run");
    put(&dir.path().join("src/tester.rs"), "mine");
    let old = tree(dir.path());
    let next = files(&[("src/lib.rs", "new lib"), ("src/tester.rs", "generated")]);
    let error = persist::persist(dir.path(), &next).expect_err("the place is taken");
    assert!(matches!(&error, PersistError::Foreign(path) if path.ends_with("src/tester.rs")), "{error}");
    assert_eq!(tree(dir.path()), old);
}

#[test]
fn a_folder_in_the_place_of_a_file_stops_the_run() {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &sample()).expect("the first run");
    put(&dir.path().join("src/tester.rs/inside"), "mine");
    let old = tree(dir.path());
    let next = files(&[("src/lib.rs", "new lib"), ("src/tester.rs", "generated")]);
    persist::persist(dir.path(), &next).expect_err("the place is taken");
    assert_eq!(tree(dir.path()), old);
}

#[test]
fn a_file_in_the_place_of_a_folder_stops_the_run() {
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &sample()).expect("the first run");
    put(&dir.path().join("src/member"), "mine");
    let old = tree(dir.path());
    let next = files(&[("src/lib.rs", "new lib"), ("src/member/mod.rs", "generated")]);
    persist::persist(dir.path(), &next).expect_err("the place is taken");
    assert_eq!(tree(dir.path()), old);
}

#[test]
fn a_manifest_that_names_files_elsewhere_is_refused() {
    let outer = tempfile::tempdir().expect("a folder");
    let dir = outer.path().join("generated");
    let victim = outer.path().join("victim");
    put(&victim, "precious");
    let absolute = victim.to_string_lossy().into_owned();
    let paths =
        ["../victim", "src/../../victim", &absolute, "./victim", "src//victim", "", "a\\b", "c:/victim", MANIFEST];
    for path in paths {
        put(&dir.join(MANIFEST), &manifest_naming(path));
        for result in [
            persist::persist(&dir, &sample()).map(drop),
            persist::compare(&dir, &sample()).map(drop),
            persist::open(&dir).map(drop),
        ] {
            let error = result.expect_err("the manifest is hostile");
            assert!(matches!(error, PersistError::BadManifest(..)), "{path:?}: {error}");
        }
        assert_eq!(fs::read_to_string(&victim).expect("it is still there"), "precious", "{path:?}");
    }
}

#[test]
fn a_manifest_that_is_not_one_is_refused() {
    for text in ["", "{", "[]", "<<<<<<< HEAD\n{}", "{\"files\": [\"a\"]}", "\u{0}"] {
        let dir = tempfile::tempdir().expect("a folder");
        put(&dir.path().join(MANIFEST), text);
        let error = persist::persist(dir.path(), &sample()).expect_err("nobody knows what is ours");
        assert!(matches!(error, PersistError::BadManifest(..)), "{text:?}: {error}");
        assert_eq!(tree(dir.path()).len(), 1, "{text:?}");
    }
}

#[test]
fn output_that_would_leave_the_folder_is_refused() {
    let outer = tempfile::tempdir().expect("a folder");
    let dir = outer.path().join("generated");
    for path in ["../escaped", "/escaped", "a/../../escaped", "", ".", "a/", "a\\b", "a\nb", ".wxgen-stage/x", MANIFEST]
    {
        let error = persist::persist(&dir, &files(&[(path, "x")])).expect_err("the path is not ours");
        assert!(matches!(error, PersistError::BadPath(_)), "{path:?}: {error}");
    }
    assert_eq!(tree(outer.path()), Files::new());
}

#[test]
fn a_journal_that_names_files_elsewhere_is_refused() {
    let outer = tempfile::tempdir().expect("a folder");
    let dir = outer.path().join("generated");
    put(&outer.path().join("victim"), "precious");
    for journal in [r#"{"write": ["../victim"], "remove": []}"#, r#"{"write": [], "remove": ["../victim"]}"#, "{"] {
        put(&dir.join(".wxgen-stage/journal"), journal);
        put(&dir.join(".wxgen-stage/victim"), "planted");
        persist::persist(&dir, &sample()).expect_err("the journal is hostile");
        assert_eq!(fs::read_to_string(outer.path().join("victim")).expect("it is still there"), "precious");
    }
}

/// Permissions do not bind the superuser, so the run is made by a process that is somebody else.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode is set");
    let dir = tempfile::tempdir().expect("a folder");
    persist::persist(dir.path(), &sample()).expect("the first run");
    mode(dir.path(), 0o555);
    let old = tree(dir.path());
    let run = run_as_nobody(dir.path());
    mode(dir.path(), 0o755);
    let Some(said) = run else { return };
    assert!(said.contains("refused: ") && said.contains("ermission denied"), "{said}");
    assert_eq!(tree(dir.path()), old);
}

/// `None`: this user cannot become another, and is bound by permissions or not able to try.
#[cfg(unix)]
fn run_as_nobody(dir: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let mut command = std::process::Command::new(std::env::current_exe().ok()?);
    command.args(["--exact", "ownership::runs_as_somebody_else", "--ignored", "--nocapture"]).env("PERSIST_INTO", dir);
    if fs::metadata(dir).ok()?.uid() == 0 {
        command.uid(65534).gid(65534);
    }
    let output = command.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
#[ignore = "the process that run_as_nobody starts"]
fn runs_as_somebody_else() {
    let Some(dir) = std::env::var_os("PERSIST_INTO") else { return };
    match persist::persist(Path::new(&dir), &files(&[("src/lib.rs", "other")])) {
        Ok(written) => println!("written: {written:?}"),
        Err(error) => println!("refused: {error}"),
    }
}
