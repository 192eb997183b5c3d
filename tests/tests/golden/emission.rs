//! What the generator writes: snapshots of code and pages for people to review, and the whole crate, compiled.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use wxgen::emit;
use wxgen::emit::Files;
use wxgen::emit::site::{Entry, Site};
use wxgen::pipeline;

/// The files of the golden spec as a crate.
static FILES: LazyLock<Files> = LazyLock::new(files);

fn files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut loaded = pipeline::load(&root.join("golden/spec"));
    let shown = wxgen::report::text(&loaded.diagnostics, &loaded.sources, false);
    assert!(loaded.diagnostics.is_empty(), "{shown}");
    let api = loaded.api.as_mut().expect("a spec without errors");
    api.krate.runtime_path = Some(root.join("../runtime").to_string_lossy().replace('\\', "/"));
    pipeline::emit(api)
}

fn site() -> Site {
    let loaded = pipeline::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/spec"));
    emit::site::emit(&loaded.api.expect("a spec without errors"), Vec::new())
}

fn snapshot(name: &str, path: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(path);
    settings.bind(|| insta::assert_snapshot!(name, FILES[path]));
}

#[test]
fn code_of_every_type() {
    snapshot("code_of_every_type", "src/shapes/every_type.rs");
}

#[test]
fn code_of_a_choice() {
    snapshot("code_of_a_choice", "src/shapes/choose_user.rs");
}

#[test]
fn code_of_an_upload() {
    snapshot("code_of_an_upload", "src/shapes/upload.rs");
}

#[test]
fn code_of_something_deprecated() {
    snapshot("code_of_something_deprecated", "src/shapes/old_call.rs");
}

#[test]
fn code_of_shared_codes() {
    snapshot("code_of_shared_codes", "src/errcode.rs");
}

#[test]
fn page_of_every_type() {
    snapshot("page_of_every_type", "docs/shapes/every_type.md");
}

#[test]
fn page_of_a_choice() {
    snapshot("page_of_a_choice", "docs/shapes/choose_user.md");
}

#[test]
fn page_of_an_upload() {
    snapshot("page_of_an_upload", "docs/shapes/upload.md");
}

#[test]
fn page_of_something_deprecated() {
    snapshot("page_of_something_deprecated", "docs/shapes/old_call.md");
}

#[test]
fn index_of_the_search() {
    let site = site();
    let (path, text) = site.files.first().expect("an index");
    // The words are a table of their own.
    let (things, words) = text.split_once("words: [").expect("words");
    assert!(path == "search-index.js" && words.contains("绑定"));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("index_of_the_search", things);
    });
}

#[test]
fn first_page_of_the_site() {
    let site = site();
    let Some(Entry::Page(page, _)) = site.entries.first() else { panic!("no page") };
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("first_page_of_the_site", page.text);
    });
}

#[test]
fn page_of_error_codes() {
    snapshot("page_of_error_codes", "docs/errors.md");
}

#[test]
fn page_of_permission_sets() {
    snapshot("page_of_permission_sets", "docs/permissions.md");
}

/// The crate on its own: it compiles without a warning, its examples compile and keep their word, its doc comments link to nothing that is
/// not there, and clippy has nothing to say.
#[test]
fn the_crate_stands_on_its_own() {
    // Kept between runs, so that what the crate stands on is compiled once.
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("golden-crate");
    let _ = fs::remove_dir_all(dir.join("src"));
    let _ = fs::remove_dir_all(dir.join("tests"));
    for (path, text) in FILES.iter() {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    // Wherever the target folder is, the crate belongs to no workspace.
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).expect("read");
    fs::write(dir.join("Cargo.toml"), manifest + "\n[workspace]\n").expect("written");
    // The versions that are here already, for there may be no network.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, dir.join("Cargo.lock")).expect("copied");

    cargo(&dir, &["test", "--test", "examples"]);
    cargo(&dir, &["test", "--doc"]);
    cargo(&dir, &["doc", "--no-deps"]);
    if Command::new(cargo_path()).args(["clippy", "--version"]).output().is_ok_and(|output| output.status.success()) {
        cargo(&dir, &["clippy"]);
    }
}

fn cargo_path() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

fn cargo(dir: &Path, arguments: &[&str]) {
    let output = Command::new(cargo_path())
        .args(arguments)
        .args(["--offline", "--no-default-features", "--features", "full,serde"])
        .current_dir(dir)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("CARGO_TARGET_DIR", dir.join("target"))
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo {arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
}
