//! Text between the pieces that a layout marks: read line by line, but for paragraphs that were tables.

use super::super::document::{BlockKind, Document};
use super::collapsed::{self, Names};
use super::lines::{Style, read_some};

/// A piece of a page as its layout cuts it.
pub(super) enum Piece {
    /// A line of text, as it stands.
    Text(usize, String),
    /// Something that is told already.
    Told(usize, BlockKind),
}

/// Puts pieces together. Text is read on the way.
pub(super) fn document(pieces: Vec<Piece>, style: Style) -> Document {
    let mut names = Names::default();
    for piece in &pieces {
        match piece {
            Piece::Text(_, text) | Piece::Told(_, BlockKind::Code(text)) => names.add(text),
            Piece::Told(..) => {}
        }
    }
    let mut document = Document::default();
    let mut text: Vec<(usize, &str)> = Vec::new();
    for piece in &pieces {
        match piece {
            Piece::Text(line, words) => text.push((*line, words)),
            Piece::Told(line, kind) => {
                read(&text, style, &names, &mut document);
                text.clear();
                document.push(*line, kind.clone());
            }
        }
    }
    read(&text, style, &names, &mut document);
    document
}

fn read(text: &[(usize, &str)], style: Style, names: &Names<'_>, document: &mut Document) {
    let mut plain: Vec<(usize, &str)> = Vec::new();
    for paragraph in text.split_inclusive(|(_, line)| line.trim().is_empty()) {
        let lines: Vec<_> = paragraph.iter().map(|(_, line)| *line).collect();
        let number = |index: usize| paragraph.get(index).map_or(0, |(line, _)| *line);
        let Some(collapsed) = collapsed::table(&lines, number, names) else {
            plain.extend_from_slice(paragraph);
            continue;
        };
        plain.extend(paragraph.iter().take(collapsed.before));
        flush(&mut plain, style, document);
        let line = number(collapsed.before);
        if !collapsed.label.is_empty() {
            document.push(line, BlockKind::Line((style.clean)(&collapsed.label)));
        }
        document.push(line, BlockKind::Table(collapsed.table));
    }
    flush(&mut plain, style, document);
}

fn flush(plain: &mut Vec<(usize, &str)>, style: Style, document: &mut Document) {
    let (numbers, lines) = plain.drain(..).unzip();
    document.blocks.extend(read_some(lines, numbers, style).blocks);
}
