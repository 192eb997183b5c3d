//! The matrix of permission sets.

use super::{cell, endpoints, head, link_list, row};
use crate::model::{Api, PermissionSet, Permissions};

/// The page.
pub(super) fn page(api: &Api) -> String {
    let mut page = String::from("# Permission sets\n\n");
    page.push_str("A merchant grants permission sets to a platform; a call needs one of the sets it names. ");
    page.push_str("New ids appear without notice. [All endpoints](README.md)\n\n");
    page.push_str(&head(&["Id", "Name", "Account", "Exclusive", "Endpoints"]));
    for set in &api.permission_sets {
        let name = set.name.as_deref().map(cell).unwrap_or_default();
        let account = set.account_kind.as_deref().map(|kind| kind.replace('_', " ")).unwrap_or_default();
        let exclusive = match set.exclusive {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let id = format!("<a id=\"set-{0}\"></a>{0}", set.id);
        page.push_str(&row(&[&id, &name, &cell(&account), exclusive, &allowed(api, set)]));
    }
    for (permissions, title, text) in [
        (Permissions::Any, "Any set will do", "These need some permission set, whichever it is:"),
        (Permissions::Nobody, "Not for third parties", "These cannot be called by a third-party platform:"),
        (Permissions::Unstated, "Not stated", "Of these the documentation names no permission set:"),
    ] {
        let those: Vec<_> = endpoints(api).filter(|(_, endpoint)| endpoint.permissions == permissions).collect();
        if !those.is_empty() {
            page.push_str(&format!("\n## {title}\n\n{text} {}\n", link_list("", &those)));
        }
    }
    page
}

fn allowed(api: &Api, set: &PermissionSet) -> String {
    let those: Vec<_> = endpoints(api)
        .filter(|(_, endpoint)| matches!(&endpoint.permissions, Permissions::OneOf(ids) if ids.contains(&set.id)))
        .collect();
    link_list("", &those)
}

/// The sets of an endpoint by number, each linked to its row.
pub(super) fn links(up: &str, permissions: &Permissions) -> String {
    links_as(up, permissions, |_| None)
}

/// The sets of an endpoint by number and name, each linked to its row.
pub(super) fn named_links(up: &str, api: &Api, permissions: &Permissions) -> String {
    links_as(up, permissions, |id| api.permission_sets.iter().find(|set| set.id == id)?.name.as_deref())
}

fn links_as<'a>(up: &str, permissions: &Permissions, name: impl Fn(u32) -> Option<&'a str>) -> String {
    let label = |id| name(id).map_or_else(|| format!("{id}"), |name| format!("{id} {}", cell(name)));
    match permissions {
        Permissions::Unstated => "not stated".to_owned(),
        Permissions::Any => "any".to_owned(),
        Permissions::Nobody => "not for third parties".to_owned(),
        Permissions::OneOf(ids) => {
            ids.iter().map(|id| format!("[{}]({up}permissions.md#set-{id})", label(*id))).collect::<Vec<_>>().join(", ")
        }
    }
}
