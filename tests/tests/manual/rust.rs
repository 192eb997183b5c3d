//! The Rust of the manual is a part of programs that are compiled.

use std::fs;
use std::path::Path;

use super::page::{Page, read, root};

/// Programs that are compiled besides `tests/examples/*.rs`.
const COMPILED: &[&str] =
    &["tests/downstream/build.rs", "tests/downstream/src/main.rs", "tests/tests/manual/snippets.rs"];

pub(crate) fn all_is_compiled_somewhere() {
    let compiled: Vec<_> = compiled().iter().map(|text| flat(text)).collect();
    let (mut seen, mut problems) = (0, Vec::new());
    for page in Page::all() {
        for block in page.blocks.iter().filter(|block| block.language == "rust") {
            seen += 1;
            let code = flat(&block.text());
            if !compiled.iter().any(|text| text.contains(&code)) {
                problems.push(format!(
                    "{}: no program that is compiled has this\n{}",
                    block.place(&page),
                    block.text()
                ));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(seen > 15, "only {seen} blocks of Rust were found");
}

fn compiled() -> Vec<String> {
    let examples = fs::read_dir(root().join("tests/examples")).expect("the examples can be listed");
    let examples = examples.map(|entry| entry.expect("an entry").path()).filter(|path| is_rust(path));
    let examples = examples.map(|path| fs::read_to_string(path).expect("it can be read"));
    examples.chain(COMPILED.iter().map(|path| read(path))).collect()
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// The lines without indentation and without the comments that name a file.
fn flat(code: &str) -> String {
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}
