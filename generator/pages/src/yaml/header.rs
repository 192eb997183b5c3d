//! The first block of a spec file: name, call, token and permission sets.

use std::collections::HashSet;

use serde_json::Value;

use super::{Yaml, entry};
use crate::draft::{Draft, Permissions};
use crate::reconcile::Endpoint;

/// What stands for a summary until a person writes one.
const SUMMARY: &str = "To be described.";

/// The block.
pub(super) fn header(endpoint: &Endpoint, name: &str) -> String {
    let draft = &endpoint.draft;
    let (token, param) = token(draft);
    let text = |text: &Option<String>| text.as_ref().map(|text| Yaml::text(&**text));
    let all = [
        ("name", Some(Yaml::text(name))),
        ("summary", Some(Yaml::text(SUMMARY))),
        ("docs", text(&endpoint.docs)),
        ("method", text(&draft.method)),
        ("path", text(&draft.path)),
        ("token", Some(Yaml::text(token))),
        ("token_param", param.map(Yaml::text)),
        ("permission_sets", permission_sets(&draft.permissions)),
        ("returns", draft.binary.then(|| Yaml::text("binary"))),
    ];
    all.into_iter().filter_map(|(key, value)| Some(entry(&Value::from(key), &value?, 0))).collect()
}

/// The kind of token, and its parameter where that is an odd one.
fn token(draft: &Draft) -> (&'static str, Option<&str>) {
    let Some(token) = &draft.token else {
        let needs = matches!(draft.permissions, Permissions::Any | Permissions::Ids(_));
        return (if needs { "authorizer_access_token" } else { "none" }, None);
    };
    let merchant = matches!(draft.permissions, Permissions::Any | Permissions::Ids(_));
    let kind = if token.component && (!merchant || token.param == "component_access_token") {
        "component_access_token"
    } else {
        "authorizer_access_token"
    };
    (kind, Some(token.param.as_str()).filter(|param| *param != "access_token"))
}

/// `permission_sets` as a spec says them.
pub(crate) fn permission_sets(permissions: &Permissions) -> Option<Yaml> {
    match permissions {
        Permissions::Unsaid => None,
        Permissions::Any => Some(Yaml::text("any")),
        Permissions::None => Some(Yaml::text("none")),
        Permissions::Ids(ids) if ids.is_empty() => None,
        Permissions::Ids(ids) => {
            let mut seen = HashSet::new();
            let once = ids.iter().copied().filter(|id| seen.insert(*id));
            Some(Yaml::List(once.map(|id| Yaml::Scalar(id.into())).collect()))
        }
    }
}
