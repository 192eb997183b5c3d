//! What a spec is read from: files, places in them, and values with their places. All stages and all reports stand on it.

mod lines;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use lines::LineIndex;
pub use lines::Position;
pub(crate) use lines::floor;

/// A value and the place it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is.
    pub span: Span,
}

/// A file of the spec; an index into [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A place in a file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last; may equal `start`.
    pub end: u32,
}

impl Span {
    /// The very start of a file.
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }
}

/// The files of a spec folder, in the order of their paths.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    watched: Vec<PathBuf>,
}

/// One file. Its text never changes.
#[derive(Debug)]
pub struct SourceFile {
    /// Path relative to the spec folder, with `/`.
    pub path: String,
    /// How people see it: the folder as given, joined with the path, with `/`.
    pub shown: String,
    /// Its text; empty when it could not be read (that is reported).
    pub text: String,
    lines: OnceLock<LineIndex>,
}

/// What a file is, by its place in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role<'a> {
    /// `api.yaml`
    Api,
    /// `permission_sets.yaml`
    PermissionSets,
    /// `errcodes.yaml`
    Errcodes,
    /// `errcodes.yaml` in the folder of that area.
    AreaErrcodes(&'a str),
    /// An endpoint in the folder of that area.
    Endpoint(&'a str),
    /// At the top, and none of the three.
    Stray,
}

impl Sources {
    /// Files that are in memory already, as pairs of path and text, for tests.
    pub fn from_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut files: Vec<_> =
            files.into_iter().map(|(path, text)| SourceFile::new(path, format!("spec/{path}"), text)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, watched: Vec::new() }
    }

    /// Files that are in memory already.
    pub fn of(files: Vec<SourceFile>) -> Self {
        Self { files, watched: Vec::new() }
    }

    /// Notes that reading looked at a file or folder.
    pub fn watch(&mut self, path: PathBuf) {
        self.watched.push(path);
    }

    /// The id that the next file gets.
    pub fn next_id(&self) -> FileId {
        FileId(self.files.len().try_into().unwrap_or(u32::MAX))
    }

    /// Adds a file. Files are added in the order of their paths.
    pub fn add(&mut self, file: SourceFile) {
        self.files.push(file);
    }

    /// All files.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }

    /// One file.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The path of a file within the folder.
    pub fn path(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.path)
    }

    /// Every file and folder that reading looked at, for `rerun-if-changed`.
    pub fn watched(&self) -> impl Iterator<Item = &Path> {
        self.watched.iter().map(PathBuf::as_path)
    }
}

impl SourceFile {
    /// A file of that path within the spec folder, as people see it, and its text.
    pub fn new(path: impl Into<String>, shown: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), shown: shown.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// Line and column of a byte. A byte past the end is the end; one inside a character is that character.
    pub fn position(&self, byte: u32) -> Position {
        self.lines().position(&self.text, byte as usize)
    }

    /// The bytes of the line that a byte is on, without its line break.
    pub(crate) fn line_range(&self, byte: usize) -> Range<usize> {
        self.lines().range(&self.text, byte)
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::of(&self.text))
    }

    /// What the file is.
    pub fn role(&self) -> Role<'_> {
        match self.path.as_str() {
            "api.yaml" => Role::Api,
            "permission_sets.yaml" => Role::PermissionSets,
            "errcodes.yaml" => Role::Errcodes,
            path => match path.split_once('/') {
                Some((area, "errcodes.yaml")) => Role::AreaErrcodes(area),
                Some((area, _)) => Role::Endpoint(area),
                None => Role::Stray,
            },
        }
    }
}
