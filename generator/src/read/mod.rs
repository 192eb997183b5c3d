//! Finds the files of a spec folder and keeps their text.

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

/// The files of a spec folder, in the order of their paths.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// One file.
#[derive(Debug)]
pub struct SourceFile {
    /// Path relative to the spec folder, with `/`.
    pub path: String,
    /// How people see it: the folder as given, joined with the path, with `/`.
    pub shown: String,
    /// Its text; empty when it could not be read (that is reported).
    pub text: String,
}
