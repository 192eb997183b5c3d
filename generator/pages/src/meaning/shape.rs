//! What examples tell of pages of 2018 and 2019: where the rows of a flat table belong, and the fields of a side that
//! has no table at all.

use std::collections::{HashMap, HashSet};

use super::call::{self, Call};
use super::evidence;
use super::fields::{self, Node};
use super::outline::{Listed, Under};
use super::parts::Segment;
use crate::columns;
use crate::columns::Column;
use crate::draft::{Place, Side, Type};
use crate::finding;
use crate::finding::Finding;
use crate::loose_json::Loose;

/// Nesting beyond this is not read.
const DEEPEST: usize = 16;
/// More keys of one object are not read.
const MOST: usize = 500;

/// The parameters that examples have.
pub(super) fn of_examples(examples: &[&Loose], line: usize) -> Vec<Node> {
    fields_of(examples, line, 0)
}

fn fields_of(objects: &[&Loose], line: usize, depth: usize) -> Vec<Node> {
    let mut keys = Vec::new();
    objects.iter().for_each(|object| object.keys(&mut keys));
    let mut seen = HashSet::new();
    keys.retain(|key| is_name(key) && seen.insert(*key));
    let nodes = keys.into_iter().take(MOST).map(|key| {
        let mut values = Vec::new();
        objects.iter().for_each(|object| object.fields(key, &mut values));
        let ty = evidence::seen(&values).unwrap_or_default();
        let children = if depth < DEEPEST { fields_of(&values, line, depth + 1) } else { Vec::new() };
        Node { ty, list: ty == Type::Array, children, ..named(key, line) }
    });
    nodes.collect()
}

/// Keys of maps are values, not names.
fn is_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.len() <= 100
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | '$'))
}

/// Are the tables of a side flat? Those with types have tables of their own for objects.
pub(super) fn is_flat(tables: &[Listed], side: Side) -> bool {
    let mut tables = tables.iter().filter(|listed| listed.side == side);
    tables.all(|listed| listed.under == Under::Top && !columns::columns(&listed.table.header).contains(&Column::Type))
}

/// Adds the parameters of a URL, where no table says which of them there are.
pub(super) fn add_query(nodes: &mut Vec<Node>, call: &Call) {
    let samples = call.query.iter().filter(|(name, value)| !call::is_fixed(name, value));
    let known = |nodes: &[Node], name: &str| nodes.iter().any(|node| node.name == name);
    let mut at = 0;
    for (name, _) in samples {
        if !known(nodes, name) {
            nodes.insert(at, Node { place: Some(Place::Query), ..named(name, call.line) });
            at += 1;
        }
    }
}

/// Adds what carries return codes, where the example has it.
pub(super) fn add_implied(nodes: &mut Vec<Node>, examples: &[Loose], line: usize) {
    let mut at = 0;
    for name in ["errcode", "errmsg"] {
        let mut values = Vec::new();
        examples.iter().for_each(|example| example.fields(name, &mut values));
        if !values.is_empty() && !nodes.iter().any(|node| node.name == name) {
            nodes.insert(at, Node { ty: evidence::seen(&values).unwrap_or_default(), ..named(name, line) });
            at += 1;
        }
    }
}

fn named(name: &str, line: usize) -> Node {
    Node {
        name: name.to_owned(),
        ty: Type::Unsaid,
        list: false,
        required: None,
        place: None,
        doc: String::new(),
        line,
        children: Vec::new(),
        listed: true,
    }
}

/// Moves rows of a flat table to where the examples have their names.
pub(super) fn nest(nodes: &mut Vec<Node>, examples: &[Loose], findings: &mut Vec<Finding>) {
    let mut top = Vec::new();
    examples.iter().for_each(|example| example.keys(&mut top));
    let top: HashSet<&str> = top.into_iter().collect();
    if nodes.iter().all(|node| top.contains(node.name.as_str())) {
        return;
    }
    let mut homes: HashMap<String, Vec<Vec<Segment>>> = HashMap::new();
    for example in examples {
        find_homes(example, &mut Vec::new(), &mut homes, &mut 0);
    }
    let mut last: Option<Vec<Segment>> = None;
    let mut parent: Option<String> = None;
    for node in std::mem::take(nodes) {
        let known = homes.get(&node.name).filter(|_| !top.contains(node.name.as_str()) && node.children.is_empty());
        let home = known.and_then(|homes| {
            let beside = homes.iter().find(|home| Some(*home) == last.as_ref());
            let below = homes.iter().find(|home| home.last().map(|segment| &segment.name) == parent.as_ref());
            let only = homes.first().filter(|_| homes.len() == 1);
            below.or(beside).or(only)
        });
        if homes.values().flatten().any(|home| home.last().is_some_and(|segment| segment.name == node.name)) {
            parent = Some(node.name.clone());
        }
        match home {
            Some(home) => {
                last = Some(home.clone());
                fields::insert(fields::at_path(nodes, home), vec![node], findings);
            }
            None => fields::insert(nodes, vec![node], findings),
        }
    }
}

/// Where each key of an example stands, but for those at the top.
fn find_homes(
    value: &Loose,
    path: &mut Vec<Segment>,
    homes: &mut HashMap<String, Vec<Vec<Segment>>>,
    steps: &mut usize,
) {
    *steps += 1;
    if path.len() > DEEPEST || *steps > 5000 {
        return;
    }
    match value {
        Loose::List(items) => items.iter().for_each(|item| find_homes(item, path, homes, steps)),
        Loose::Object(fields) => {
            for (key, value) in fields.iter().take(MOST) {
                let known = homes.entry(key.clone()).or_default();
                if !path.is_empty() && known.len() < 8 && !known.contains(path) {
                    known.push(path.clone());
                }
                path.push(Segment { name: key.clone(), list: matches!(value, Loose::List(_)) });
                find_homes(value, path, homes, steps);
                path.pop();
            }
        }
        _ => {}
    }
}

/// A finding that only examples tell of one side.
pub(super) fn only_examples(what: &str, line: usize) -> Finding {
    Finding::new(finding::ONLY_IN_EXAMPLE, line, format!("no table lists the {what}; they are those of the example"))
}
