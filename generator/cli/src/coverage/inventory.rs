//! Reads an inventory: tab-separated lines under a line of column names, of which `path` has to be one.

use std::collections::HashSet;

use wxgen::text::without_mark;

/// The most bytes that an inventory can have.
pub const LARGEST: u64 = 16 << 20;

/// What there is to cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Its entries, in order, each once.
    pub entries: Vec<Listed>,
}

/// One entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Listed {
    /// The path of the endpoint.
    pub path: String,
    /// What it sends besides, where several endpoints have one path. May be empty, as may all that follows.
    pub action: String,
    /// The HTTP method.
    pub method: String,
    /// WeChat's name.
    pub name: String,
    /// URL of its page, or several.
    pub docs: String,
}

/// What is wrong with an inventory, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl Inventory {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, by line.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let mut lines = (1..).zip(without_mark(text).lines());
        let Some((_, head)) = lines.next() else { return Err(vec![fault(1, "the inventory is empty".to_owned())]) };
        let columns: Vec<_> = head.split('\t').map(str::trim).collect();
        let column = |name: &str| columns.iter().position(|column| *column == name);
        let Some(path) = column("path") else {
            return Err(vec![fault(1, format!("no column is called `path`; there are {}", columns.join(", ")))]);
        };
        let others = ["action", "method", "name", "docs"].map(column);
        let mut seen = HashSet::new();
        let (mut entries, mut faults) = (Vec::new(), Vec::new());
        for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
            let cells: Vec<_> = text.split('\t').map(str::trim).collect();
            if cells.len() > columns.len() {
                faults.push(fault(line, format!("{} cells under {} columns", cells.len(), columns.len())));
                continue;
            }
            // Trailing empty cells are often cut off.
            let cell = |at: usize| cells.get(at).copied().unwrap_or_default().to_owned();
            let [action, method, name, docs] = others.map(|at| at.map(cell).unwrap_or_default());
            let listed = Listed { path: cell(path), action, method, name, docs };
            if !listed.path.starts_with('/') {
                faults.push(fault(line, format!("{:?} is no path; one starts with a slash", listed.path)));
            } else if seen.insert((listed.path.clone(), listed.action.clone())) {
                entries.push(listed);
            }
        }
        if faults.is_empty() { Ok(Self { entries }) } else { Err(faults) }
    }
}

fn fault(line: usize, message: String) -> Fault {
    Fault { line, message }
}
