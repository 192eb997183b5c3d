//! What a page says → into the text of a spec file that is there already.
//!
//! Only what page and spec [disagree](mod@super::difference) on is touched, each where it is; and what the spec lacks is
//! filled in. What a person wrote stays to the byte. A choice, an enum, a fixed value, a map, a name and a flag that a page
//! cannot state are never undone. A disagreement where the spec was kept is a finding: what only the spec has, and all of
//! a page that is older than one the spec has facts of, or is the very page they are from.

mod codes;
mod edit;
mod fields;
mod sources;

use std::collections::BTreeMap;

use serde_json::Value;

use super::difference::{self, Difference, Kind as Differs, SharedCodes, Subject};
use super::draft::{Code, Side};
use super::fields::{self as page_fields, Field};
use super::finding::{self, Finding};
use super::reconcile::Endpoint;
use super::yaml::{self, Shared, Yaml, entry, flow, scalar};
pub(super) use edit::Edits;
use wxgen::parse::{EndpointSpec, keys};
use wxgen::source::Span;
use wxgen::yaml::tree::{Kind, Node};

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

/// Applies an endpoint of a page to the text of its spec, of which `root` is the tree.
pub(super) fn apply<'a>(
    text: &'a str,
    root: &'a Node,
    endpoint: &'a Endpoint,
    spec: &'a EndpointSpec,
    codes: &SharedCodes<'a>,
    shared: &'a Shared,
) -> Merged {
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
    let said = page_fields::of(&endpoint.draft);
    let differences = difference::between(endpoint, &said, spec, codes);
    merge.docs();
    let mut new = New::default();
    differences.iter().for_each(|difference| merge.settle(difference, &mut new));
    for ((side, within), fields) in &new.fields {
        merge.add_fields(*side, within, fields);
    }
    merge.add_codes(&new.codes);
    merge.texts_of_codes();
    merge.sources();
    Merged { text: merge.edits.apply(), changes: merge.changes, findings: merge.findings }
}

/// A field that only the page has, and what the two disagree on.
type NewField<'d> = (&'d Difference<'d>, &'d Field);

/// What the page has and the spec has not.
#[derive(Default)]
struct New<'d> {
    /// Fields by the object that they belong to: the side, and the fields around it from the outermost.
    fields: BTreeMap<(Side, Vec<&'d str>), Vec<NewField<'d>>>,
    codes: Vec<&'d Code>,
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
    /// Changes the spec where it may, else says that it was kept.
    fn settle<'d>(&mut self, difference: &'d Difference<'d>, new: &mut New<'d>) {
        let said = difference.page_says.as_deref().unwrap_or_default();
        match (difference.kind, &difference.subject) {
            (Differs::MethodChanged, _) if said == "GET" && self.has_body() => {
                self.kept_since(difference, "the spec has a body");
            }
            (Differs::MethodChanged, _) => self.replace(difference, "method", said),
            (Differs::PathChanged, _) => self.replace(difference, "path", said),
            (Differs::PermissionSetsChanged, _) => self.permission_sets(difference),
            (Differs::ReturnsChanged, _) => self.returns(difference),
            (Differs::ParamAdded, Subject::Field(field, within)) if !self.recorded => {
                let side = difference.side.unwrap_or(Side::Request);
                new.fields.entry((side, within.clone())).or_default().push((difference, field));
            }
            (Differs::CodeAdded, Subject::Code(code)) if !self.recorded => {
                new.codes.push(code);
            }
            (Differs::TypeChanged, Subject::Field(field, within)) => self.ty(difference, field, within),
            (Differs::RequiredChanged, Subject::Field(field, within)) => self.required(difference, field, within),
            (Differs::CodeTextChanged, Subject::Code(code)) => self.text_of_code(difference, code),
            _ => self.kept(difference),
        }
    }

    /// The address of the page is no matter of dispute: the newer page's counts.
    fn docs(&mut self) {
        let Some(said) = &self.endpoint.docs else { return };
        match scalar_of(self.root, "docs") {
            Some((known, _)) if known == said => {}
            Some((known, span)) if self.believed => {
                self.changes.push(format!("docs: {known} is now {said}"));
                self.edits.replace(span, scalar(&Value::from(said.as_str()), false));
            }
            Some((known, _)) => {
                let message = format!("docs: {said} on the page, {known} in the spec");
                self.findings.push(Finding::new(finding::SPEC_KEPT, self.endpoint.draft.line, message));
            }
            None if self.recorded => {}
            None => self.add_key("docs", &Yaml::text(&**said)),
        }
    }

    /// Replaces a plain value at the top.
    fn replace(&mut self, difference: &Difference<'_>, key: &str, said: &str) {
        let Some((_, span)) = scalar_of(self.root, key) else { return self.kept(difference) };
        let new = scalar(&Value::from(said), false);
        self.fact(difference, |merge| merge.edits.replace(span, new));
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

    fn permission_sets(&mut self, difference: &Difference<'_>) {
        let Some(new) = yaml::permission_sets(&self.endpoint.draft.permissions) else { return };
        let Some((_, node)) = self.entry("permission_sets") else {
            return match self.recorded {
                true => self.kept(difference),
                false => self.add_key("permission_sets", &new),
            };
        };
        if matches!(node.kind, Kind::List(_)) && !self.edits.is_flow(node) {
            return self.kept_since(difference, "the list has a line an item");
        }
        let span = match node.kind {
            Kind::List(_) => Span { end: node.span.end + 1, ..node.span },
            _ => node.span,
        };
        self.fact(difference, |merge| merge.edits.replace(span, flow(&new)));
    }

    fn returns(&mut self, difference: &Difference<'_>) {
        let has_fields =
            self.entry("response").is_some_and(|(_, node)| matches!(&node.kind, Kind::Map(all) if !all.is_empty()));
        match scalar_of(self.root, "returns") {
            _ if has_fields => self.kept_since(difference, "the spec has fields of the reply"),
            Some(_) => self.kept(difference),
            None if self.recorded => self.kept(difference),
            None => self.add_key("returns", &Yaml::text("binary")),
        }
    }

    /// A fact that page and spec say differently: changed if the page is believed, else kept.
    fn fact(&mut self, difference: &Difference<'_>, change: impl FnOnce(&mut Self)) {
        if !self.believed {
            return self.kept(difference);
        }
        let words = |says: &Option<String>| says.clone().unwrap_or_else(|| "-".to_owned());
        let (spec, page) = (words(&difference.spec_says), words(&difference.page_says));
        self.changes.push(format!("{}: {spec} is now {page}", difference.about()));
        change(self);
    }

    /// The spec was kept.
    fn kept(&mut self, difference: &Difference<'_>) {
        self.find(difference, difference.sentence());
    }

    /// The spec was kept, and this is why.
    fn kept_since(&mut self, difference: &Difference<'_>, why: &str) {
        self.find(difference, format!("{}; {why}", difference.sentence()));
    }

    fn find(&mut self, difference: &Difference<'_>, message: String) {
        let code = if difference.kind.is_removal() { finding::NOT_IN_PAGE } else { finding::SPEC_KEPT };
        self.findings.push(Finding::new(code, difference.line, message));
    }

    /// Adds a key to the file, after those that stand before it in the order of the format. Blocks have blank lines.
    fn add_key(&mut self, key: &str, value: &Yaml) {
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
