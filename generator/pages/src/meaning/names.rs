//! Names that translation damaged, mended from what examples and URLs have.

use super::fields::Node;
use crate::finding;
use crate::finding::Finding;
use crate::loose_json::Loose;

/// What the translator left in place of any word.
const HOLE: &str = "初始值";

/// More names bear no witness.
const MOST_WITNESSES: usize = 5000;

/// Mends the names of one side.
pub(super) fn mend(
    nodes: &mut [Node],
    examples: &[Loose],
    query: &[(String, String)],
    translated: bool,
    findings: &mut Vec<Finding>,
) {
    let mut witnesses: Vec<&str> = Vec::new();
    examples.iter().for_each(|example| example.all_keys(&mut witnesses));
    witnesses.extend(query.iter().map(|(name, _)| name.as_str()));
    witnesses.sort_unstable();
    witnesses.dedup();
    witnesses.truncate(MOST_WITNESSES);
    mend_all(nodes, &witnesses, translated, findings, 0);
}

/// Mends names that stand in a text of the wire: `access_Token isinvalid` names a parameter as translation spells it.
pub(super) fn mend_text(text: &mut String, line: usize, findings: &mut Vec<Finding>) {
    for word in text.clone().split_whitespace().filter(|word| word.contains('_')) {
        let mended = lowered(word);
        if mended != word {
            findings.push(Finding::new(finding::REPAIRED_NAME, line, format!("{mended} is written {word}")));
            *text = text.replace(word, &mended);
        }
    }
}

fn mend_all(nodes: &mut [Node], witnesses: &[&str], translated: bool, findings: &mut Vec<Finding>, depth: usize) {
    let names: Vec<_> = nodes.iter().map(|node| node.name.clone()).collect();
    for node in nodes.iter_mut() {
        if let Some(mended) = mended(&node.name, witnesses, &names, translated) {
            let message = format!("{} is written {}", mended, node.name);
            findings.push(Finding::new(finding::REPAIRED_NAME, node.line, message));
            node.name = mended;
        } else if node.name.contains(HOLE) {
            let message = format!("{} has a hole, and nothing tells what stood there", node.name);
            findings.push(Finding::new(finding::HOLE, node.line, message));
        }
        if depth < 16 {
            mend_all(&mut node.children, witnesses, translated, findings, depth + 1);
        }
    }
}

/// The name that was meant, where that is another and something bears witness.
fn mended(name: &str, witnesses: &[&str], listed: &[String], translated: bool) -> Option<String> {
    if witnesses.contains(&name) {
        return None;
    }
    if name.contains('.') && name.len() <= 200 {
        let parts = name.split('.').map(|part| mended(part, witnesses, &[], translated).unwrap_or(part.to_owned()));
        let mended = parts.collect::<Vec<_>>().join(".");
        return (mended != name).then_some(mended);
    }
    if let Some((before, after)) = name.split_once(HOLE) {
        let fits = |witness: &&&str| {
            witness.len() > before.len() + after.len() && witness.starts_with(before) && witness.ends_with(after)
        };
        let mut found = witnesses.iter().filter(fits).filter(|witness| !listed.iter().any(|name| name == **witness));
        return match (found.next(), found.next()) {
            (Some(only), None) => Some((*only).to_owned()),
            _ => None,
        };
    }
    if let Some(witness) = witnesses.iter().find(|witness| witness.eq_ignore_ascii_case(name)) {
        // Both are listed: they are two.
        return (!listed.iter().any(|name| name == witness)).then(|| (*witness).to_owned());
    }
    translated.then(|| lowered(name)).filter(|lower| lower != name)
}

/// `audit_Desc` → `audit_desc`: a capital after a line in a name that is otherwise small is the translator's.
fn lowered(name: &str) -> String {
    let parts = name.split('_').map(|part| {
        let mut chars = part.chars();
        let capital = chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.clone().next().is_some();
        if capital && chars.all(|c| !c.is_ascii_uppercase()) { part.to_ascii_lowercase() } else { part.to_owned() }
    });
    parts.collect::<Vec<_>>().join("_")
}
