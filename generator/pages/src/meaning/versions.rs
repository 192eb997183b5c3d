//! One endpoint described twice on a page is one endpoint. The later version is believed, as among pages; what only the
//! earlier one says is kept.

use std::mem;

use crate::draft::{Draft, Param, Permissions};
use crate::finding;
use crate::finding::Finding;

/// Joins endpoints of the same method, path and fixed parameters.
pub(super) fn join(drafts: Vec<Draft>, findings: &mut Vec<Finding>) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::new();
    for draft in drafts {
        // A page has some dozens of endpoints at most; of more, the rest are left as they are.
        match joined.iter_mut().take(200).find(|known| same(known, &draft)) {
            Some(known) => {
                let path = draft.path.as_deref().unwrap_or_default();
                let message = format!("{path} is described in line {} already; both are taken together", known.line);
                findings.push(Finding::new(finding::LISTED_TWICE, draft.line, message));
                let earlier = mem::replace(known, draft);
                known.line = earlier.line;
                add(known, earlier);
            }
            None => joined.push(draft),
        }
    }
    joined
}

fn same(a: &Draft, b: &Draft) -> bool {
    let methods = a.method == b.method || a.method.is_none() || b.method.is_none();
    a.path.is_some() && a.path == b.path && methods && a.query == b.query && a.fixed == b.fixed && a.name == b.name
}

fn add(known: &mut Draft, draft: Draft) {
    known.method = known.method.take().or(draft.method);
    known.title = known.title.take().or(draft.title);
    known.token = known.token.take().or(draft.token);
    add_params(&mut known.request, draft.request);
    add_params(&mut known.response, draft.response);
    for code in draft.errcodes {
        match known.errcodes.iter_mut().find(|other| other.code == code.code) {
            Some(other) if other.msg.is_empty() => other.msg = code.msg,
            Some(_) => {}
            None => known.errcodes.push(code),
        }
    }
    for group in draft.one_of {
        if !known.one_of.contains(&group) {
            known.one_of.push(group);
        }
    }
    if known.permissions == Permissions::Unsaid {
        known.permissions = draft.permissions;
    }
    known.binary |= draft.binary;
    known.examples.extend(draft.examples);
}

fn add_params(known: &mut Vec<Param>, params: Vec<Param>) {
    for param in params {
        let full = known.len() >= 2000;
        match known.iter_mut().find(|other| other.path == param.path && other.place == param.place) {
            Some(other) => {
                if other.ty == Default::default() {
                    other.ty = param.ty;
                }
                other.required = other.required.or(param.required);
            }
            None if full => {}
            None => known.push(param),
        }
    }
}
