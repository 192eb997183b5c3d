//! No endpoint has as much as some files do. What is beyond all measure is left out, so that reading any file ends soon.

use super::outline::Outline;
use crate::document::Table;
use crate::finding;
use crate::finding::Finding;

/// More rows are of no endpoint: of parameters and fields, and of return codes.
const MOST_ROWS: usize = 2000;
/// More tables are of no endpoint.
const MOST_TABLES: usize = 400;
/// More examples are of no endpoint.
const MOST_EXAMPLES: usize = 50;

/// Leaves out what is too much, and says so.
pub(super) fn keep(outline: &mut Outline, findings: &mut Vec<Finding>) {
    let mut cut = false;
    cut |= outline.tables.len() > MOST_TABLES || outline.codes.len() > MOST_TABLES;
    outline.tables.truncate(MOST_TABLES);
    outline.codes.truncate(MOST_TABLES);
    outline.examples.truncate(MOST_EXAMPLES);
    cut |= shorten(outline.tables.iter_mut().map(|listed| &mut listed.table));
    cut |= shorten(outline.codes.iter_mut());
    if cut {
        let message =
            format!("no endpoint has more than {MOST_ROWS} rows in {MOST_TABLES} tables; the rest is left out");
        findings.push(Finding::new(finding::LOST_TABLE, outline.line, message));
    }
}

fn shorten<'a>(tables: impl Iterator<Item = &'a mut Table>) -> bool {
    let mut left = MOST_ROWS;
    let mut cut = false;
    for table in tables {
        cut |= table.rows.len() > left;
        table.rows.truncate(left);
        left -= table.rows.len();
    }
    cut
}
