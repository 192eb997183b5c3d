//! Which permission sets allow a call.

use super::changes::{Both, Recorder, both};
use super::rule::Rule;
use super::rules::endpoints as rules;
use wxgen::model::Permissions;
use wxgen::parse::{EndpointSpec, PermissionsSpec};
use wxgen::source::Span;

const PART: &str = "permission_sets";

/// Compares the sets of an endpoint.
pub(super) fn compare(
    recorder: &mut Recorder<'_, '_>,
    permissions: Both<&Permissions>,
    specs: Both<Option<&EndpointSpec>>,
) {
    if !permissions.differ() {
        return;
    }
    if let (Permissions::OneOf(old), Permissions::OneOf(new)) = (permissions.old, permissions.new) {
        let spans = specs.map(whole);
        for id in old.iter().filter(|id| !new.contains(id)) {
            let spans = both(specs.old.and_then(|spec| of_id(spec, *id)), spans.new);
            recorder.record(rules::PERMISSION_REMOVED, PART, both(Some(id.to_string()), None), spans);
        }
        for id in new.iter().filter(|id| !old.contains(id)) {
            let spans = both(spans.old, specs.new.and_then(|spec| of_id(spec, *id)));
            recorder.record(rules::PERMISSION_ADDED, PART, both(None, Some(id.to_string())), spans);
        }
    } else {
        recorder.record(rule(permissions), PART, permissions.map(|sets| Some(text(sets))), specs.map(whole));
    }
}

fn rule(permissions: Both<&Permissions>) -> &'static Rule {
    match (permissions.old, permissions.new) {
        (_, Permissions::Nobody) => rules::PERMISSIONS_CLOSED,
        (Permissions::Nobody, _) => rules::PERMISSIONS_REOPENED,
        (_, Permissions::Unstated) => rules::PERMISSIONS_UNSTATED,
        (Permissions::Unstated, _) => rules::PERMISSIONS_STATED,
        (_, Permissions::Any) => rules::PERMISSIONS_ANY,
        (_, Permissions::OneOf(_)) => rules::PERMISSIONS_RESTRICTED,
    }
}

fn text(permissions: &Permissions) -> String {
    match permissions {
        Permissions::Unstated => "not stated".to_owned(),
        Permissions::Any => "any".to_owned(),
        Permissions::Nobody => "none".to_owned(),
        Permissions::OneOf(ids) => {
            let mut ids = ids.clone();
            ids.sort_unstable();
            ids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Where the sets stand, or else the name of the endpoint.
fn whole(spec: Option<&EndpointSpec>) -> Option<Span> {
    let spec = spec?;
    Some(spec.permission_sets.as_ref().map_or(spec.name.span, |sets| sets.span))
}

/// Where one of the sets stands.
fn of_id(spec: &EndpointSpec, id: u32) -> Option<Span> {
    match &spec.permission_sets.as_ref()?.value {
        PermissionsSpec::Ids(ids) => ids.iter().find(|written| written.value == id).map(|written| written.span),
        _ => None,
    }
}
