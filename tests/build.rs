//! Generates the golden spec the way a crate with specs of its own does, and copies the examples that the manual runs for
//! `tests/manual`, which has all of them in one program.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// The examples whose output the manual shows.
const SHOWN: &[&str] = &["queue", "quickstart", "service"];

fn main() -> Result<(), Box<dyn Error>> {
    wxgen::Builder::new().specs("golden/spec").file_name("golden.rs").generate()?;
    let mut all = String::new();
    for name in SHOWN {
        let path = format!("examples/{name}.rs");
        println!("cargo::rerun-if-changed={path}");
        let text = fs::read_to_string(path)?;
        let code: String =
            text.lines().filter(|line| !line.starts_with("//!")).map(|line| format!("{line}\n")).collect();
        all.push_str(&format!(
            "mod {name} {{\n{code}\npub(super) fn run() -> Result<(), impl std::fmt::Display> {{ main() }}\n}}\n"
        ));
    }
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    Ok(fs::write(Path::new(&out).join("shown_examples.rs"), all)?)
}
