//! What happens, as workers note it: a line an event, written at once, so that a worker that is killed leaves all it saw.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Times are microseconds since 1970, those of a stored token milliseconds. A serial is the number of a token, which
/// grows with each one that the mock issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A caller asked for a token and was given this one.
    Given { owner: String, serial: u64, start: u64, end: u64 },
    /// WeChat is asked for a new token.
    Asked { owner: String, at: u64 },
    /// WeChat's answer has come.
    Got { owner: String, serial: u64, at: u64 },
    /// A token is in the store. When it was obtained and ends is true time.
    Stored { owner: String, serial: u64, obtained: u64, expires: u64, at: u64 },
    /// A token was not stored, for somebody else had the lease.
    LeaseLost { owner: String, at: u64 },
    /// A call that began then has ended.
    Called { outcome: String, at: u64, micros: u64 },
    /// A merchant was said to have to authorise again.
    Ended { owner: String },
}

impl Event {
    fn to_line(&self) -> String {
        match self {
            Self::Given { owner, serial, start, end } => format!("given {owner} {serial} {start} {end}\n"),
            Self::Asked { owner, at } => format!("asked {owner} {at}\n"),
            Self::Got { owner, serial, at } => format!("got {owner} {serial} {at}\n"),
            Self::Stored { owner, serial, obtained, expires, at } => {
                format!("stored {owner} {serial} {obtained} {expires} {at}\n")
            }
            Self::LeaseLost { owner, at } => format!("lost {owner} {at}\n"),
            Self::Called { outcome, at, micros } => format!("called {outcome} {at} {micros}\n"),
            Self::Ended { owner } => format!("ended {owner}\n"),
        }
    }

    /// The last line of a worker that was killed may be cut short; then there is none.
    fn from_line(line: &str) -> Option<Self> {
        let (kind, rest) = line.strip_suffix('\n')?.split_once(' ')?;
        let (name, numbers) = rest.split_once(' ').unwrap_or((rest, ""));
        let numbers: Vec<u64> = numbers.split_whitespace().map_while(|number| number.parse().ok()).collect();
        let owner = name.to_owned();
        Some(match (kind, numbers.as_slice()) {
            ("given", [serial, start, end]) => Self::Given { owner, serial: *serial, start: *start, end: *end },
            ("asked", [at]) => Self::Asked { owner, at: *at },
            ("got", [serial, at]) => Self::Got { owner, serial: *serial, at: *at },
            ("stored", [serial, obtained, expires, at]) => {
                Self::Stored { owner, serial: *serial, obtained: *obtained, expires: *expires, at: *at }
            }
            ("lost", [at]) => Self::LeaseLost { owner, at: *at },
            ("called", [at, micros]) => Self::Called { outcome: owner, at: *at, micros: *micros },
            ("ended", []) => Self::Ended { owner },
            _ => return None,
        })
    }
}

/// Notes events in a file. Clones write to the same one.
#[derive(Debug, Clone)]
pub(crate) struct Trace(Arc<File>);

impl Trace {
    pub(crate) fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self(Arc::new(OpenOptions::new().create(true).append(true).open(path)?)))
    }

    /// One write, straight to the system: nothing of it is lost when the process is.
    pub(crate) fn note(&self, event: &Event) {
        (&*self.0).write_all(event.to_line().as_bytes()).expect("the trace can be written");
    }
}

/// What a worker has noted.
pub(crate) fn read(path: &Path) -> std::io::Result<Vec<Event>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.split_inclusive('\n').filter_map(Event::from_line).collect())
}
