//! Lists a spec folder on disk and reads its files. What such a folder may hold is judged in [`listed`](super::listed).

use std::convert::Infallible;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::decode::leads_out;
use super::links::Links;
use super::listed::{Listed, is_yaml, read_listed};
use crate::report::{Diagnostic, codes};
use crate::source::Sources;

/// Reads a spec folder. Problems are added to `diagnostics`; the rest is read all the same.
pub fn read_spec(dir: &Path, diagnostics: &mut Vec<Diagnostic>) -> Sources {
    if let Some(problem) = no_folder(dir) {
        diagnostics.push(problem);
        return Sources::default();
    }
    let mut disk = Disk { dir, links: Links::of(dir), listed: Vec::new(), paths: Vec::new(), watched: Vec::new() };
    let mut sources = Sources::default();
    if disk.list(diagnostics) {
        let fetch = |numbers: &[usize]| Ok::<_, Infallible>(numbers.iter().map(|number| disk.fetch(*number)).collect());
        let Ok(read) = read_listed(&disk.shown(""), &disk.listed, fetch, diagnostics);
        sources = read;
    }
    disk.watched.sort();
    disk.watched.into_iter().for_each(|path| sources.watch(path));
    sources
}

fn no_folder(dir: &Path) -> Option<Diagnostic> {
    let shown = dir.display();
    match fs::metadata(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(
            Diagnostic::error(codes::NO_SPEC, format!("there is no folder {shown}"))
                .help("name the folder of the specs with --spec"),
        ),
        Err(error) => Some(Diagnostic::error(codes::UNREADABLE, format!("{shown}: {error}"))),
        Ok(about) if !about.is_dir() => Some(
            Diagnostic::error(codes::NO_SPEC, format!("{shown} is not a folder"))
                .help("name the folder that holds api.yaml, not a file in it"),
        ),
        Ok(_) => None,
    }
}

/// A folder on disk, and what was found in it.
struct Disk<'a> {
    dir: &'a Path,
    links: Links,
    listed: Vec<Listed>,
    /// Where the listed files are: names on disk need not be UTF-8.
    paths: Vec<PathBuf>,
    watched: Vec<PathBuf>,
}

impl Disk<'_> {
    /// Lists the files of the folder and of the folders in it; of those below, that there is one with YAML files. Is the
    /// folder itself readable?
    fn list(&mut self, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let Some(entries) = self.entries(self.dir, diagnostics) else { return false };
        for (name, path, is_dir) in entries {
            if !is_dir {
                self.add(name, path);
                continue;
            }
            for (inner, path, is_dir) in self.entries(&path, diagnostics).unwrap_or_default() {
                let name = format!("{name}/{inner}");
                if !is_dir {
                    self.add(name, path);
                } else if let Some(file) = yaml_below(&path) {
                    let below = file.strip_prefix(&path).unwrap_or(&file).to_string_lossy().replace('\\', "/");
                    self.watched.push(path);
                    self.add(format!("{name}/{below}"), file);
                }
            }
        }
        true
    }

    fn add(&mut self, path: String, on_disk: PathBuf) {
        if is_yaml(&path) {
            self.watched.push(on_disk.clone());
        }
        self.listed.push(Listed { path, size: size(&on_disk) });
        self.paths.push(on_disk);
    }

    /// What a folder holds, by name: name, path, is it a folder. Hidden files are passed over, as are links that lead out
    /// of the spec. `None`: it cannot be read.
    fn entries(&mut self, dir: &Path, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<(String, PathBuf, bool)>> {
        self.watched.push(dir.to_owned());
        let listing = fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let listing = match listing {
            Ok(listing) => listing,
            Err(error) => {
                diagnostics.push(Diagnostic::error(codes::UNREADABLE, format!("{}: {error}", dir.display())));
                return None;
            }
        };
        let mut entries: Vec<_> = listing
            .into_iter()
            .map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                // Links within the folder are followed, to files and folders alike; two levels are all that is walked,
                // so none can loop.
                let is_dir = match entry.file_type() {
                    Ok(kind) if kind.is_symlink() => entry.path().is_dir(),
                    Ok(kind) => kind.is_dir(),
                    Err(_) => false,
                };
                (name, entry.path(), is_dir)
            })
            .filter(|(name, ..)| !name.starts_with('.'))
            .collect();
        entries.sort();
        entries.retain(|(name, path, is_dir)| {
            let stays = !(*is_dir || is_yaml(name)) || !self.links.lead_out(path);
            if !stays {
                let name = path.strip_prefix(self.dir).unwrap_or(path).to_string_lossy().replace('\\', "/");
                diagnostics.push(leads_out(&self.shown(&name)));
            }
            stays
        });
        Some(entries)
    }

    /// The bytes of a listed file.
    fn fetch(&self, number: usize) -> Result<Vec<u8>, String> {
        let listed = self.listed.get(number).map_or(Ok(0), |listed| listed.size.clone())?;
        let path = self.paths.get(number).map_or(self.dir, PathBuf::as_path);
        read_up_to(path, listed).map_err(|error| error.to_string())
    }

    /// How people see a path of the folder.
    fn shown(&self, name: &str) -> String {
        let dir = self.dir.to_string_lossy().replace('\\', "/");
        let dir = dir.trim_end_matches('/');
        if dir.is_empty() || dir == "." { name.to_owned() } else { format!("{dir}/{name}") }
    }
}

/// How many bytes a file has. Opening a pipe would wait for its other end, so only plain files are read.
fn size(path: &Path) -> Result<u64, String> {
    match fs::metadata(path) {
        Ok(about) if about.is_file() => Ok(about.len()),
        Ok(_) => Err("it is not a plain file".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The bytes of a file of that size.
fn read_up_to(path: &Path, size: u64) -> io::Result<Vec<u8>> {
    use io::Read;
    // Room for all of it and a little more: read at once, and the end is seen.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 64);
    fs::File::open(path)?.take(size + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > size {
        true => Err(io::Error::other("it grew while it was read")),
        false => Ok(bytes),
    }
}

/// A YAML file below a folder, at any depth. Links to folders are not followed, so the walk ends.
fn yaml_below(dir: &Path) -> Option<PathBuf> {
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.file_type() {
                _ if name.starts_with('.') => {}
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(_) if is_yaml(&name) => return Some(entry.path()),
                _ => {}
            }
        }
    }
    None
}
