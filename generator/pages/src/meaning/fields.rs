//! Rows of tables → parameters with their paths.

use super::nesting;
use super::outline::{Listed, Under};
use super::parts::Segment;
use crate::columns;
use crate::columns::Column;
use crate::document::{Row, Table};
use crate::draft::{Param, Place, Side, Type};
use crate::finding;
use crate::finding::Finding;
use crate::loose_json::Loose;
use crate::types;

/// A parameter and what it holds.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) ty: Type,
    /// Is it a list, whatever the type says?
    pub(super) list: bool,
    pub(super) required: Option<bool>,
    pub(super) place: Option<Place>,
    pub(super) doc: String,
    pub(super) line: usize,
    pub(super) children: Vec<Node>,
    /// Does a row of a table say it? If not, only its fields do.
    pub(super) listed: bool,
}

/// Nesting beyond this is not read.
const DEEPEST: usize = 16;

/// The parameters that the tables of one side list.
pub(super) fn of_tables(tables: &[Listed], side: Side, examples: &[Loose], findings: &mut Vec<Finding>) -> Vec<Node> {
    let mut top: Vec<Node> = Vec::new();
    let mut tables = tables.iter().filter(|listed| listed.side == side).peekable();
    while let Some(listed) = tables.next() {
        let outer = rows(listed, findings);
        let mut groups = vec![outer];
        while let Some(inner) = tables.next_if(|next| next.under == Under::LastRow) {
            let rows = rows(inner, findings);
            if !rows.is_empty() {
                groups.push(rows);
            }
        }
        let base = match &listed.under {
            Under::Top | Under::LastRow => Vec::new(),
            Under::Path(path) => {
                at_path(&mut top, path);
                path.iter().map(|segment| segment.name.clone()).collect()
            }
            Under::Field(name) => path_of(&top, name).unwrap_or_else(|| vec![name.clone()]),
        };
        match groups.len() {
            1 => insert(at_names(&mut top, &base), groups.remove(0), findings),
            _ => arrange(&mut top, &base, groups, examples, side, findings),
        }
    }
    top
}

fn rows(listed: &Listed, findings: &mut Vec<Finding>) -> Vec<Node> {
    let columns = with_content(&listed.table);
    let position = |wanted: Column| columns.iter().position(|column| *column == wanted);
    let (name, ty, required) =
        (position(Column::Name).unwrap_or(0), position(Column::Type), position(Column::Required));
    let doc = position(Column::Doc).unwrap_or(listed.table.header.len().saturating_sub(1));
    let cell = |row: &Row, at: usize| row.cells.get(at).map_or("", |cell| cell.trim()).to_owned();
    let mut nodes = Vec::new();
    let mut stairs = Stairs::new(&listed.table, &columns, name);
    let mut unsaid: Vec<String> = Vec::new();
    for row in &listed.table.rows {
        if row.is_hole() {
            findings.push(Finding::new(
                finding::LOST_FIELDS,
                row.line,
                "a nested table stood here; its fields are lost",
            ));
            continue;
        }
        let name_cell = stairs.name(row);
        let doc = cell(row, doc);
        let Some((written, rest)) = name_and_rest(&name_cell) else {
            if !name_cell.is_empty() {
                let message = format!("{name_cell:?} is no name of a parameter; the row is left out");
                findings.push(Finding::new(finding::BAD_NAME, row.line, message));
            }
            continue;
        };
        let said = ty.map(|at| cell(row, at)).filter(|said| !said.is_empty()).unwrap_or(rest);
        let ty = types::from_word(&said).unwrap_or_else(|()| {
            if ty.is_some() {
                let message = format!("{said:?} is no type that is known");
                findings.push(Finding::new(finding::UNKNOWN_TYPE, row.line, message));
            }
            Type::Unsaid
        });
        let said_required = required.map(|at| cell(row, at));
        let required = said_required.as_deref().and_then(columns::required);
        if said_required.is_some() && required.is_none() && listed.side == Side::Request {
            unsaid.push(written.clone());
        }
        nodes.push(Node {
            name: written,
            ty,
            list: ty == Type::Array,
            required,
            place: listed.place,
            doc,
            line: row.line,
            children: Vec::new(),
            listed: true,
        });
    }
    if let Some(first) = listed.table.rows.first().filter(|_| !unsaid.is_empty()) {
        let names = unsaid.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("the column says nothing for {names}; whether they are required is lost");
        findings.push(Finding::new(finding::LOST_REQUIRED, first.line, message));
    }
    nodes
}

/// Columns of names side by side: each names fields of the object in the one before.
struct Stairs {
    first: usize,
    /// The names of the last row, one a column.
    names: Vec<String>,
}

impl Stairs {
    fn new(table: &Table, columns: &[Column], first: usize) -> Self {
        let is_step = |at: &usize| {
            columns.get(*at) == Some(&Column::SubName)
                || table.header.get(*at).is_some_and(|head| head.trim().is_empty())
        };
        let steps = (first + 1..table.header.len()).take_while(is_step).count();
        // A last column without a head holds words.
        let steps = if first + steps + 1 >= table.header.len() { 0 } else { steps };
        Self { first, names: vec![String::new(); steps + 1] }
    }

    /// The name of a row, with those of the objects that hold it.
    fn name(&mut self, row: &Row) -> String {
        let cells = (0..self.names.len()).map(|step| row.cells.get(self.first + step).map_or("", |cell| cell.trim()));
        let Some((step, name)) = cells.enumerate().find(|(_, cell)| !cell.is_empty()) else { return String::new() };
        // Below a field stand its values.
        if step > 0 && !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return String::new();
        }
        let name = name.to_owned();
        if let Some(last) = self.names.get_mut(step) {
            last.clone_from(&name);
        }
        let path: Vec<_> = self.names.iter().take(step + 1).filter(|name| !name.is_empty()).cloned().collect();
        if step == 0 { name } else { path.join(".") }
    }
}

/// The columns of a table; where a head says nothing, its cells tell.
fn with_content(table: &Table) -> Vec<Column> {
    let mut columns = columns::columns(&table.header);
    let cells = |at: usize| table.rows.iter().filter_map(move |row| row.cells.get(at)).filter(|cell| !cell.is_empty());
    let mostly = |at: usize, fits: fn(&str) -> bool| {
        let all = cells(at).count();
        all > 0 && cells(at).filter(|cell| fits(cell)).count() * 10 > all * 6
    };
    for (wanted, fits) in [
        (Column::Type, types::is_word as fn(&str) -> bool),
        (Column::Required, |cell: &str| columns::required(cell).is_some()),
        (Column::Name, |cell: &str| name_and_rest(cell).is_some()),
    ] {
        if !columns.contains(&wanted)
            && let Some(at) =
                (0..columns.len()).find(|at| columns.get(*at) == Some(&Column::Other) && mostly(*at, fits))
            && let Some(column) = columns.get_mut(at)
        {
            *column = wanted;
        }
    }
    // Of two columns of names, the one that holds names.
    let names: Vec<_> = (0..columns.len()).filter(|at| columns.get(*at) == Some(&Column::Name)).collect();
    if names.len() > 1
        && let Some(best) = names.iter().copied().find(|at| mostly(*at, |cell| name_and_rest(cell).is_some()))
    {
        for at in names.into_iter().filter(|at| *at != best) {
            if let Some(column) = columns.get_mut(at) {
                *column = Column::Other;
            }
        }
    }
    columns
}

/// The name in a cell, and what follows it there.
fn name_and_rest(cell: &str) -> Option<(String, String)> {
    let cell = cell.trim().trim_start_matches(['└', '├', '─', '>', '+', '·', ' ', '"', '“', '—', '|']).trim_start();
    let cell = cell.strip_prefix("- ").unwrap_or(cell);
    let is_part = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '.' | '@' | '-' | '[' | ']' | '$')
            || matches!(c, '初' | '始' | '值')
    };
    let end = cell.find(|c: char| !is_part(c)).unwrap_or(cell.len());
    let (name, rest) = cell.split_at_checked(end)?;
    let name = name.trim_end_matches("[]").trim_matches(['.', '-']);
    let good = name.chars().any(|c| c.is_ascii_alphabetic()) && name.len() <= 100;
    let first = name.chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '@' | '$' | '初'));
    // A name twice in one cell is one name.
    let rest = rest.trim();
    let rest = if rest == name { "" } else { rest };
    // A blank before a line in a name is a slip.
    if let Some(more) = rest.strip_prefix('_').filter(|more| !more.is_empty() && more.chars().all(is_part)) {
        return (good && first).then(|| (format!("{name}_{more}"), String::new()));
    }
    (good && first).then(|| (name.to_owned(), rest.to_owned()))
}

/// Adds parameters beside each other. One that is there already is mended, not doubled.
pub(super) fn insert(into: &mut Vec<Node>, nodes: Vec<Node>, findings: &mut Vec<Finding>) {
    for node in nodes {
        if let Some((parent, child)) = node.name.split_once('.')
            && let Some(parent) = into.iter_mut().find(|known| known.name == parent.trim_end_matches("[]"))
        {
            let child = Node { name: child.to_owned(), ..node };
            insert(&mut parent.children, vec![child], findings);
            continue;
        }
        match into.iter_mut().find(|known| known.name == node.name && same_place(known.place, node.place)) {
            None => into.push(node),
            Some(known) if !known.listed => {
                *known = Node { children: std::mem::take(&mut known.children), list: known.list || node.list, ..node }
            }
            Some(known) => {
                let message = format!("{} is listed in line {} already", node.name, known.line);
                findings.push(Finding::new(finding::LISTED_TWICE, node.line, message));
            }
        }
    }
}

fn same_place(a: Option<Place>, b: Option<Place>) -> bool {
    a == b || a.is_none() || b.is_none()
}

/// The fields of the object at a path, which is made where it is not there.
pub(super) fn at_path<'a>(top: &'a mut Vec<Node>, path: &[Segment]) -> &'a mut Vec<Node> {
    let mut nodes = top;
    for segment in path.iter().take(DEEPEST) {
        let wanted = |node: &Node| node.name == segment.name && node.place != Some(Place::Query);
        let at = match nodes.iter().position(wanted) {
            Some(at) => at,
            None => {
                nodes.push(Node {
                    name: segment.name.clone(),
                    ty: if segment.list { Type::Array } else { Type::Object },
                    list: segment.list,
                    required: None,
                    place: Some(Place::Body),
                    doc: String::new(),
                    line: 0,
                    children: Vec::new(),
                    listed: false,
                });
                nodes.len() - 1
            }
        };
        let node = &mut nodes[at];
        node.list |= segment.list;
        nodes = &mut node.children;
    }
    nodes
}

fn at_names<'a>(top: &'a mut Vec<Node>, path: &[String]) -> &'a mut Vec<Node> {
    let path: Vec<_> = path.iter().map(|name| Segment { name: name.clone(), list: false }).collect();
    at_path(top, &path)
}

/// Where the object of that name is: the first without fields, or the first.
fn path_of(top: &[Node], name: &str) -> Option<Vec<String>> {
    let wanted: Vec<_> = name.split('.').map(|part| part.trim_end_matches("[]")).collect();
    let mut level: Vec<(Vec<String>, &Node)> = top.iter().map(|node| (vec![node.name.clone()], node)).collect();
    let mut found: Option<Vec<String>> = None;
    for _ in 0..DEEPEST {
        for (path, node) in &level {
            let fits = path.len() >= wanted.len() && path.iter().rev().zip(wanted.iter().rev()).all(|(a, b)| a == b);
            if fits && node.children.is_empty() && node.place != Some(Place::Query) {
                return Some(path.clone());
            }
            if fits && found.is_none() {
                found = Some(path.clone());
            }
        }
        let next = level.iter().flat_map(|(path, node)| {
            node.children.iter().map(move |child| {
                let mut path = path.clone();
                path.push(child.name.clone());
                (path, child)
            })
        });
        level = next.collect();
    }
    found
}

/// Puts the rows of a table and of those nested in it, whose end is not marked, where they belong below `base`.
fn arrange(
    top: &mut Vec<Node>,
    base: &[String],
    groups: Vec<Vec<Node>>,
    examples: &[Loose],
    side: Side,
    findings: &mut Vec<Finding>,
) {
    let opens = groups.iter().flat_map(|rows| rows.iter().enumerate().map(|(index, _)| index == 0));
    let mut opens: Vec<_> = opens.collect();
    opens.push(false);
    let rows: Vec<_> = groups.into_iter().flatten().collect();
    let lines: Vec<_> = std::iter::zip(&rows, opens.windows(2))
        .enumerate()
        .map(|(index, (row, opens))| nesting::Line {
            name: &row.name,
            ty: row.ty,
            opens: index > 0 && opens.first() == Some(&true),
            parent: opens.last() == Some(&true),
        })
        .collect();
    let arrangement = nesting::arrange(&lines, examples, base, side);
    let mut told: Option<&Vec<String>> = None;
    for index in arrangement.unsure {
        if let Some((row, path)) = rows.get(index).zip(arrangement.paths.get(index))
            && told != Some(path)
        {
            told = Some(path);
            let of = if path.is_empty() { "the outermost table".to_owned() } else { path.join(".") };
            let message = format!(
                "from {} on rows are taken for fields of {of}; where a nested table ends is not marked, and no example tells",
                row.name
            );
            findings.push(Finding::new(finding::OPEN_NESTING, row.line, message));
        }
    }
    for (row, path) in std::iter::zip(rows, arrangement.paths) {
        let path: Vec<_> = base.iter().chain(&path).cloned().collect();
        insert(at_names(top, &path), vec![row], findings);
    }
}

/// The nodes as a flat list.
pub(super) fn flat(nodes: &[Node], place: impl Fn(&Node) -> Place + Copy) -> (Vec<Param>, Vec<String>) {
    let mut params = Vec::new();
    let mut docs = Vec::new();
    for node in nodes {
        let place = node.place.unwrap_or_else(|| place(node));
        add(node, "", place, &mut params, &mut docs);
    }
    (params, docs)
}

fn add(node: &Node, parent: &str, place: Place, params: &mut Vec<Param>, docs: &mut Vec<String>) {
    let path = if parent.is_empty() { node.name.clone() } else { format!("{parent}.{}", node.name) };
    if node.listed {
        let Node { ty, required, line, .. } = *node;
        params.push(Param { place, path: path.clone(), ty, required, line });
        docs.push(node.doc.clone());
    }
    let inner = if node.list && !node.children.is_empty() { format!("{path}[]") } else { path };
    for child in &node.children {
        add(child, &inner, place, params, docs);
    }
}
