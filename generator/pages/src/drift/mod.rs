//! What pages and spec disagree on.
//!
//! Pages are captured and reconciled first, so what is compared is what all of them together say. What pages leave
//! unsaid, or lost, is no disagreement.

mod pages;
mod show;

pub use crate::difference::{Kind, Side};

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::difference::pair::{Endpoints, Known};
use crate::difference::{self, Difference, SharedCodes};
use crate::{Draft, Endpoint, Page, fields, reconcile};
use pages::Pages;
use wxgen::parse;
use wxgen::parse::EndpointSpec;
use wxgen::report::{Diagnostic, Severity};
use wxgen::source::{Sources, Span};

/// What pages and spec disagree on, in a stable order: endpoints by their spec files, then new ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// The disagreements.
    pub changes: Vec<Change>,
    /// How many pages were read.
    pub pages: usize,
    /// How many endpoints are on them.
    pub endpoints: usize,
}

/// Something that pages and spec disagree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Name of the endpoint.
    pub endpoint: String,
    /// What kind of disagreement it is.
    pub kind: Kind,
    /// Of what is sent or of what comes back; absent where neither.
    pub side: Option<Side>,
    /// Path of the parameter or field, or the return code; may be empty.
    pub name: String,
    /// What the pages say, if they say anything.
    pub page_says: Option<String>,
    /// What the spec says, if it says anything.
    pub spec_says: Option<String>,
    /// Where on the page.
    pub page: Option<Place>,
    /// Where in the spec folder.
    pub spec: Option<Place>,
}

impl Change {
    /// What it is about, `type request tester.id`. Findings of a capture begin with the same words.
    pub fn about(&self) -> String {
        difference::about(self.kind, self.side, &self.name)
    }
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file: a page as it was named, or a path within the spec folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

/// Compares pages with the spec of which `sources` are the files.
///
/// # Errors
///
/// When the spec cannot be understood; why is in the diagnostics.
pub fn drift(sources: &Sources, pages: &[Page]) -> Result<Drift, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let spec = parse::parse(sources, &mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(diagnostics);
    }
    let (endpoints, _) = reconcile(pages);
    let known = Endpoints::of(&spec);
    let (all, shared) = (Pages::of(pages), SharedCodes::of(&spec));
    let context = Context { sources, pages: &all, shared: &shared };
    let mut met: HashSet<usize> = HashSet::new();
    let mut of_spec: BTreeMap<usize, Vec<Change>> = BTreeMap::new();
    let mut new = Vec::new();
    for endpoint in &endpoints {
        match known.find(endpoint) {
            Some(number) if met.insert(number) => {
                if let Some(known) = known.all().get(number) {
                    of_spec.insert(number, context.changes(endpoint, known.spec));
                }
            }
            // The same call by another name.
            Some(_) => {}
            None => new.push(context.new_endpoint(endpoint)),
        }
    }
    for (number, known) in known.all().iter().enumerate().filter(|(number, _)| !met.contains(number)) {
        if let Some(gone) = context.gone_endpoint(known) {
            of_spec.insert(number, vec![gone]);
        }
    }
    let changes = of_spec.into_values().flatten().chain(new).collect();
    Ok(Drift { changes, pages: pages.len(), endpoints: endpoints.len() })
}

/// What all comparisons need.
#[derive(Clone, Copy)]
struct Context<'a> {
    sources: &'a Sources,
    pages: &'a Pages<'a>,
    shared: &'a SharedCodes<'a>,
}

impl Context<'_> {
    /// All that the pages of an endpoint and its spec disagree on.
    fn changes(&self, endpoint: &Endpoint, spec: &EndpointSpec) -> Vec<Change> {
        let said = fields::of(&endpoint.draft);
        let page_lines = OnceCell::new();
        let change = |difference: Difference<'_>| Change {
            endpoint: spec.name.value.clone(),
            kind: difference.kind,
            side: difference.side,
            name: difference.name,
            page_says: difference.page_says,
            spec_says: difference.spec_says,
            page: self.page_of(endpoint, difference.line, &page_lines),
            spec: self.spec(spec, difference.span),
        };
        difference::between(endpoint, &said, spec, self.shared).into_iter().map(change).collect()
    }

    /// A line of the newest page that has something of this endpoint there: what only an older page says is on that one.
    fn page_of(&self, endpoint: &Endpoint, line: usize, lines: &OnceCell<HashMap<usize, usize>>) -> Option<Place> {
        let lines = lines.get_or_init(|| self.pages.lines_of(&endpoint.draft, endpoint.page));
        let page = self.pages.all.get(*lines.get(&line).unwrap_or(&endpoint.page))?;
        Some(Place { file: page.file.clone(), line })
    }

    fn new_endpoint(&self, endpoint: &Endpoint) -> Change {
        let draft = &endpoint.draft;
        Change {
            endpoint: name_of(draft),
            kind: Kind::EndpointNew,
            side: None,
            name: String::new(),
            page_says: Some(call(draft)),
            spec_says: None,
            page: self.page(endpoint, draft.line),
            spec: None,
        }
    }

    /// The endpoint, if one of the pages is its page.
    fn gone_endpoint(&self, known: &Known<'_>) -> Option<Change> {
        let spec = known.spec;
        let names = spec.sources.iter().map(|source| source.page.value.as_str());
        let page = self.pages.first_of(spec.docs.as_ref().map(|docs| docs.value.as_str()), names)?;
        Some(Change {
            endpoint: spec.name.value.clone(),
            kind: Kind::EndpointGone,
            side: None,
            name: String::new(),
            page_says: None,
            spec_says: Some(format!("{} {}", spec.method.value.name(), spec.path.value)),
            page: Some(Place { file: page.file.clone(), line: 1 }),
            spec: self.spec(spec, spec.path.span),
        })
    }

    /// A line of the newest page of an endpoint.
    fn page(&self, endpoint: &Endpoint, line: usize) -> Option<Place> {
        self.pages.all.get(endpoint.page).map(|page| Place { file: page.file.clone(), line })
    }

    /// A place of a spec file.
    fn spec(&self, spec: &EndpointSpec, span: Span) -> Option<Place> {
        let file = self.sources.file(spec.file)?;
        Some(Place { file: file.path.clone(), line: file.position(span.start).line })
    }
}

fn name_of(draft: &Draft) -> String {
    draft.name.clone().or_else(|| draft.path.clone()).unwrap_or_else(|| "an endpoint without a name".to_owned())
}

fn call(draft: &Draft) -> String {
    let method = draft.method.as_deref().unwrap_or("?");
    let path = draft.path.as_deref().unwrap_or("?");
    let fixed = draft.query.iter().chain(&draft.fixed).map(|(name, value)| format!(" {name}={value}"));
    format!("{method} {path}{}", fixed.collect::<String>())
}
