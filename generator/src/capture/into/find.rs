//! Which spec file is of an endpoint: method, path and fixed parameters decide, then the name.

use std::collections::BTreeMap;

use super::fixed;
use crate::capture::reconcile::Endpoint;
use crate::model::Method;
use crate::parse::{EndpointSpec, Spec, TypeSpec};

/// An endpoint that the spec has.
pub(crate) struct Known<'a> {
    /// As written.
    pub(crate) spec: &'a EndpointSpec,
    fixed: BTreeMap<String, String>,
}

/// All endpoints of a spec.
pub(crate) fn known(spec: &Spec) -> Vec<Known<'_>> {
    spec.endpoints.iter().map(|spec| Known { spec, fixed: constants(spec) }).collect()
}

fn constants(spec: &EndpointSpec) -> BTreeMap<String, String> {
    let constant = |field: &crate::parse::FieldSpec| {
        let TypeSpec::Const(Some(value)) = &field.ty.value else { return None };
        let text = value.value.as_str().map_or_else(|| value.value.to_string(), str::to_owned);
        Some((field.wire.value.clone(), text))
    };
    spec.request.iter().filter_map(constant).collect()
}

/// The number of the endpoint in `known`.
pub(crate) fn find(known: &[Known<'_>], endpoint: &Endpoint) -> Option<usize> {
    let draft = &endpoint.draft;
    let of_page: BTreeMap<_, _> = fixed(draft).into_iter().collect();
    let method = |known: &Known<'_>| match (draft.method.as_deref(), known.spec.method.value) {
        (Some(said), Method::Get) => said == "GET",
        (Some(said), Method::Post) => said == "POST",
        (None, _) => true,
    };
    let same_path = |known: &Known<'_>| draft.path.as_deref() == Some(known.spec.path.value.as_str());
    let name = |known: &Known<'_>| draft.name.as_ref().map(|name| name.eq_ignore_ascii_case(&known.spec.name.value));
    // A page need not tell what is fixed; it must not tell otherwise.
    let fits = |known: &Known<'_>| of_page.iter().all(|(name, value)| known.fixed.get(name) == Some(value));
    // A page of the same address, or file, is the page the spec is from.
    let same_page = |known: &Known<'_>| {
        let docs = known.spec.docs.as_ref().map(|docs| &docs.value);
        let pages = || known.spec.sources.iter().map(|source| &source.page.value);
        endpoint.docs.as_ref().is_some_and(|said| docs == Some(said))
            || endpoint.sources.iter().any(|source| pages().any(|page| *page == source.page))
    };
    let rules: [&dyn Fn(&Known<'_>) -> bool; 6] = [
        &|known| same_path(known) && method(known) && known.fixed == of_page && name(known) == Some(true),
        &|known| same_path(known) && method(known) && known.fixed == of_page,
        &|known| same_path(known) && fits(known) && name(known) == Some(true),
        &|known| same_path(known) && method(known) && fits(known) && name(known).is_none(),
        &|known| draft.path.is_none() && name(known) == Some(true),
        &|known| name(known) == Some(true) && same_page(known),
    ];
    rules.iter().find_map(|rule| {
        let mut fitting = known.iter().enumerate().filter(|(_, known)| rule(known)).map(|(number, _)| number);
        fitting.next().filter(|_| fitting.next().is_none())
    })
}
