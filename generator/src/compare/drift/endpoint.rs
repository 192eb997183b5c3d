//! One endpoint as pages tell of it against its spec.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use super::change::{Change, Kind, Place, Side};
use super::pages::Lines;
use super::{Context, codes, fields};
use crate::capture::{Endpoint, Permissions};
use crate::parse::{EndpointSpec, PermissionsSpec};
use crate::read::Span;

/// Both sides, and what they disagree on so far.
pub(super) struct Comparison<'a> {
    pub(super) context: Context<'a>,
    pub(super) endpoint: &'a Endpoint,
    pub(super) spec: &'a EndpointSpec,
    changes: Vec<Change>,
    /// The page that each line is on.
    page_lines: OnceCell<HashMap<usize, usize>>,
    spec_lines: Lines,
}

/// What a disagreement is about.
pub(super) struct About<'t> {
    pub(super) kind: Kind,
    pub(super) side: Option<Side>,
    pub(super) name: &'t str,
    /// Line of the page.
    pub(super) line: usize,
    /// Place in the spec.
    pub(super) span: Span,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(context: Context<'a>, endpoint: &'a Endpoint, spec: &'a EndpointSpec) -> Self {
        Self { context, endpoint, spec, changes: Vec::new(), page_lines: OnceCell::new(), spec_lines: Lines::default() }
    }

    /// All that both disagree on.
    pub(super) fn changes(mut self) -> Vec<Change> {
        self.call();
        self.permission_sets();
        self.returns();
        fields::compare(&mut self);
        codes::compare(&mut self);
        self.changes
    }

    /// Notes a disagreement.
    pub(super) fn note(&mut self, about: About<'_>, page_says: Option<String>, spec_says: Option<String>) {
        let About { kind, side, name, line, span } = about;
        self.changes.push(Change {
            endpoint: self.spec.name.value.clone(),
            kind,
            side,
            name: name.to_owned(),
            page_says,
            spec_says,
            page: self.page(line),
            spec: self.context.spec(self.spec, span, &self.spec_lines),
        });
    }

    /// A line of the newest page that has something of this endpoint there: what only an older page says is on that one.
    fn page(&self, line: usize) -> Option<Place> {
        let (pages, newest) = (self.context.pages, self.endpoint.page);
        let lines = self.page_lines.get_or_init(|| pages.lines_of(&self.endpoint.draft, newest));
        let page = pages.all.get(*lines.get(&line).unwrap_or(&newest))?;
        Some(Place { file: page.file.clone(), line })
    }

    fn call(&mut self) {
        let (spec, draft) = (self.spec, &self.endpoint.draft);
        let about = |kind, span| About { kind, side: None, name: "", line: draft.line, span };
        let method = spec.method.value.name();
        if let Some(said) = draft.method.as_deref().filter(|said| *said != method) {
            let about = about(Kind::MethodChanged, spec.method.span);
            self.note(about, Some(said.to_owned()), Some(method.to_owned()));
        }
        if let Some(said) = draft.path.as_deref().filter(|said| *said != spec.path.value) {
            let about = about(Kind::PathChanged, spec.path.span);
            self.note(about, Some(said.to_owned()), Some(spec.path.value.clone()));
        }
    }

    fn permission_sets(&mut self) {
        let (spec, draft) = (self.spec, &self.endpoint.draft);
        let said = match &draft.permissions {
            Permissions::Unsaid => return,
            Permissions::Any => "any".to_owned(),
            Permissions::None => "none".to_owned(),
            Permissions::Ids(ids) => list(ids.iter().copied()),
        };
        let written = spec.permission_sets.as_ref();
        let known = written.map(|sets| match &sets.value {
            PermissionsSpec::Any => "any".to_owned(),
            PermissionsSpec::Nobody => "none".to_owned(),
            PermissionsSpec::Ids(ids) => list(ids.iter().map(|id| id.value)),
        });
        if known.as_ref() != Some(&said) {
            let span = written.map_or(spec.name.span, |sets| sets.span);
            let about = About { kind: Kind::PermissionSetsChanged, side: None, name: "", line: draft.line, span };
            self.note(about, Some(said), known);
        }
    }

    fn returns(&mut self) {
        let (spec, draft) = (self.spec, &self.endpoint.draft);
        let flag = spec.returns_binary.as_ref();
        let is_binary = flag.is_some_and(|flag| flag.value);
        if draft.binary && !is_binary {
            let span = flag.map_or(spec.name.span, |flag| flag.span);
            let about = About { kind: Kind::ReturnsChanged, side: None, name: "", line: draft.line, span };
            self.note(about, Some("binary".to_owned()), Some("json".to_owned()));
        }
    }
}

/// Ids in order, each once.
fn list(ids: impl Iterator<Item = u32>) -> String {
    let ids: BTreeSet<u32> = ids.collect();
    ids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}
