//! The code in the README is code that is compiled elsewhere in the repository.

use std::fs;
use std::path::Path;

const COMPILED: &[&str] = &[
    "tests/examples/call.rs",
    "tests/examples/gateway.rs",
    "tests/examples/patient.rs",
    "tests/downstream/build.rs",
    "tests/downstream/src/main.rs",
];

#[test]
fn rust_in_the_readme_is_compiled_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("it can be read");
    let compiled: Vec<_> = COMPILED.iter().map(|path| flat(&read(path))).collect();
    let readme = read("README.md");
    let blocks: Vec<_> = readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() > 3);
    for block in blocks {
        let code = flat(block);
        assert!(compiled.iter().any(|text| text.contains(&code)), "nothing compiles this:\n{block}");
    }
}

/// The lines without indentation and without the comments that name a file.
fn flat(code: &str) -> String {
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
