//! Walks a spec folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::decode::{decode, leads_out, too_deep, too_large, too_many, wrong_ending};
use super::links::Links;
use super::{LARGEST_FILE, LARGEST_SPEC, MOST_FILES};
use crate::report::{Diagnostic, codes};
use crate::source::{FileId, SourceFile, Sources, Span};

/// What a folder needs to be a spec.
pub(super) const A_SPEC: &str = "a spec needs at least api.yaml and an endpoint, such as member/bind_tester.yaml";

/// Reads a spec folder. Problems are added to `diagnostics`; the rest is read all the same.
pub fn read_spec(dir: &Path, diagnostics: &mut Vec<Diagnostic>) -> Sources {
    let mut walk = Walk { dir, sources: Sources::default(), left: LARGEST_SPEC, links: Links::of(dir), diagnostics };
    walk.read();
    walk.sources
}

struct Walk<'a> {
    dir: &'a Path,
    sources: Sources,
    left: u64,
    links: Links,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    fn read(&mut self) {
        let shown = self.dir.display().to_string();
        match fs::metadata(self.dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return self.add(
                    Diagnostic::error(codes::NO_SPEC, format!("there is no folder {shown}"))
                        .help("name the folder of the specs with --spec"),
                );
            }
            Err(error) => return self.add(Diagnostic::error(codes::UNREADABLE, format!("{shown}: {error}"))),
            Ok(meta) if !meta.is_dir() => {
                return self.add(
                    Diagnostic::error(codes::NO_SPEC, format!("{shown} is not a folder"))
                        .help("name the folder that holds api.yaml, not a file in it"),
                );
            }
            Ok(_) => {}
        }
        let Some(entries) = self.entries(self.dir) else { return };
        let empty = entries.is_empty();
        let mut paths = Vec::new();
        for (name, path, is_dir) in entries {
            if is_dir {
                self.collect_area(&name, &path, &mut paths);
            } else {
                self.collect_file(name, path, &mut paths);
            }
        }
        let problem = match paths.len() {
            0 if empty => Diagnostic::error(codes::EMPTY, format!("{shown} is empty")).help(A_SPEC),
            0 => Diagnostic::error(codes::NO_SPEC, format!("{shown} holds no YAML file of a spec")).help(A_SPEC),
            many if many > MOST_FILES => too_many(&shown, many, MOST_FILES),
            _ => {
                paths.sort();
                return paths.into_iter().for_each(|(name, path)| self.load(name, &path));
            }
        };
        self.add(problem);
    }

    /// Files of an area. A folder in it is one level too deep.
    fn collect_area(&mut self, area: &str, dir: &Path, paths: &mut Vec<(String, PathBuf)>) {
        for (name, path, is_dir) in self.entries(dir).unwrap_or_default() {
            let name = format!("{area}/{name}");
            if !is_dir {
                self.collect_file(name, path, paths);
            } else if holds_yaml(&path) {
                self.sources.watch(path);
                self.add(too_deep(&self.shown(&name), &self.shown(area)));
            }
        }
    }

    fn collect_file(&mut self, name: String, path: PathBuf, paths: &mut Vec<(String, PathBuf)>) {
        if is_yaml(&name) {
            paths.push((name, path));
        } else if let Some(stem) = name.strip_suffix(".yml") {
            self.add(wrong_ending(&self.shown(stem)));
        }
    }

    /// What a folder holds, by name: name, path, is it a folder. Hidden files are passed over. `None`: it cannot be read.
    fn entries(&mut self, dir: &Path) -> Option<Vec<(String, PathBuf, bool)>> {
        self.sources.watch(dir.to_owned());
        let listing = fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let listing = match listing {
            Ok(listing) => listing,
            Err(error) => {
                self.add(Diagnostic::error(codes::UNREADABLE, format!("{}: {error}", dir.display())));
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
                self.diagnostics.push(leads_out(&shown(self.dir, &name)));
            }
            stays
        });
        Some(entries)
    }

    fn load(&mut self, name: String, path: &Path) {
        self.sources.watch(path.to_owned());
        let file = self.sources.next_id();
        let text = self.text(file, &name, path);
        let shown = self.shown(&name);
        self.sources.add(SourceFile::new(name, shown, text));
    }

    fn text(&mut self, file: FileId, name: &str, path: &Path) -> String {
        let here = Span::start_of(file);
        let most = LARGEST_FILE.min(self.left);
        let bytes = match read_up_to(path, most) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                self.add(too_large(file, name, most));
                return String::new();
            }
            Err(error) => {
                self.add(Diagnostic::error(codes::UNREADABLE, format!("{name}: {error}")).at(here, ""));
                return String::new();
            }
        };
        self.left -= (bytes.len() as u64).min(self.left);
        decode(bytes, file, name, self.diagnostics)
    }

    fn shown(&self, name: &str) -> String {
        shown(self.dir, name)
    }

    fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// How people see a path of the folder.
fn shown(dir: &Path, name: &str) -> String {
    let dir = dir.to_string_lossy().replace('\\', "/");
    let dir = dir.trim_end_matches('/');
    if dir.is_empty() || dir == "." { name.to_owned() } else { format!("{dir}/{name}") }
}

/// The bytes of a file, `None` when there are more than `most`.
fn read_up_to(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    use io::Read;
    // Opening a pipe would wait for its other end.
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is not a plain file"));
    }
    // Room for all of it and a little more: read at once, and the end is seen.
    let mut bytes = Vec::with_capacity(about.len().min(most) as usize + 64);
    fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Is there a YAML file in a folder, at any depth? Links to folders are not followed, so the walk ends.
fn holds_yaml(dir: &Path) -> bool {
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.file_type() {
                _ if name.starts_with('.') => {}
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(_) if is_yaml(&name) => return true,
                _ => {}
            }
        }
    }
    false
}

pub(super) fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml")
}
