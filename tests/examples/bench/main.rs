//! A benchmark, run by hand: the same synthetic endpoints through wxgen, oas3-gen and progenitor.
//!
//! `README.md` beside this file says what is measured, and how it came out.

mod comparing;
mod crates;
mod example;
mod exported;
mod generation;
mod openapi;
mod report;
mod samples;
mod spec_folder;
mod synth;
mod tools;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use self::crates::{Build, Compiling};
use self::report::Report;
use self::samples::Samples;
use self::tools::Tools;

/// Folder of what is done with.
const ASIDE: &str = "aside";

/// Why the benchmark could not go on.
type Failure = Box<dyn Error>;

/// Measures wxgen beside oas3-gen and progenitor, on endpoints made for it.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Options {
    /// How many endpoints to generate
    #[arg(long, value_delimiter = ',', default_value = "5,100,1000", value_name = "N,…")]
    sizes: Vec<usize>,
    /// For which of the sizes to compile what was generated, too
    #[arg(long, value_delimiter = ',', default_value = "5,100", value_name = "N,…")]
    build_sizes: Vec<usize>,
    /// How often to run each thing; the median counts
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Compare specs and measure nothing else
    #[arg(long)]
    only_diff: bool,
    /// Compile the real client and what progenitor makes of its spec, and measure nothing else
    #[arg(long)]
    exported: bool,
    /// Compile nothing
    #[arg(long)]
    no_build: bool,
    /// A crate that takes longer to compile is stopped, and counts as that long
    #[arg(long, default_value_t = 600, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    patience: u64,
    /// Where the peers are, if not on PATH
    #[arg(long, value_name = "DIR")]
    tools: Option<PathBuf>,
    /// Work in this folder and leave everything in it
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

impl Options {
    /// How to compile.
    fn compiling(&self, builds: &'static [Build]) -> Compiling {
        Compiling { builds, runs: self.runs, patience: Duration::from_secs(self.patience) }
    }
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let tools = tools::find(options.tools.as_deref())?;
    let temporary;
    let dir = match &options.keep {
        Some(dir) => {
            fs::create_dir_all(dir)?;
            &fs::canonicalize(dir)?
        }
        None => {
            temporary = tempfile::tempdir()?;
            temporary.path()
        }
    };
    if options.exported {
        return exported::measure(&tools, dir, &options.compiling(crates::EVERYTHING));
    }
    let mut report = Report::default();
    for &size in &options.sizes {
        let samples = measure(&tools, dir, size, options)?;
        report.add(size, samples);
    }
    report.print(&tools, options.runs);
    let aside = dir.join(ASIDE);
    if aside.exists() {
        fs::remove_dir_all(aside)?;
    }
    Ok(())
}

/// Moves an old folder out of the way. It is deleted when all is measured, not before: for some time after files were
/// deleted, ext4 looks through all of them for each new file it makes, and that would be measured too.
fn set_aside(folder: &Path, dir: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    let aside = dir.join(ASIDE);
    fs::create_dir_all(&aside)?;
    let number = fs::read_dir(&aside)?.count();
    Ok(fs::rename(folder, aside.join(number.to_string()))?)
}

/// Everything about one number of endpoints.
fn measure(tools: &Tools, dir: &Path, size: usize, options: &Options) -> Result<Samples, Failure> {
    let runs = options.runs;
    let work = dir.join(size.to_string());
    let endpoints = synth::endpoints(size);
    set_aside(&work, dir)?;
    spec_folder::write(&work.join(tools::SPEC_FOLDER), &endpoints)?;
    for (name, version) in [(tools::OPENAPI_30, "3.0.3"), (tools::OPENAPI_31, "3.1.0")] {
        fs::write(work.join(name), serde_json::to_string_pretty(&openapi::document(version, &endpoints))?)?;
    }
    let mut samples = Samples::default();
    if let Some(wxgen) = tools.iter().find(|tool| tool.name == tools::WXGEN) {
        comparing::measure(wxgen, dir, &work, size, runs, &mut samples)?;
    }
    if options.only_diff {
        return Ok(samples);
    }
    let working = generation::measure(tools, dir, &work, size, runs, &mut samples)?;
    if !options.no_build && options.build_sizes.contains(&size) {
        crates::measure(&working, &options.compiling(crates::BUILDS), dir, &work, &mut samples)?;
    }
    Ok(samples)
}

/// Says what is going on, apart from the results.
fn progress(text: &str) {
    eprintln!("{text}");
}
