//! Bytes of a file → its text, and the words for what prevents that.

use super::{LARGEST_FILE, LARGEST_SPEC};
use crate::report::{Diagnostic, codes};
use crate::source::{FileId, Span};
use crate::text::without_mark;

/// The text of a file, without a byte order mark. What is not UTF-8 is reported and is empty text.
pub(super) fn decode(bytes: Vec<u8>, file: FileId, name: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => match without_mark(&text) {
            unmarked if unmarked.len() == text.len() => text,
            unmarked => unmarked.to_owned(),
        },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
            let message = format!("{name} is not UTF-8: byte {at}, on line {line}");
            diagnostics.push(
                Diagnostic::error(codes::NOT_UTF8, message).at(Span::start_of(file), "").help("save the file as UTF-8"),
            );
            String::new()
        }
    }
}

/// A file that is larger than the `most` bytes that may still be read.
pub(super) fn too_large(file: FileId, name: &str, most: u64) -> Diagnostic {
    let message = match most < LARGEST_FILE {
        false => format!("{name} is larger than the {LARGEST_FILE} bytes that are read"),
        true => format!("with {name} the spec is larger than the {LARGEST_SPEC} bytes that are read"),
    };
    Diagnostic::error(codes::TOO_LARGE, message).at(Span::start_of(file), "")
}

/// A file that cannot be read, and why.
pub(super) fn unreadable(file: FileId, name: &str, why: &str) -> Diagnostic {
    Diagnostic::error(codes::UNREADABLE, format!("{name}: {why}")).at(Span::start_of(file), "")
}

/// A file in a folder of an area's folder, or a folder with such files.
pub(super) fn too_deep(shown: &str, area: &str) -> Diagnostic {
    let message = format!("{shown} lies too deep: an area holds files only");
    Diagnostic::error(codes::STRAY_FILE, message).help(format!("move its files to {area}"))
}

/// A YAML file with the other ending; `stem` is what people see of it up to there.
pub(super) fn wrong_ending(stem: &str) -> Diagnostic {
    let message = format!("{stem}.yml ends in .yml, and only .yaml is read");
    Diagnostic::error(codes::STRAY_FILE, message).help(format!("rename it to {stem}.yaml"))
}

/// A link that leads out of the spec folder. What it leads to is not read, so nothing of it is shown.
pub(super) fn leads_out(shown: &str) -> Diagnostic {
    let message = format!("{shown} is a link that leads out of the spec folder, and is not read");
    Diagnostic::error(codes::UNREADABLE, message).help("put the file or folder itself in its place")
}

/// More files than are read.
pub(super) fn too_many(shown: &str, many: usize, most: usize) -> Diagnostic {
    Diagnostic::error(codes::TOO_LARGE, format!("{shown} holds {many} files, more than the {most} that are read"))
}
