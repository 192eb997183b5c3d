//! What a page says → into the text of a spec file that is there already.
//!
//! Only facts are touched, each where it stands: types, what is required, new parameters and codes, texts of codes,
//! permission sets, method, path, the page's address and the sources. What a person wrote stays to the byte. A choice,
//! an enum, a fixed value, a map, a name and a flag that a page cannot state are never undone. What the page does not
//! have is a finding, and so is a disagreement where the spec was kept: when the page is older than one the spec has
//! facts of, or is the very page they are from.

mod codes;
mod edit;
mod fields;
mod sources;

use serde_json::Value;

use super::draft::{Permissions, Side};
use super::finding::{self, Finding};
use super::letters;
use super::reconcile::Endpoint;
use super::shape;
use super::yaml::{self, Shared, Yaml, entry, flow, scalar};
use crate::parse::keys;
use crate::parse::tree::{self, Kind, Node};
use crate::read::Span;
pub(super) use edit::Edits;

/// A spec file after a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// Its text.
    pub(super) text: String,
    /// What changed, a line each.
    pub(super) changes: Vec<String>,
    /// What a person should look at.
    pub(super) findings: Vec<Finding>,
}

/// Merges an endpoint into the text of its spec, of which `root` is the tree.
pub(super) fn merge(text: &str, root: &Node, endpoint: &Endpoint, shared: &Shared) -> Merged {
    let recorded = sources::are_recorded(root, endpoint);
    let mut merge = Merge {
        root,
        shared,
        endpoint,
        edits: Edits::new(text),
        changes: Vec::new(),
        findings: Vec::new(),
        recorded,
        believed: sources::are_believed(root, endpoint, recorded),
    };
    merge.header();
    let shape = shape::of(&endpoint.draft);
    merge.side("request", &shape.request, Side::Request);
    merge.side("response", &shape.response, Side::Reply);
    merge.codes();
    merge.sources();
    Merged { text: merge.edits.apply(), changes: merge.changes, findings: merge.findings }
}

struct Merge<'a> {
    root: &'a Node,
    shared: &'a Shared,
    endpoint: &'a Endpoint,
    edits: Edits<'a>,
    changes: Vec<String>,
    findings: Vec<Finding>,
    /// Are all the pages ones that the spec has its facts of?
    recorded: bool,
    /// May the pages change what the spec says?
    believed: bool,
}

impl<'a> Merge<'a> {
    fn header(&mut self) {
        let draft = &self.endpoint.draft;
        let line = draft.line;
        for (key, said) in [("method", &draft.method), ("path", &draft.path), ("docs", &self.endpoint.docs)] {
            let Some(said) = said else { continue };
            match scalar_of(self.root, key) {
                Some((known, _)) if known == said => {}
                Some((known, _)) if key == "method" && said == "GET" && self.has_body() => {
                    self.kept(line, format!("method: GET on the page, {known} with a body in the spec"));
                }
                Some((known, span)) => self.fact(line, key, known, said, |merge| {
                    merge.edits.replace(span, scalar(&Value::from(said.as_str()), false));
                }),
                None => self.add_key(key, &Yaml::text(&**said)),
            }
        }
        self.permission_sets(line);
        if draft.binary && scalar_of(self.root, "returns").is_none() {
            match self.entry("response") {
                Some((_, node)) if matches!(&node.kind, Kind::Map(all) if !all.is_empty()) => {
                    self.kept(line, "the reply is bytes on the page; the spec has fields of it".to_owned());
                }
                _ => self.add_key("returns", &Yaml::text("binary")),
            }
        }
    }

    /// Sends the spec anything outside the URL?
    fn has_body(&self) -> bool {
        let outside = |node: &Node| scalar_of(node, "in").is_none_or(|(place, _)| place != "query");
        let Some(Kind::Map(all)) = self.entry("request").map(|(_, node)| &node.kind) else { return false };
        all.iter().any(|(_, field)| match entry_of(field, "one_of").map(|(_, parts)| &parts.kind) {
            Some(Kind::Map(parts)) => parts.iter().any(|(_, part)| outside(part)),
            _ => outside(field),
        })
    }

    fn permission_sets(&mut self, line: usize) {
        let said = &self.endpoint.draft.permissions;
        let Some(new) = yaml::permission_sets(said) else { return };
        let Some((_, node)) = self.entry("permission_sets") else {
            return self.add_key("permission_sets", &new);
        };
        let known = match &node.kind {
            Kind::Scalar { text, .. } if text == "any" => Permissions::Any,
            Kind::Scalar { text, .. } if text == "none" => Permissions::None,
            Kind::List(items) => Permissions::Ids(items.iter().filter_map(number).collect()),
            _ => return,
        };
        let sorted = |permissions: &Permissions| match permissions {
            Permissions::Ids(ids) => {
                let mut ids = ids.clone();
                ids.sort_unstable();
                ids.dedup();
                Permissions::Ids(ids)
            }
            other => other.clone(),
        };
        if sorted(&known) == sorted(said) {
            return;
        }
        let old = yaml::permission_sets(&known).map(|known| flow(&known)).unwrap_or_default();
        let (new, block) = (flow(&new), matches!(node.kind, Kind::List(_)) && !self.edits.is_flow(node));
        if block {
            return self.kept(line, format!("permission_sets: {new} on the page, {old} in the spec"));
        }
        let span = match node.kind {
            Kind::List(_) => Span { end: node.span.end + 1, ..node.span },
            _ => node.span,
        };
        self.fact(line, "permission_sets", &old, &new.clone(), |merge| merge.edits.replace(span, new));
    }

    /// A fact that page and spec say differently: changed if the page is believed, else told.
    fn fact(&mut self, line: usize, what: &str, known: &str, said: &str, change: impl FnOnce(&mut Self)) {
        if self.believed {
            self.changes.push(format!("{what}: {known} is now {said}"));
            change(self);
        } else {
            self.kept(line, format!("{what}: {said} on the page, {known} in the spec"));
        }
    }

    /// The spec has something that the page has not. Of an older page that is no wonder.
    fn gone(&mut self, what: &str) {
        if self.believed || self.recorded {
            let message = format!("{what} is in the spec and not on the page");
            self.findings.push(Finding::new(finding::NOT_IN_PAGE, self.endpoint.draft.line, message));
        }
    }

    fn kept(&mut self, line: usize, message: String) {
        self.findings.push(Finding::new(finding::SPEC_KEPT, line, message));
    }

    /// Adds a key to the file, after those that stand before it in the order of the format. Blocks have blank lines.
    fn add_key(&mut self, key: &str, value: &Yaml) {
        // The very page that the spec is from has told it before, and a person took it out.
        if self.recorded {
            return self.kept(self.endpoint.draft.line, format!("{key} is on the page and not in the spec"));
        }
        let Kind::Map(all) = &self.root.kind else { return };
        let order = |key: &str| keys::ENDPOINT.iter().position(|known| known.name == key);
        let before = all.iter().filter(|(known, _)| order(&known.value.text) < order(key));
        let Some((known, node)) = before.max_by_key(|(known, _)| order(&known.value.text)) else { return };
        let text = entry(&Value::from(key), value, 0);
        let block = if order(key) >= order("request") { "\n" } else { "" };
        let at = self.edits.end(known.span, node);
        self.edits.add_lines(at, &format!("{block}{text}"));
        self.changes.push(format!("{key} is new"));
    }

    fn entry(&self, key: &str) -> Option<(Span, &'a Node)> {
        entry_of(self.root, key)
    }
}

/// The entry of a mapping.
fn entry_of<'a>(map: &'a Node, key: &str) -> Option<(Span, &'a Node)> {
    let Kind::Map(all) = &map.kind else { return None };
    all.iter().find(|(known, _)| known.value.text == key).map(|(known, node)| (known.span, node))
}

/// The plain value of a key.
fn scalar_of<'a>(map: &'a Node, key: &str) -> Option<(&'a str, Span)> {
    match &entry_of(map, key)?.1 {
        Node { kind: Kind::Scalar { text, .. }, span } => Some((text, *span)),
        _ => None,
    }
}

fn number(node: &Node) -> Option<u32> {
    match &node.kind {
        Kind::Scalar { text, .. } => tree::integer(text).and_then(|number| number.try_into().ok()),
        _ => None,
    }
}

/// Are two wire texts the same, marks and case aside?
fn same_text(a: &str, b: &str) -> bool {
    letters(a) == letters(b)
}
