//! The command line: one file per verb, each thin.
//!
//! Exit status: 0 yes or done, 1 the answer is no, 2 could not run.

#[cfg(feature = "call")]
mod call;
mod capture;
mod check;
mod complete;
mod coverage;
mod diff;
#[cfg(feature = "site")]
mod docs;
mod drift;
mod explain;
mod generate;
#[cfg(not(all(feature = "call", feature = "mock", feature = "site")))]
mod left_out;
#[cfg(feature = "mock")]
mod mock;
mod openapi;
mod output;
mod schema;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// What is said of the verbs that a light build lacks.
const AFTER: &str = if cfg!(all(feature = "call", feature = "mock", feature = "site")) {
    ""
} else {
    "This build is a light one. `call`, `mock` and `docs` are in the full one: `cargo wxgen VERB` in the repository of \
     wxopen, or `cargo install wxgen-cli --features full`."
};

/// Reads WeChat API specs in YAML and writes a Rust client, its error enums and its docs.
#[derive(Debug, Parser)]
#[command(name = "wxgen", version, disable_help_subcommand = true, after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write what changed; tell what was written, unchanged and removed
    Generate(generate::Generate),
    /// Is the spec valid and the generated crate fresh? Lists stale, missing, orphan and edited files
    Check(check::Check),
    /// Read documentation pages: print specs of their endpoints, or merge them into a spec folder
    Capture(capture::Capture),
    /// Tell what documentation pages and the spec disagree on
    Drift(drift::Drift),
    /// Tell what changed between two versions of a spec, whom it breaks and what to release
    Diff(diff::Diff),
    /// Print the API as an OpenAPI document, for tools that are not written in Rust
    Openapi(openapi::Openapi),
    /// Tell how much of an API the spec holds, and how well
    Coverage(coverage::Coverage),
    /// Serve a local WeChat that speaks the spec, to test against
    #[cfg(feature = "mock")]
    Mock(Box<mock::Serve>),
    /// Serve a local WeChat that speaks the spec, to test against
    #[cfg(not(feature = "mock"))]
    #[command(hide = true, disable_help_flag = true)]
    Mock(left_out::LeftOut),
    /// Call an endpoint from the shell, with arguments checked by the spec and errors explained
    #[cfg(feature = "call")]
    Call(Box<call::Call>),
    /// Call an endpoint from the shell, with arguments checked by the spec and errors explained
    #[cfg(not(feature = "call"))]
    #[command(hide = true, disable_help_flag = true)]
    Call(left_out::LeftOut),
    /// Write a site of the spec to browse and to search
    #[cfg(feature = "site")]
    Docs(docs::Docs),
    /// Write a site of the spec to browse and to search
    #[cfg(not(feature = "site"))]
    #[command(hide = true, disable_help_flag = true)]
    Docs(left_out::LeftOut),
    /// Print the JSON Schema of the spec format, or of what diff prints
    Schema(schema::Schema),
    /// Tell what a diagnostic code means and how to mend it, or what a return code of WeChat means
    Explain(explain::Explain),
    /// Print what a shell needs to complete command lines
    Completions(complete::Completions),
    /// Tell what can come next on a command line, for the scripts that `completions` prints
    #[command(name = "__complete", hide = true)]
    Complete(complete::Complete),
}

/// Where to read and where to write.
#[derive(Debug, Args)]
struct Folders {
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// Folder of the generated crate
    #[arg(long, value_name = "DIR", default_value = "generated")]
    out: PathBuf,
    /// Path of the runtime crate for the generated Cargo.toml, instead of the one in api.yaml
    #[arg(long, value_name = "PATH")]
    runtime: Option<String>,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// Annotations for a GitHub workflow
    Github,
}

/// How to print a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For a page or a pull request
    Markdown,
}

/// Why a verb that reads a spec could not run.
const SPEC_IS_BROKEN: &str = "the spec folder has to be in order first";

impl ReportFormat {
    /// Prints why there is no report.
    fn fail(self, error: &str) -> Outcome {
        output::error(if self == Self::Json { Format::Json } else { Format::Text }, error);
        Outcome::CouldNotRun
    }
}

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Yes = 0,
    No = 1,
    CouldNotRun = 2,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().verb {
        Verb::Generate(verb) => verb.run(),
        Verb::Check(verb) => verb.run(),
        Verb::Capture(verb) => verb.run(),
        Verb::Drift(verb) => verb.run(),
        Verb::Diff(verb) => verb.run(),
        Verb::Openapi(verb) => verb.run(),
        Verb::Coverage(verb) => verb.run(),
        #[cfg(feature = "mock")]
        Verb::Mock(verb) => verb.run(),
        #[cfg(not(feature = "mock"))]
        Verb::Mock(verb) => verb.run("mock"),
        #[cfg(feature = "call")]
        Verb::Call(verb) => verb.run(),
        #[cfg(not(feature = "call"))]
        Verb::Call(verb) => verb.run("call"),
        #[cfg(feature = "site")]
        Verb::Docs(verb) => verb.run(),
        #[cfg(not(feature = "site"))]
        Verb::Docs(verb) => verb.run("docs"),
        Verb::Schema(verb) => verb.run(),
        Verb::Explain(verb) => verb.run(),
        Verb::Completions(verb) => verb.run(),
        Verb::Complete(verb) => verb.run(),
    };
    ExitCode::from(outcome as u8)
}
