//! Method, path, permission sets and what comes back: as a page has them against a spec.

use std::collections::BTreeSet;

use super::{Difference, Kind, Subject};
use crate::draft::{Draft, Permissions};
use wxgen::parse::{EndpointSpec, PermissionsSpec};
use wxgen::source::Span;

/// What both disagree on.
pub(super) fn compare<'a>(draft: &'a Draft, spec: &'a EndpointSpec) -> Vec<Difference<'a>> {
    let difference = |kind, span: Span, page_says: &str, spec_says: Option<&str>| Difference {
        kind,
        side: None,
        name: String::new(),
        page_says: Some(page_says.to_owned()),
        spec_says: spec_says.map(str::to_owned),
        line: draft.line,
        span,
        subject: Subject::Call,
    };
    let mut differences = Vec::new();
    let method = spec.method.value.name();
    if let Some(said) = draft.method.as_deref().filter(|said| *said != method) {
        differences.push(difference(Kind::MethodChanged, spec.method.span, said, Some(method)));
    }
    if let Some(said) = draft.path.as_deref().filter(|said| *said != spec.path.value) {
        differences.push(difference(Kind::PathChanged, spec.path.span, said, Some(&spec.path.value)));
    }
    let written = spec.permission_sets.as_ref();
    let known = written.map(|sets| of_spec(&sets.value));
    if let Some(said) = of_page(&draft.permissions).filter(|said| known.as_ref() != Some(said)) {
        let span = written.map_or(spec.name.span, |sets| sets.span);
        differences.push(difference(Kind::PermissionSetsChanged, span, &said, known.as_deref()));
    }
    let flag = spec.returns_binary.as_ref();
    if draft.binary && !flag.is_some_and(|flag| flag.value) {
        let span = flag.map_or(spec.name.span, |flag| flag.span);
        differences.push(difference(Kind::ReturnsChanged, span, "binary", Some("json")));
    }
    differences
}

fn of_page(permissions: &Permissions) -> Option<String> {
    match permissions {
        Permissions::Unsaid => None,
        Permissions::Any => Some("any".to_owned()),
        Permissions::None => Some("none".to_owned()),
        Permissions::Ids(ids) => Some(listed(ids.iter().copied())),
    }
}

fn of_spec(permissions: &PermissionsSpec) -> String {
    match permissions {
        PermissionsSpec::Any => "any".to_owned(),
        PermissionsSpec::Nobody => "none".to_owned(),
        PermissionsSpec::Ids(ids) => listed(ids.iter().map(|id| id.value)),
    }
}

/// Ids in order, each once.
fn listed(ids: impl Iterator<Item = u32>) -> String {
    let ids: BTreeSet<u32> = ids.collect();
    ids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}
