//! Programs that the manual runs, by name: `wxgen`, and those of tests/examples that it shows. The build script copies
//! them here, so that one program has all of them.

use std::env;
use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

include!(concat!(env!("OUT_DIR"), "/shown_examples.rs"));

/// The programs, each with the file that is it.
pub(crate) fn programs() -> Vec<(&'static str, PathBuf)> {
    let this = env::current_exe().expect("this program");
    ["wxgen", "queue", "quickstart", "service"].map(|name| (name, this.clone())).into()
}

/// Runs the program of that name, if it is one.
pub(crate) fn run(name: &str) -> Option<ExitCode> {
    match name {
        "wxgen" => Some(wxgen_cli::run()),
        "queue" => Some(ended(queue::run())),
        "quickstart" => Some(ended(quickstart::run())),
        "service" => Some(ended(service::run())),
        _ => None,
    }
}

fn ended<E: Display>(result: Result<(), E>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::FAILURE
        }
    }
}
