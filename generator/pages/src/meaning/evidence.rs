//! What examples tell about the tables: types that are not said, and where both disagree.

use super::fields::Node;
use crate::draft::{Side, Type};
use crate::finding;
use crate::finding::Finding;
use crate::loose_json::Loose;

/// More names of one object are not looked at.
const MOST_KEYS: usize = 2000;

/// Compares the parameters of one side with the examples, and takes from these what the tables do not say.
pub(super) fn compare(nodes: &mut [Node], examples: &[&Loose], side: Side, line: usize, findings: &mut Vec<Finding>) {
    compare_at(nodes, examples, side, line, findings, 0);
}

fn compare_at(
    nodes: &mut [Node],
    examples: &[&Loose],
    side: Side,
    line: usize,
    findings: &mut Vec<Finding>,
    depth: usize,
) {
    let mut keys = Vec::new();
    examples.iter().for_each(|example| example.keys(&mut keys));
    keys.sort_unstable();
    keys.dedup();
    keys.truncate(MOST_KEYS);
    let implied = |key: &str| side == Side::Reply && depth == 0 && matches!(key, "errcode" | "errmsg");
    for key in keys.iter().filter(|key| !implied(key) && !nodes.iter().any(|node| node.name == **key)) {
        if depth == 0 || !nodes.is_empty() {
            let message = format!("{key} stands in the example and in no table");
            findings.push(Finding::new(finding::ONLY_IN_EXAMPLE, line, message));
        }
    }
    for node in nodes.iter_mut() {
        let mut values = Vec::new();
        examples.iter().for_each(|example| example.fields(&node.name, &mut values));
        let seen = seen(&values);
        match (node.ty, seen) {
            (_, None) => {}
            (Type::Unsaid, Some(ty)) => {
                node.ty = ty;
                node.list |= ty == Type::Array;
            }
            (Type::Number, Some(ty @ (Type::Integer | Type::Float))) => node.ty = ty,
            (said, Some(ty)) if !agree(said, ty) => {
                let message = format!("{} is {said} in the table and {ty} in the example", node.name);
                findings.push(Finding::new(finding::TYPE_DIFFERS, node.line, message));
            }
            _ => {}
        }
        if depth < 16 {
            compare_at(&mut node.children, &values, side, line, findings, depth + 1);
        }
    }
}

/// The type that values have, if they have one.
pub(super) fn seen(values: &[&Loose]) -> Option<Type> {
    let mut all = values.iter().filter_map(|value| match value {
        Loose::Null => None,
        Loose::Flag => Some(Type::Boolean),
        Loose::Number(true) => Some(Type::Integer),
        Loose::Number(false) => Some(Type::Float),
        Loose::Text(_) => Some(Type::String),
        Loose::List(_) => Some(Type::Array),
        Loose::Object(_) => Some(Type::Object),
    });
    let first = all.next()?;
    all.try_fold(first, |seen, ty| match (seen, ty) {
        _ if seen == ty => Some(seen),
        _ if seen.is_number() && ty.is_number() => Some(Type::Float),
        _ => None,
    })
}

fn agree(said: Type, seen: Type) -> bool {
    match said {
        Type::Json | Type::Binary | Type::Unsaid => true,
        Type::Float | Type::Number | Type::Integer => seen.is_number(),
        _ => said == seen,
    }
}
