//! Parameters of which exactly one is sent. Pages say so in prose only.

use crate::draft::Param;
use crate::finding;
use crate::finding::Finding;

const PHRASES: &[&str] = &[
    "二选一",
    "三选一",
    "四选一",
    "2选1",
    "两者选其一",
    "任选其一",
    "选其一",
    "选填一个",
    "填写其中一个即可",
    "填其中一个",
    "其中一个必填",
    "只需填写一个",
    "只能填一个",
    "二者取其一",
    "两者填其一",
    "fill in one of them",
    "one of the two",
    "choose one",
    "either one",
    "only one of them",
];

/// More parameters than this are no choice.
const MOST: usize = 50;

/// The groups that the docs of parameters name. `docs` are the texts of `params`, one each.
pub(super) fn of_docs(params: &[Param], docs: &[String], findings: &mut Vec<Finding>) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut alone: Vec<&Param> = Vec::new();
    let lower = params.iter().zip(docs).map(|(param, doc)| (param, doc.to_lowercase()));
    let says_so = |(_, lower): &(&Param, String)| PHRASES.iter().any(|phrase| lower.contains(phrase));
    for (param, lower) in lower.filter(says_so).take(MOST) {
        let siblings = params.iter().filter(|other| other.parent() == param.parent() && other.path != param.path);
        let named: Vec<_> = siblings.filter(|other| mentions(&lower, &other.last().to_lowercase())).collect();
        if named.is_empty() || named.len() > MOST {
            alone.push(param);
            continue;
        }
        let mut group: Vec<_> = named.iter().map(|other| other.path.clone()).collect();
        group.push(param.path.clone());
        join(&mut groups, group);
    }
    // Those that name nobody belong to the others beside them that name nobody.
    for param in &alone {
        let group: Vec<_> =
            alone.iter().filter(|other| other.parent() == param.parent()).map(|other| other.path.clone()).collect();
        if group.len() > 1 {
            join(&mut groups, group);
        } else if !groups.iter().any(|group| group.contains(&param.path)) {
            let message =
                format!("{} is one of several to choose from, but the page does not name the others", param.path);
            findings.push(Finding::new(finding::MAYBE_ONE_OF, param.line, message));
        }
    }
    let order = |path: &String| params.iter().position(|param| param.path == *path);
    for group in &mut groups {
        group.sort_by_key(order);
        for param in params.iter().filter(|param| group.contains(&param.path) && param.required == Some(true)) {
            let message = format!("{} is marked as required, but only one of {} is sent", param.path, group.join(", "));
            findings.push(Finding::new(finding::ONE_OF_REQUIRED, param.line, message));
        }
    }
    groups
}

/// Adds a group to those that share a member with it.
fn join(groups: &mut Vec<Vec<String>>, group: Vec<String>) {
    let mut joined = group;
    groups.retain(|known| {
        let shares = known.iter().any(|path| joined.contains(path));
        if shares {
            let new: Vec<_> = known.iter().filter(|path| !joined.contains(path)).cloned().collect();
            joined.extend(new);
        }
        !shares
    });
    groups.push(joined);
}

/// Does a text name it as a word of its own?
fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        !is_part(text.get(..at).and_then(|before| before.chars().next_back()))
            && !is_part(text.get(at + name.len()..).and_then(|after| after.chars().next()))
    })
}
