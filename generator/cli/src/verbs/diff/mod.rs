//! `wxgen diff`: what changed between two versions of a spec, whom it breaks, and what to release.

mod date;

use std::fs;
use std::io::{self, IsTerminal};
use std::panic;
use std::path::{Path, PathBuf};
use std::thread;

use clap::{Args, ValueEnum};
use serde_json::json;
use wxgen::report;
use wxgen_diff::revision::{LoadError, RevisionOrFolder};
use wxgen_diff::{DiffError, Ignores, Review, Severity, Version, show};

use super::{Outcome, output};

const AFTER: &str = "\
OLD and NEW are each one of
  a revision   main, HEAD~1, v0.1.0: the folder given by --spec in that commit, read through git
  REV:DIR      the same, where the spec lies in another folder
  a folder     one that holds api.yaml
  .            the folder given by --spec, as it is now

Files of endpoints with errors are left out, and said to be; the rest is compared.

Exit status: 0 compared; 1 with --deny, when a change that severe is not accepted or a file of NEW is left out; 2 could
not compare. `wxgen schema diff` prints the JSON Schema of what --format json prints.";

/// The longest ignore file that is read, in bytes.
const LARGEST_IGNORE_FILE: u64 = 1 << 20;

#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Diff {
    /// The version before: a git revision, a folder, or . for the working tree
    #[arg(required_unless_present = "rules")]
    old: Option<String>,
    /// The version after
    #[arg(required_unless_present = "rules")]
    new: Option<String>,
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Exit with 1 if a change is at least so severe and not accepted
    #[arg(long, value_enum, value_name = "SEVERITY")]
    deny: Option<Deny>,
    /// File of accepted changes, each with a fingerprint, a reason and the day on which that ends
    #[arg(long, value_name = "FILE")]
    ignore: Option<PathBuf>,
    /// The day by which accepted changes expire, YYYY-MM-DD [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    today: Option<String>,
    /// Write the changes into the release section of a changelog [default: CHANGELOG.md]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "CHANGELOG.md")]
    changelog: Option<PathBuf>,
    /// List all kinds of changes, how severe each is and what it means
    #[arg(long, conflicts_with_all = ["old", "new", "deny", "ignore", "today", "changelog"])]
    rules: bool,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For a comment on a pull request
    Markdown,
    /// Annotations for a GitHub workflow
    Github,
}

/// What is not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// What worked does not any more
    Breaking,
    /// What worked may do something else, or does not work any more
    Risky,
}

fn parse_date(text: &str) -> Result<String, String> {
    if wxgen::check::is_date(text) { Ok(text.to_owned()) } else { Err("a date is YYYY-MM-DD".to_owned()) }
}

impl Diff {
    pub(super) fn run(self) -> Outcome {
        let done = match (&self.old, &self.new) {
            _ if self.rules => self.print_rules(),
            (Some(old), Some(new)) => self.compare(old, new),
            _ => Err(DiffError::new("two versions are compared: wxgen diff OLD NEW")),
        };
        done.unwrap_or_else(|problem| {
            match self.format {
                Format::Json => output::json(&json!({ "error": problem.line() })),
                _ => output::error(super::Format::Text, &problem.text()),
            }
            Outcome::CouldNotRun
        })
    }

    fn compare(&self, old: &str, new: &str) -> Result<Outcome, DiffError> {
        let ignores = self.ignores()?;
        let (old, new) = (RevisionOrFolder::find(old, &self.spec)?, RevisionOrFolder::find(new, &self.spec)?);
        if old.is(&new) {
            let message = format!("{:?} and {:?} are the same", old.word(), new.word());
            return Err(DiffError::new(message).help("name the version before and the one after, such as main and ."));
        }
        // Parsing is spread over the cores; judging a spec is not, and takes as long.
        let (old, new) = thread::scope(|scope| {
            let old = scope.spawn(|| old.load());
            let new = new.load();
            (old.join().unwrap_or_else(|cause| panic::resume_unwind(cause)), new)
        });
        let (old, new) = self.both(old, new)?;
        // For a person it stands in the text itself.
        let apart = self.format != Format::Text;
        for skipped in old.skipped.iter().chain(&new.skipped).filter(|_| apart) {
            output::trouble(&format!("warning: {}\n", reason(skipped)));
        }
        let today = self.today.clone().unwrap_or_else(date::today);
        let review = Review::of(&old, &new, wxgen_diff::diff(&old, &new), &ignores, &today);
        match self.format {
            Format::Text => output::line(review.text(io::stdout().is_terminal()).trim_end()),
            Format::Json => output::json(&review.json()),
            Format::Markdown => output::line(review.markdown().trim_end()),
            Format::Github => output::line(review.github().trim_end()),
        }
        if let Some(changelog) = &self.changelog {
            write_changelog(changelog, &review)?;
        }
        Ok(if self.denies(&review) { Outcome::No } else { Outcome::Yes })
    }

    /// Both versions. If any cannot be used, what is wrong with each is shown.
    fn both(
        &self,
        old: Result<Version, LoadError>,
        new: Result<Version, LoadError>,
    ) -> Result<(Version, Version), DiffError> {
        let mut last = None;
        let mut take = |version: Result<Version, LoadError>| match version {
            Ok(version) => Some(version),
            Err(failure) => {
                let problem = self.show(failure);
                if let Some(before) = last.replace(problem) {
                    output::trouble(&format!("error: {}\n", before.text()));
                }
                None
            }
        };
        let versions = (take(old), take(new));
        match (versions, last) {
            ((Some(old), Some(new)), None) => Ok((old, new)),
            (_, problem) => Err(problem.unwrap_or_else(|| DiffError::new("nothing to compare"))),
        }
    }

    fn show(&self, failure: LoadError) -> DiffError {
        match failure {
            LoadError::NotRead(problem) => problem,
            LoadError::BadSpec { word, spec } => {
                match self.format {
                    Format::Github => output::line(report::github(&spec.diagnostics, &spec.sources).trim_end()),
                    _ => output::trouble(&report::text(&spec.diagnostics, &spec.sources, io::stderr().is_terminal())),
                }
                DiffError::new(format!("the spec of {word:?} cannot be understood, so nothing was compared"))
            }
        }
    }

    /// Whether `--deny` says no. What is left out of the new version may be anything.
    fn denies(&self, review: &Review) -> bool {
        let denied = match self.deny {
            None => return false,
            Some(Deny::Breaking) => Severity::Breaking,
            Some(Deny::Risky) => Severity::Risky,
        };
        review.verdict.severity.is_some_and(|severity| severity >= denied) || !review.new.skipped.is_empty()
    }

    fn ignores(&self) -> Result<Ignores, DiffError> {
        let Some(path) = &self.ignore else { return Ok(Ignores::default()) };
        let shown = path.display();
        let cannot = |error: &dyn std::fmt::Display| DiffError::new(format!("the ignore file {shown}: {error}"));
        match fs::metadata(path) {
            Ok(about) if !about.is_file() => return Err(cannot(&"it is not a plain file")),
            Ok(about) if about.len() > LARGEST_IGNORE_FILE => {
                return Err(cannot(&format!("it is larger than the {LARGEST_IGNORE_FILE} bytes that are read")));
            }
            _ => {}
        }
        let text = fs::read_to_string(path).map_err(|error| cannot(&error))?;
        Ignores::read(&shown.to_string().replace('\\', "/"), &text).map_err(|refused| {
            output::trouble(&report::text(&refused.diagnostics, &refused.sources, io::stderr().is_terminal()));
            cannot(&"it has to be in order first")
        })
    }

    fn print_rules(&self) -> Result<Outcome, DiffError> {
        match self.format {
            Format::Text => output::line(show::rules_text().trim_end()),
            Format::Json => output::json(&show::rules_json()),
            Format::Markdown => output::line(show::rules_markdown().trim_end()),
            Format::Github => {
                return Err(DiffError::new("rules are no annotations").help("say --format text, json or markdown"));
            }
        }
        Ok(Outcome::Yes)
    }
}

/// Which file is not compared, and why.
fn reason(skipped: &wxgen_diff::Skipped) -> String {
    let wxgen_diff::Skipped { shown, line, code, why, errors, .. } = skipped;
    let more = if *errors > 1 { format!(" (the first of {errors} errors)") } else { String::new() };
    report::visible(&format!("not compared: {shown}:{line}: error[{code}]: {why}{more}"))
}

fn write_changelog(path: &Path, review: &Review) -> Result<(), DiffError> {
    let written = show::changelog::write(path, review).map_err(|error| DiffError::new(error.to_string()))?;
    let state = if written { "written" } else { "unchanged" };
    output::trouble(&format!("{}: {state}\n", report::visible(&path.display().to_string())));
    Ok(())
}
