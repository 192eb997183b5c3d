//! The house is in order: stages import only stages before them, wings know no wings, build scripts meet no features, and
//! each file says what it is for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules of the library: what all stand on first, then the stages in the order in which data flows.
const ORDER: &[&str] = &[
    "source", "text", "threads", "names", "report", "model", "markdown", "meanings", "read", "yaml", "parse", "schema",
    "check", "lower", "emit", "persist", "pipeline", "build",
];

/// The crates that stand on the library.
const WINGS: &[&str] = &["pages", "diff", "mock", "call"];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All Rust files of a folder, by path from it, and their texts.
fn sources(folder: &Path) -> Vec<(String, String)> {
    fn walk(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), files);
            } else if name.ends_with(".rs") {
                files.push((name, fs::read_to_string(entry.path()).expect("text")));
            }
        }
    }
    let mut files = Vec::new();
    walk(folder, "", &mut files);
    files.sort();
    assert!(files.len() > 3, "{} has sources", folder.display());
    files
}

/// The modules at the top of the crate that a text imports or names.
fn imported(text: &str) -> BTreeSet<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let paths = code.flat_map(|line| line.split("crate::").skip(1));
    paths.map(|path| path.split(|c: char| c != '_' && !c.is_ascii_lowercase()).next().unwrap_or_default()).collect()
}

#[test]
fn stages_import_only_what_comes_before_them() {
    let place = |module: &str| ORDER.iter().position(|known| *known == module);
    let mut back = Vec::new();
    for (path, text) in sources(&project().join("generator/wxgen/src")) {
        let module = path.split(['/', '.']).next().unwrap_or_default();
        if module == "lib" {
            continue;
        }
        let here = place(module).unwrap_or_else(|| panic!("{module} has a place in the order"));
        for other in imported(&text).into_iter().filter(|other| !other.is_empty()) {
            let there = place(other).unwrap_or_else(|| panic!("{path}: `crate::{other}` has a place in the order"));
            if there > here {
                back.push(format!("{path} imports {other}"));
            }
        }
    }
    assert_eq!(back, Vec::<String>::new());
}

#[test]
fn wings_know_the_library_and_no_wing() {
    let manifest = |name: &str| {
        let path = project().join("generator").join(name).join("Cargo.toml");
        fs::read_to_string(path).expect("a manifest")
    };
    let of_library = manifest("wxgen");
    for wing in WINGS {
        let of_wing = manifest(wing);
        assert!(of_wing.contains("\nwxgen.workspace = true"), "{wing}");
        for other in WINGS.iter().chain(&["cli"]) {
            assert!(!of_wing.contains(&format!("\nwxgen-{other}")), "{wing} knows {other}");
            assert!(!of_library.contains(&format!("\nwxgen-{other}")), "the library knows {other}");
        }
    }
}

#[test]
fn the_first_command_compiles_little_and_no_c() {
    let manifest = fs::read_to_string(project().join("generator/cli/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("\ndefault-run = \"wxgen\"\n"), "else cargo run compiles all default members");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let words = ["tree", "--offline", "-p", "wxgen-cli", "-e", "normal,build", "--prefix", "none", "--format", "{p}"];
    let output = Command::new(cargo).args(words).current_dir(project()).output().expect("cargo runs");
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    let packages: BTreeSet<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!((20..=70).contains(&packages.len()), "{} packages: {packages:?}", packages.len());
    assert!(!["cc", "cmake"].iter().any(|name| packages.contains(name)), "{packages:?}");
}

#[test]
fn features_are_the_business_of_the_command() {
    for part in WINGS.iter().chain(&["wxgen"]) {
        for (path, text) in sources(&project().join("generator").join(part).join("src")) {
            let own = text.lines().map(str::trim_start).filter(|line| line.starts_with("#[cfg(feature"));
            // Skeletons of generated code have features of the generated crate.
            let own: Vec<_> = own.filter(|line| !line.contains("__feature")).collect();
            assert_eq!(own, Vec::<&str>::new(), "{part}/{path}");
        }
    }
}

#[test]
fn each_file_says_what_it_is_for() {
    let parts = ["wxgen", "pages", "diff", "mock", "call", "cli"].map(|part| format!("generator/{part}/src"));
    for part in parts.iter().map(String::as_str).chain(["runtime/src"]) {
        for (path, text) in sources(&project().join(part)) {
            assert!(text.starts_with("//! "), "{part}/{path} begins with `//!`");
        }
    }
}
