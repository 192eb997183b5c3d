//! From files to machine code: how long cargo takes for each generated crate alone.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::samples::{Measure, Samples, time};
use super::tools::{self, Tool, Tools};
use super::{Failure, progress};

/// Checking and building as a user does.
pub(crate) const BUILDS: &[Build] = &[(Measure::Check, &["check"]), (Measure::Release, &["build", "--release"])];

/// The same with every feature, and checking alone.
pub(crate) const EVERYTHING: &[Build] = &[(Measure::Check, &["check", "--all-features"])];

/// What is measured, and what cargo is told.
pub(crate) type Build = (Measure, &'static [&'static str]);

/// What to compile, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compiling {
    pub(crate) builds: &'static [Build],
    pub(crate) runs: u32,
    /// A crate that takes longer is stopped.
    pub(crate) patience: Duration,
}

/// Measures how long the crates in `work` take. Dependencies are built below `dir`, once for all sizes.
pub(crate) fn measure(
    tools: &Tools,
    compiling: &Compiling,
    dir: &Path,
    work: &Path,
    samples: &mut Samples,
) -> Result<(), Failure> {
    let Compiling { builds, runs, patience } = *compiling;
    // One workspace for all, so that they share the versions and builds of dependencies as far as they can. The
    // project's own lock file is the start of it.
    let members: Vec<_> = tools.iter().map(Tool::package).collect();
    fs::write(work.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
    fs::copy(tools::project().join("Cargo.lock"), work.join("Cargo.lock"))?;
    for (measure, verb) in builds {
        let name = verb.join(" ");
        let mut working = Tools::new();
        for tool in tools {
            progress(&format!("cargo {name}: dependencies of {}", tool.package()));
            match build_dependencies(tool, verb, dir, work) {
                Ok(()) => working.push(tool.clone()),
                Err(error) => progress(&format!("{} is left out: {error}", tool.name)),
            }
        }
        for run in 1..=runs {
            progress(&format!("cargo {name}: run {run} of {runs}"));
            for tool in &working {
                touch(&tool.crate_folder(work).join("src/lib.rs"))?;
                samples.time_at_most(*measure, tool.name, &mut cargo(tool, verb, dir, work), patience)?;
            }
        }
    }
    Ok(())
}

/// Builds the crate with nothing in it, which leaves all that it depends on.
fn build_dependencies(tool: &Tool, verb: &[&str], dir: &Path, work: &Path) -> Result<(), Failure> {
    let source = tool.crate_folder(work).join("src/lib.rs");
    let text = fs::read(&source)?;
    fs::write(&source, "")?;
    let built = time(&mut cargo(tool, verb, dir, work));
    fs::write(&source, text)?;
    built.map(|_| ())
}

/// Without incremental compilation and wrappers: an unchanged file that was touched would else cost next to nothing.
fn cargo(tool: &Tool, verb: &[&str], dir: &Path, work: &Path) -> Command {
    let mut cargo = tools::cargo();
    cargo.current_dir(work).args(verb).args(["--quiet", "--package", &tool.package()]);
    cargo.env("CARGO_TARGET_DIR", dir.join("target")).env("CARGO_INCREMENTAL", "0").env("RUSTC_WRAPPER", "");
    cargo
}

fn touch(path: &Path) -> Result<(), Failure> {
    Ok(fs::File::options().append(true).open(path)?.set_modified(SystemTime::now())?)
}
