//! What was measured, and its median.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{Failure, progress};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    /// Seconds from nothing to all files written.
    Generate,
    /// Seconds to generate again after one endpoint was edited.
    Edited,
    /// Seconds to generate again with nothing changed.
    Again,
    /// Seconds to read and parse two specs, in one process and one after the other.
    Parse,
    /// Seconds to compare two specs that are read, of which a tenth of the endpoints differ in several ways.
    CompareFew,
    /// The same where all of them differ.
    CompareAll,
    /// The same where all of them have another name.
    CompareRenamed,
    /// The same where none of them is in the other.
    CompareReplaced,
    /// Seconds of the whole command, with its report as JSON: a tenth of the endpoints differ.
    DiffFew,
    /// The same where all of them differ.
    DiffAll,
    /// The same where all of them have another name.
    DiffRenamed,
    /// The same where none of them is in the other.
    DiffReplaced,
    /// Lines of Rust for each endpoint.
    Lines,
    /// Lines of Markdown for each endpoint.
    DocLines,
    /// Seconds of `cargo check`, of the crate alone.
    Check,
    /// Seconds of `cargo build --release`, of the crate alone.
    Release,
}

impl Measure {
    /// How it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Generate => "generate, all files written",
            Self::Edited => "again, one endpoint edited",
            Self::Again => "again, nothing to do",
            Self::Parse => "two specs read and parsed",
            Self::CompareFew => "comparing, a tenth of the endpoints changed",
            Self::CompareAll => "comparing, all endpoints changed",
            Self::CompareRenamed => "comparing, all endpoints renamed",
            Self::CompareReplaced => "comparing, all endpoints replaced",
            Self::DiffFew => "`wxgen diff`, a tenth changed",
            Self::DiffAll => "`wxgen diff`, all changed",
            Self::DiffRenamed => "`wxgen diff`, all renamed",
            Self::DiffReplaced => "`wxgen diff`, all replaced",
            Self::Lines => "lines of Rust per endpoint",
            Self::DocLines => "lines of Markdown per endpoint",
            Self::Check => "`cargo check`, the crate alone",
            Self::Release => "`cargo build --release`, the crate alone",
        }
    }
}

/// Values by measure and tool.
#[derive(Debug, Default)]
pub(crate) struct Samples {
    values: BTreeMap<(Measure, &'static str), Vec<f64>>,
    /// Of which a value is only known to be at least that high.
    stopped: BTreeSet<(Measure, &'static str)>,
}

impl Samples {
    /// Adds a value.
    pub(crate) fn add(&mut self, measure: Measure, tool: &'static str, value: f64) {
        self.values.entry((measure, tool)).or_default().push(value);
    }

    /// Runs a command and adds the seconds it took.
    pub(crate) fn time(&mut self, measure: Measure, tool: &'static str, command: &mut Command) -> Result<(), Failure> {
        let took = time(command)?.as_secs_f64();
        progress(&format!("  {tool}, {}: {took:.3} s", measure.name()));
        self.add(measure, tool, took);
        Ok(())
    }

    /// Runs a command to its end or until that time is over; then it counts as that long.
    pub(crate) fn time_at_most(
        &mut self,
        measure: Measure,
        tool: &'static str,
        command: &mut Command,
        limit: Duration,
    ) -> Result<(), Failure> {
        match time_at_most(command, limit)? {
            Some(took) => {
                progress(&format!("  {tool}, {}: {:.3} s", measure.name(), took.as_secs_f64()));
                self.add(measure, tool, took.as_secs_f64());
            }
            None => {
                progress(&format!("  {tool}, {}: stopped after {limit:?}", measure.name()));
                self.add(measure, tool, limit.as_secs_f64());
                self.stopped.insert((measure, tool));
            }
        }
        Ok(())
    }

    /// Was it stopped before it had ended?
    pub(crate) fn was_stopped(&self, measure: Measure, tool: &'static str) -> bool {
        self.stopped.contains(&(measure, tool))
    }

    /// The median, if something was measured.
    pub(crate) fn median(&self, measure: Measure, tool: &str) -> Option<f64> {
        let mut values = self.values.iter().find(|((of, by), _)| *of == measure && *by == tool)?.1.clone();
        values.sort_by(f64::total_cmp);
        let (low, high) = (values.get((values.len() - 1) / 2)?, values.get(values.len() / 2)?);
        Some(f64::midpoint(*low, *high))
    }
}

/// Runs a command to its end, silently; gives its wall time.
pub(crate) fn time(command: &mut Command) -> Result<Duration, Failure> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output().map_err(|error| io::Error::other(format!("{}: {error}", shown(command))))?;
    let took = start.elapsed();
    if output.status.success() {
        return Ok(took);
    }
    Err(format!("{} failed:\n{}", shown(command), String::from_utf8_lossy(&output.stderr)).into())
}

/// Runs a command and all that it starts, for no longer than that; gives its wall time if it has ended by then.
fn time_at_most(command: &mut Command, limit: Duration) -> Result<Option<Duration>, Failure> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).process_group(0);
    let start = Instant::now();
    let child = command.spawn().map_err(|error| io::Error::other(format!("{}: {error}", shown(command))))?;
    let group = format!("-{}", child.id());
    let (ended, end) = channel::<()>();
    let watch = thread::spawn(move || {
        let late = end.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
        if late {
            // It may have ended this moment.
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        }
        late
    });
    let output = child.wait_with_output()?;
    let took = start.elapsed();
    drop(ended);
    match watch.join() {
        Ok(true) => Ok(None),
        _ if output.status.success() => Ok(Some(took)),
        _ => Err(format!("{} failed:\n{}", shown(command), String::from_utf8_lossy(&output.stderr)).into()),
    }
}

fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(command.get_program().to_string_lossy()).chain(arguments).collect::<Vec<_>>().join(" ")
}
