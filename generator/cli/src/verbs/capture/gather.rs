//! Finds the pages that a command names, and reads them on all cores.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use wxgen::read::Links;
use wxgen_pages::{LARGEST, Page};

/// What is taken for a page in a folder, by the end of its name.
const ENDINGS: &[&str] = &["txt", "md", "html", "htm", "rst", "rest"];
/// More pages than this show how far the work is.
const MANY: usize = 20;

/// The files of the pages: those named, and those in the folders that are named, sorted. `-` is standard input.
pub(in crate::verbs) fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = files.len();
            folder(path, &mut files)?;
            if files.len() == before {
                let endings = ENDINGS.join(", ");
                return Err(format!("{}: no page in this folder (files that end in {endings})", path.display()));
            }
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// Links to folders are not followed, so the walk ends. Links that lead out of the folder are refused: what they lead to
/// may be anything that its reader can read.
fn folder(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let links = Links::of(dir);
    let mut open = vec![dir.to_owned()];
    let mut found = Vec::new();
    while let Some(dir) = open.pop() {
        let listing = fs::read_dir(&dir).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        for entry in listing.map_err(|error| format!("{}: {error}", dir.display()))? {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
            match entry.file_type() {
                _ if hidden => {}
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(_) if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) => match links.lead_out(&path)
                {
                    false => found.push(path),
                    true => {
                        let path = path.display();
                        return Err(format!("{path} is a link that leads out of the folder; name what it leads to"));
                    }
                },
                _ => {}
            }
        }
    }
    found.sort();
    files.extend(found);
    Ok(())
}

/// Reads all pages, in order. On a terminal, it shows how far it is.
pub(in crate::verbs) fn read(files: &[PathBuf], date: Option<&str>) -> Vec<super::Read> {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let results: Vec<OnceLock<super::Read>> = files.iter().map(|_| OnceLock::new()).collect();
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some((file, result)) = {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    files.get(number).zip(results.get(number))
                } {
                    result.get_or_init(|| page(file, date));
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        if files.len() > MANY && io::stderr().is_terminal() {
            show(&done, files.len());
        }
    });
    results.into_iter().filter_map(OnceLock::into_inner).collect()
}

fn show(done: &AtomicUsize, all: usize) {
    let mut stderr = io::stderr();
    loop {
        let count = done.load(Ordering::Relaxed);
        let _ = write!(stderr, "\r{count} of {all} pages");
        if count >= all {
            let _ = write!(stderr, "\r\u{1b}[2K");
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn page(file: &Path, date: Option<&str>) -> super::Read {
    let is_stdin = file.as_os_str() == "-";
    let shown = if is_stdin { "stdin".to_owned() } else { file.to_string_lossy().replace('\\', "/") };
    let bytes = if is_stdin { up_to(io::stdin().lock()) } else { open(file).and_then(up_to) };
    let bytes = bytes.map_err(|error| format!("{shown}: {error}"))?;
    Page::read(&shown, bytes, date).map_err(|error| format!("{shown}: {error}"))
}

fn open(file: &Path) -> io::Result<fs::File> {
    // Opening a pipe would wait for its other end.
    if !fs::metadata(file)?.is_file() {
        return Err(io::Error::other("it is not a plain file"));
    }
    fs::File::open(file)
}

/// All bytes, but no more than tell that it is too many.
fn up_to(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
