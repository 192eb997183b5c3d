//! The program, run in a folder.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A page of one endpoint, in the layout of 2022.
pub(crate) const PAGE: &str = include_str!("base.md");

/// That page with some of its words replaced. Each has to be there.
pub(crate) fn page(replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(PAGE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old:?} is not on the page");
        text.replace(old, new)
    })
}

/// Runs `wxgen` in a folder.
pub(crate) fn wxgen(dir: &Path, arguments: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_wxgen"))
        .current_dir(dir)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("ended")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}
