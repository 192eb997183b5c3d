//! Transcripts of the command line. `transcripts/*.md` are run as they are; `TRYCMD=overwrite cargo test -p wxgen-cli
//! --features full --test transcripts` writes down what the commands print now.

// The transcripts change files with GNU sed.
#![cfg(target_os = "linux")]

use std::env;
use std::path::PathBuf;

/// What the transcripts use besides wxgen to change files.
const TOOLS: &[&str] = &["cp", "mkdir", "mv", "rm", "sed", "sh"];

fn find(tool: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(tool)).find(|path| path.is_file())
}

#[test]
fn transcripts() {
    let cases = trycmd::TestCases::new();
    for tool in TOOLS {
        cases.register_bin(*tool, find(tool).unwrap_or_else(|| panic!("{tool} is on the path")));
    }
    cases.register_bin("wxgen", PathBuf::from(env!("CARGO_BIN_EXE_wxgen"))).case("tests/transcripts/*.md");
}
