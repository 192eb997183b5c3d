//! Where the lines of a text are: the one place where bytes become lines and columns.

use std::ops::Range;

/// A place for people, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// How many bytes are between two marks. A column is counted from the last mark, so a long line costs no more than a
/// short one.
const BETWEEN_MARKS: usize = 1024;

/// The lines of a text, found once. All questions are about that text.
#[derive(Debug)]
pub(super) struct LineIndex {
    /// The first byte of each line.
    starts: Vec<usize>,
    /// How many characters begin before each mark.
    marks: Vec<usize>,
}

impl LineIndex {
    /// The lines of a text.
    pub(super) fn of(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        let mut before = 0;
        let mut marks = vec![before];
        for chunk in text.as_bytes().chunks(BETWEEN_MARKS) {
            before += characters(chunk);
            marks.push(before);
        }
        Self { starts, marks }
    }

    /// The position of a byte. A byte past the end is the end; one inside a character is that character.
    pub(super) fn position(&self, text: &str, byte: usize) -> Position {
        let byte = floor(text, byte);
        let line = self.line(byte);
        let before_line = self.characters_before(text, self.start(line));
        Position { line, column: self.characters_before(text, byte) - before_line + 1 }
    }

    /// The bytes of the line that a byte is on, without its line break.
    pub(super) fn range(&self, text: &str, byte: usize) -> Range<usize> {
        let line = self.line(byte.min(text.len()));
        self.start(line)..self.starts.get(line).map_or(text.len(), |next| next - 1)
    }

    /// The line of a byte, from 1.
    fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default()
    }

    fn characters_before(&self, text: &str, byte: usize) -> usize {
        let mark = byte / BETWEEN_MARKS;
        let since = text.as_bytes().get(mark * BETWEEN_MARKS..byte).unwrap_or_default();
        self.marks.get(mark).copied().unwrap_or_default() + characters(since)
    }
}

/// The start of the character that a byte is in; the end of the text for a byte past it.
pub(crate) fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// How many characters begin in some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position, floor};

    /// What the index looks up, counted from the start of the text.
    fn counted(text: &str, byte: usize) -> Position {
        let before = &text[..floor(text, byte)];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Position { line, column }
    }

    #[test]
    fn each_byte_has_the_position_that_counting_finds() {
        let long = "字é a".repeat(700);
        for text in ["", "\n", "a", "a\r\nb\n", "name: 名\n\n  é: x", &long, &format!("{long}\n{long}\n")] {
            let index = LineIndex::of(text);
            for byte in 0..text.len() + 3 {
                assert_eq!(index.position(text, byte), counted(text, byte), "byte {byte} of {text:.20?}");
            }
        }
    }

    #[test]
    fn a_line_is_without_its_break() {
        let text = "ab\n\ncd";
        let index = LineIndex::of(text);
        let line = |byte| &text[index.range(text, byte)];
        assert_eq!([0, 2, 3, 4, 6, 99].map(line), ["ab", "ab", "", "cd", "cd", "cd"]);
    }
}
