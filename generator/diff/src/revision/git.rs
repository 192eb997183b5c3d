//! The `git` program: everything that is asked of it, and how. It only reads, and never the working tree; whatever the
//! repository's own settings say, it runs no other program and fetches nothing.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;

use crate::error::DiffError;

/// The longest answer that is read, in bytes. Lists of files are the longest.
const MOST: u64 = 64 << 20;

/// What helps where objects are missing on purpose.
const PARTIAL: &str = "nothing is fetched here; `git fetch --refetch --no-filter` gets all that a partial clone lacks";

/// The longest complaint that is kept.
const MOST_SAID: u64 = 4 << 10;

/// Variables that name another repository than the one around the current folder; hooks of git set them.
const ELSEWHERE: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
];

/// Settings that take precedence over those of the repository, which may be anybody's.
const SETTINGS: &[&str] = &[
    "protocol.allow=never",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.sshCommand=false",
    "core.gitProxy=false",
    "core.askPass=",
    "credential.helper=",
    "core.alternateRefsCommand=",
];

/// What git answered.
pub(super) struct Answer {
    /// Did it succeed?
    pub(super) good: bool,
    /// What it printed.
    pub(super) out: Vec<u8>,
    /// What it complained about, on one line.
    pub(super) said: String,
}

impl Answer {
    /// The lines that it printed.
    pub(super) fn lines(&self) -> Vec<String> {
        String::from_utf8_lossy(&self.out).lines().map(str::to_owned).collect()
    }

    /// Its first line, if it succeeded and printed any.
    pub(super) fn line(&self) -> Option<String> {
        self.lines().into_iter().next().filter(|line| self.good && !line.is_empty())
    }

    /// What it printed, cut at each NUL.
    pub(super) fn records(&self) -> impl Iterator<Item = &[u8]> {
        self.out.split(|byte| *byte == 0).filter(|record| !record.is_empty())
    }
}

/// Asks git.
pub(super) fn ask<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Result<Answer, DiffError> {
    let mut child = start(args, Stdio::null(), Stdio::piped())?;
    let said = child.stderr.take().map(|stderr| {
        thread::spawn(move || {
            let mut said = Vec::new();
            let _ = stderr.take(MOST_SAID).read_to_end(&mut said);
            said
        })
    });
    let mut out = Vec::new();
    let read = child.stdout.take().map_or(Ok(0), |stdout| stdout.take(MOST + 1).read_to_end(&mut out));
    if out.len() as u64 > MOST {
        let _ = child.kill();
    }
    let status = child.wait().and_then(|status| read.map(|_| status)).map_err(|error| broken(&error))?;
    if out.len() as u64 > MOST {
        return Err(DiffError::new("the revision holds more files than can be listed"));
    }
    let said = said.and_then(|said| said.join().ok()).unwrap_or_default();
    let said = String::from_utf8_lossy(&said).lines().map(str::trim).collect::<Vec<_>>().join(" ");
    Ok(Answer { good: status.success(), out, said })
}

/// The bytes of blobs, each with its size, in one go.
pub(super) fn blobs(wanted: &[(String, u64)]) -> Result<Vec<Vec<u8>>, DiffError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut child = start(["cat-file", "--batch"], Stdio::piped(), Stdio::null())?;
    let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(broken(&io::Error::from(io::ErrorKind::BrokenPipe)));
    };
    let read = thread::scope(|scope| {
        let writer = scope.spawn(|| request(stdin, wanted));
        let read = receive(stdout, wanted);
        if read.is_err() {
            // The writer may wait for it.
            let _ = child.kill();
        }
        let _ = writer.join();
        read
    });
    let _ = child.wait();
    read.map_err(|error| broken(&error).help("`git fsck` tells whether the repository is whole").help(PARTIAL))
}

fn request(mut stdin: ChildStdin, wanted: &[(String, u64)]) -> io::Result<()> {
    let ids: String = wanted.iter().map(|(id, _)| format!("{id}\n")).collect();
    stdin.write_all(ids.as_bytes())
}

fn receive(stdout: ChildStdout, wanted: &[(String, u64)]) -> io::Result<Vec<Vec<u8>>> {
    let mut stdout = BufReader::new(stdout);
    let mut blobs = Vec::with_capacity(wanted.len());
    for (id, size) in wanted {
        let mut head = Vec::new();
        (&mut stdout).take(256).read_until(b'\n', &mut head)?;
        if head != format!("{id} blob {size}\n").into_bytes() {
            return Err(io::Error::other(format!("the file {id} cannot be had")));
        }
        let mut bytes = Vec::new();
        (&mut stdout).take(*size).read_to_end(&mut bytes)?;
        let mut end = [0];
        stdout.read_exact(&mut end)?;
        blobs.push(bytes);
    }
    Ok(blobs)
}

/// Where a link of a revision leads: `tree`, `blob`, `symlink` if out of the repository, or something else.
pub(super) fn link_target(path: &OsStr) -> Result<Option<String>, DiffError> {
    let mut child = start(["cat-file", "--batch-check", "--follow-symlinks"], Stdio::piped(), Stdio::null())?;
    if let Some(mut stdin) = child.stdin.take() {
        let line = [path.as_encoded_bytes(), b"\n"].concat();
        stdin.write_all(&line).map_err(|error| broken(&error))?;
    }
    let mut out = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        stdout.take(MOST_SAID).read_to_end(&mut out).map_err(|error| broken(&error))?;
    }
    let _ = child.wait();
    // `id tree size`, or `symlink size` where it leads out of the repository.
    let out = String::from_utf8_lossy(&out).into_owned();
    let mut words = out.split_whitespace();
    let first = words.next().filter(|word| *word == "symlink");
    Ok(first.or_else(|| words.next()).map(str::to_owned))
}

fn start<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>, stdin: Stdio, stderr: Stdio) -> Result<Child, DiffError> {
    let mut git = Command::new("git");
    git.arg("--no-pager");
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git.args(args).stdin(stdin).stdout(Stdio::piped()).stderr(stderr);
    // Its words are read; it asks nobody, and leaves the index alone.
    git.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0");
    // An object that is missing is missing: it is not fetched, and by no protocol.
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "");
    for name in ELSEWHERE {
        git.env_remove(name);
    }
    git.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => DiffError::new("the program git was not found, and revisions are read with it")
            .help("install git, or name two spec folders"),
        _ => DiffError::new(format!("the program git cannot be run: {error}")),
    })
}

fn broken(error: &io::Error) -> DiffError {
    DiffError::new(format!("git does not answer: {error}"))
}

/// `a:b`, for git.
pub(super) fn joined(commit: &str, path: &OsStr) -> OsString {
    let mut name = OsString::from(commit);
    name.push(":");
    name.push(path);
    name
}
