//! Which spec file is of an endpoint: method, path and fixed parameters decide, then the name.

use std::collections::{BTreeMap, HashMap};

use crate::draft::Draft;
use crate::reconcile::Endpoint;
use wxgen::model::Method;
use wxgen::parse::{EndpointSpec, Spec, TypeSpec};

/// An endpoint that the spec has.
pub(crate) struct Known<'a> {
    /// As written.
    pub(crate) spec: &'a EndpointSpec,
    fixed: Fixed,
}

/// Fixed parameters.
type Fixed = BTreeMap<String, String>;

/// Does an endpoint fit?
type Rule<'r> = &'r dyn Fn(&Known<'_>) -> bool;

/// The endpoints of a spec, each with a number, and where to look for one.
pub(crate) struct Endpoints<'a> {
    all: Vec<Known<'a>>,
    by_call: HashMap<(&'a str, Fixed), Vec<usize>>,
    by_path: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl<'a> Endpoints<'a> {
    /// Those of a spec.
    pub(crate) fn of(spec: &'a Spec) -> Self {
        let all: Vec<_> = spec.endpoints.iter().map(|spec| Known { spec, fixed: constants(spec) }).collect();
        let (mut by_call, mut by_path, mut by_name) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (number, Known { spec, fixed }) in all.iter().enumerate() {
            let path = spec.path.value.as_str();
            by_call.entry((path, fixed.clone())).or_insert_with(Vec::new).push(number);
            by_path.entry(path).or_insert_with(Vec::new).push(number);
            by_name.entry(spec.name.value.to_ascii_lowercase()).or_insert_with(Vec::new).push(number);
        }
        Self { all, by_call, by_path, by_name }
    }

    /// All of them, by number.
    pub(crate) fn all(&self) -> &[Known<'a>] {
        &self.all
    }

    /// The number of the endpoint that a page tells of.
    pub(crate) fn find(&self, endpoint: &Endpoint) -> Option<usize> {
        let draft = &endpoint.draft;
        let of_page: Fixed = fixed(draft).into_iter().collect();
        let method = |known: &Known<'_>| match (draft.method.as_deref(), known.spec.method.value) {
            (Some(said), Method::Get) => said == "GET",
            (Some(said), Method::Post) => said == "POST",
            (None, _) => true,
        };
        let same_path = |known: &Known<'_>| draft.path.as_deref() == Some(known.spec.path.value.as_str());
        let same_name = |known: &Known<'_>| {
            draft.name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(&known.spec.name.value))
        };
        // A page need not tell what is fixed; it must not tell otherwise.
        let fits = |known: &Known<'_>| of_page.iter().all(|(name, value)| known.fixed.get(name) == Some(value));
        // A page of the same address, or file, is the page the spec is from.
        let same_page = |known: &Known<'_>| {
            let docs = known.spec.docs.as_ref().map(|docs| &docs.value);
            let pages = || known.spec.sources.iter().map(|source| &source.page.value);
            endpoint.docs.as_ref().is_some_and(|said| docs == Some(said))
                || endpoint.sources.iter().any(|source| pages().any(|page| *page == source.page))
        };
        let of_path = |path: &str| self.by_path.get(path).map_or(&[][..], Vec::as_slice);
        let by_path = draft.path.as_deref().map_or(&[][..], of_path);
        let by_call = draft
            .path
            .as_deref()
            .and_then(|path| self.by_call.get(&(path, of_page.clone())))
            .map_or(&[][..], Vec::as_slice);
        let by_name = draft.name.as_ref().and_then(|name| self.by_name.get(&name.to_ascii_lowercase()));
        let by_name = by_name.map_or(&[][..], Vec::as_slice);
        // Where to look, and what fits.
        let rules: [(&[usize], Rule<'_>); 6] = [
            (by_call, &|known| method(known) && same_name(known)),
            (by_call, &|known| method(known)),
            (by_name, &|known| same_path(known) && fits(known)),
            (by_path, &|known| draft.name.is_none() && method(known) && fits(known)),
            (by_name, &|_| draft.path.is_none()),
            (by_name, &|known| same_page(known)),
        ];
        rules.iter().find_map(|(candidates, rule)| {
            let fits = |number: &&usize| self.all.get(**number).is_some_and(rule);
            let mut fitting = candidates.iter().filter(fits);
            fitting.next().filter(|_| fitting.next().is_none()).copied()
        })
    }
}

fn constants(spec: &EndpointSpec) -> Fixed {
    let constant = |field: &wxgen::parse::FieldSpec| {
        let TypeSpec::Const(Some(value)) = &field.ty.value else { return None };
        let text = value.value.as_str().map_or_else(|| value.value.to_string(), str::to_owned);
        Some((field.wire.value.clone(), text))
    };
    spec.request.iter().filter_map(constant).collect()
}

/// The fixed parameters of a call, sorted.
pub(crate) fn fixed(draft: &Draft) -> Vec<(String, String)> {
    let mut all: Vec<_> = draft.query.iter().chain(&draft.fixed).cloned().collect();
    all.sort();
    all
}
