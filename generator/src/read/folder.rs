//! Walks a spec folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{FileId, LARGEST_FILE, MOST_FILES, SourceFile, Sources, Span};
use crate::report::{Diagnostic, codes};

/// Reads a spec folder. Problems are added to `diagnostics`; the rest is read all the same.
pub fn read_spec(dir: &Path, diagnostics: &mut Vec<Diagnostic>) -> Sources {
    let mut walk = Walk { dir, sources: Sources::default(), diagnostics };
    walk.read();
    walk.sources
}

struct Walk<'a> {
    dir: &'a Path,
    sources: Sources,
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
        let mut paths = Vec::new();
        let entries = self.entries(self.dir);
        let empty = entries.is_empty();
        for (name, path, is_dir) in entries {
            if is_dir {
                self.collect_area(&name, &path, &mut paths);
            } else {
                self.collect_file(name, path, &mut paths);
            }
        }
        if empty {
            return self.add(
                Diagnostic::error(codes::EMPTY, format!("{shown} is empty"))
                    .help("a spec needs at least api.yaml and an endpoint, such as member/bind_tester.yaml"),
            );
        }
        if paths.is_empty() {
            return self.add(
                Diagnostic::error(codes::NO_SPEC, format!("{shown} holds no YAML file of a spec"))
                    .help("a spec needs at least api.yaml and an endpoint, such as member/bind_tester.yaml"),
            );
        }
        if paths.len() > MOST_FILES {
            return self.add(Diagnostic::error(
                codes::TOO_LARGE,
                format!("{shown} holds {} files, more than the {MOST_FILES} that are read", paths.len()),
            ));
        }
        paths.sort();
        for (name, path) in paths {
            self.load(name, &path);
        }
    }

    /// Files of an area. A folder in it is one level too deep.
    fn collect_area(&mut self, area: &str, dir: &Path, paths: &mut Vec<(String, PathBuf)>) {
        for (name, path, is_dir) in self.entries(dir) {
            let name = format!("{area}/{name}");
            if !is_dir {
                self.collect_file(name, path, paths);
            } else if self.entries(&path).iter().any(|(name, ..)| is_yaml(name)) {
                let message = format!("{} lies too deep: an area holds files only", self.shown(&name));
                self.add(
                    Diagnostic::error(codes::STRAY_FILE, message)
                        .help(format!("move its files to {}", self.shown(area))),
                );
            }
        }
    }

    fn collect_file(&mut self, name: String, path: PathBuf, paths: &mut Vec<(String, PathBuf)>) {
        if is_yaml(&name) {
            paths.push((name, path));
        } else if name.ends_with(".yml") {
            let message = format!("{} ends in .yml, and only .yaml is read", self.shown(&name));
            let to = name.trim_end_matches(".yml").to_owned() + ".yaml";
            self.add(Diagnostic::error(codes::STRAY_FILE, message).help(format!("rename it to {}", self.shown(&to))));
        }
    }

    /// What a folder holds, by name: name, path, is it a folder. Hidden files are passed over.
    fn entries(&mut self, dir: &Path) -> Vec<(String, PathBuf, bool)> {
        self.sources.watched.push(dir.to_owned());
        let listing = match fs::read_dir(dir) {
            Ok(listing) => listing,
            Err(error) => {
                self.add(Diagnostic::error(codes::UNREADABLE, format!("{}: {error}", dir.display())));
                return Vec::new();
            }
        };
        let mut entries = Vec::new();
        for entry in listing.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                // Links are followed to files and folders alike; two levels are all that is walked, so none can loop.
                let is_dir = match entry.file_type() {
                    Ok(kind) if kind.is_symlink() => entry.path().is_dir(),
                    Ok(kind) => kind.is_dir(),
                    Err(_) => false,
                };
                entries.push((name, entry.path(), is_dir));
            }
        }
        entries.sort();
        entries
    }

    fn load(&mut self, name: String, path: &Path) {
        self.sources.watched.push(path.to_owned());
        let file = FileId(self.sources.files.len().try_into().unwrap_or(u32::MAX));
        let text = self.text(file, &name, path);
        let shown = self.shown(&name);
        self.sources.files.push(SourceFile { path: name, shown, text });
    }

    fn text(&mut self, file: FileId, name: &str, path: &Path) -> String {
        let here = Span::start_of(file);
        let bytes = match read_up_to(path, LARGEST_FILE) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                let message = format!("{name} is larger than the {LARGEST_FILE} bytes that are read");
                self.add(Diagnostic::error(codes::TOO_LARGE, message).at(here, ""));
                return String::new();
            }
            Err(error) => {
                self.add(Diagnostic::error(codes::UNREADABLE, format!("{name}: {error}")).at(here, ""));
                return String::new();
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
                let message = format!("{name} is not UTF-8: byte {at}, on line {line}");
                self.add(Diagnostic::error(codes::NOT_UTF8, message).at(here, "").help("save the file as UTF-8"));
                String::new()
            }
        }
    }

    fn shown(&self, name: &str) -> String {
        let dir = self.dir.to_string_lossy().replace('\\', "/");
        let dir = dir.trim_end_matches('/');
        if dir.is_empty() || dir == "." { name.to_owned() } else { format!("{dir}/{name}") }
    }

    fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// The bytes of a file, `None` when there are more than `most`.
fn read_up_to(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    use io::Read;
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml")
}
