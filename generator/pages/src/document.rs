//! A page in neutral form: headings, prose, code and tables in order, whatever layout it was saved in.

/// A page as read by its layout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// What stands on it, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Line of the page, from 1.
    pub line: usize,
    /// What it is.
    pub kind: BlockKind,
}

/// What a piece of a page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading.
    Heading(String),
    /// A line of prose or of a list, without its marker.
    Line(String),
    /// Code, fenced or not.
    Code(String),
    /// A table.
    Table(Table),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Words of the first row.
    pub header: Vec<String>,
    /// The other rows.
    pub rows: Vec<Row>,
    /// What its rows are fields of, as far as the layout knows.
    pub belongs_to: BelongsTo,
}

/// What the rows of a table are fields of, as far as a layout knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum BelongsTo {
    /// Whatever the words before the table announce.
    #[default]
    Top,
    /// The last row of the table before. Where this table ends and the outer one continues is not marked.
    LastRow,
    /// The object at this path: the names of the rows that hold the table, the outermost first.
    Path(Vec<String>),
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the page, from 1.
    pub line: usize,
    /// The cells.
    pub cells: Vec<String>,
}

impl Document {
    /// Adds a piece.
    pub(super) fn push(&mut self, line: usize, kind: BlockKind) {
        self.blocks.push(Block { line, kind });
    }
}

impl Row {
    /// A row without text: something stood here that was lost.
    pub(super) fn is_hole(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}
