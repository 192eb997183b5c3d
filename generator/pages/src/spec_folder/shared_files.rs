//! The files that endpoints stand on: `api.yaml` with the area, `permission_sets.yaml` with the sets.

use std::collections::BTreeSet;

use heck::ToTitleCase;
use serde_json::Value;

use super::{File, State};
use crate::apply::Edits;
use crate::yaml::{Yaml, entry};
use wxgen::parse::Spec;
use wxgen::source::{FileId, Role, SourceFile, Sources};
use wxgen::yaml::tree;
use wxgen::yaml::tree::Kind;

const API: &str = "\
# What all endpoints share. An area is a folder beside this file.

host: api.weixin.qq.com

tokens:
  authorizer_access_token:
    doc: Acts for one merchant who has authorised the platform.
  component_access_token:
    doc: Acts for the platform itself.

areas:
";

/// What changes in them. `area` is that of new endpoints, `sets` all that endpoints name.
pub(super) fn files(sources: &Sources, spec: &Spec, area: Option<&str>, sets: BTreeSet<u32>) -> Vec<File> {
    let areas = spec.api.iter().flat_map(|api| &api.areas);
    let new_area = area.filter(|area| areas.clone().all(|known| known.id.value != *area));
    let api = new_area.and_then(|area| self::api(sources, area));
    [api, permission_sets(sources, spec, sets)].into_iter().flatten().collect()
}

fn api(sources: &Sources, area: &str) -> Option<File> {
    let title = Yaml::map([("title", Yaml::text(area.to_title_case()))]);
    let entry_of_area = (Value::from(area), title);
    let Some((id, source)) = find(sources, Role::Api) else {
        let text = format!("{API}{}", entry(&entry_of_area.0, &entry_of_area.1, 2));
        return Some(File { path: "api.yaml".to_owned(), text, state: State::New, changes: Vec::new() });
    };
    let root = tree::read_tree(id, &source.text, &mut Vec::new()).ok()??;
    let Kind::Map(all) = &root.kind else { return None };
    let (_, areas) = all.iter().find(|(key, _)| key.value.text == "areas")?;
    let mut edits = Edits::new(&source.text);
    edits.add_entries(areas, &[entry_of_area]);
    let changes = vec![format!("area {area} is new")];
    Some(File { path: source.path.clone(), text: edits.apply(), state: State::Merged, changes })
}

fn permission_sets(sources: &Sources, spec: &Spec, mut sets: BTreeSet<u32>) -> Option<File> {
    for known in &spec.permission_sets {
        sets.remove(&known.id.value);
    }
    if sets.is_empty() {
        return None;
    }
    let known = find(sources, Role::PermissionSets).map_or("", |(_, source)| &source.text);
    let newline = if known.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if known.is_empty() || known.ends_with('\n') { "" } else { newline };
    let lines: String = sets.iter().map(|id| format!("{id}:{newline}")).collect();
    let state = if known.is_empty() { State::New } else { State::Merged };
    let changes = sets.iter().map(|id| format!("permission set {id} is new")).collect();
    Some(File { path: "permission_sets.yaml".to_owned(), text: format!("{known}{gap}{lines}"), state, changes })
}

fn find<'a>(sources: &'a Sources, role: Role<'_>) -> Option<(FileId, &'a SourceFile)> {
    sources.iter().find(|(_, source)| source.role() == role)
}
