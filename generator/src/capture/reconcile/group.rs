//! Which mentions are of one endpoint: method, path and fixed parameters are the same, and the name too where both say
//! one. A mention without a path goes with the one endpoint of its name.

use std::collections::HashMap;

use super::Mention;
use crate::capture::draft::Draft;
use crate::capture::pages::Page;

/// The most endpoints of one page that are looked at.
const MOST: usize = 1_000;

/// The mentions of each endpoint, in order of the first.
pub(super) fn groups(pages: &[Page]) -> Vec<Vec<Mention<'_>>> {
    let mut groups: Vec<Vec<Mention<'_>>> = Vec::new();
    let mut by_call: HashMap<Call<'_>, Vec<usize>> = HashMap::new();
    let mut pathless = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        for draft in page.captured.endpoints.iter().take(MOST) {
            let mention = Mention { page: number, of: page, draft };
            let Some(call) = call(draft) else {
                pathless.push(mention);
                continue;
            };
            let known = by_call.entry(call).or_default();
            let is_same =
                |group: &&usize| groups.get(**group).is_some_and(|all| all.iter().all(|m| same(m.draft, draft)));
            match known.iter().find(is_same).copied() {
                Some(group) => groups.get_mut(group).into_iter().for_each(|group| group.push(mention)),
                None => {
                    known.push(groups.len());
                    groups.push(vec![mention]);
                }
            }
        }
    }
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, group) in groups.iter().enumerate() {
        if let Some(name) = group.iter().find_map(|mention| mention.draft.name.as_ref()) {
            by_name.entry(name.to_ascii_lowercase()).or_default().push(number);
        }
    }
    for mention in pathless {
        let name = mention.draft.name.as_ref().map(|name| name.to_ascii_lowercase());
        let known = name.as_ref().and_then(|name| by_name.get(name)).map_or(&[][..], Vec::as_slice);
        match known {
            [only] => groups.get_mut(*only).into_iter().for_each(|group| group.push(mention)),
            _ => {
                if let (Some(name), []) = (name, known) {
                    by_name.insert(name, vec![groups.len()]);
                }
                groups.push(vec![mention]);
            }
        }
    }
    groups
}

/// Path and fixed parameters.
type Call<'a> = (&'a str, Vec<&'a (String, String)>);

fn call(draft: &Draft) -> Option<Call<'_>> {
    let mut fixed: Vec<_> = draft.query.iter().chain(&draft.fixed).collect();
    fixed.sort();
    Some((draft.path.as_deref()?, fixed))
}

/// Can two mentions of one path be of one endpoint? Pages disagree on methods; where the name is the same, it is one.
fn same(a: &Draft, b: &Draft) -> bool {
    let names = match (&a.name, &b.name) {
        (Some(a), Some(b)) => Some(a.eq_ignore_ascii_case(b)),
        _ => None,
    };
    let methods = match (&a.method, &b.method) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    names.unwrap_or(methods)
}
