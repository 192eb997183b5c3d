//! `sources`: which pages a spec has its facts of, and whether new ones may change them.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{Merge, entry_of, scalar_of};
use crate::reconcile::{Endpoint, Source};
use crate::yaml::{Yaml, scalar, source};
use serde_json::Value;
use wxgen::yaml::tree::{Kind, Node};

/// May these pages change what a spec says? Not when its facts are from newer pages, or from these very pages: then a
/// person made the difference.
pub(super) fn are_believed(root: &Node, endpoint: &Endpoint, recorded: bool) -> bool {
    let newest = items(root).iter().filter_map(|item| year(scalar_of(item, "generation")?.0)).max();
    !recorded && newest.is_none_or(|newest| newest <= endpoint.generation)
}

/// Does the spec name all these pages, as they are now?
pub(super) fn are_recorded(root: &Node, endpoint: &Endpoint) -> bool {
    let digests: HashSet<_> = items(root).iter().filter_map(|item| Some(scalar_of(item, "sha256")?.0)).collect();
    endpoint.sources.iter().all(|source| digests.contains(source.sha256.as_str()))
}

fn items(root: &Node) -> &[Node] {
    match entry_of(root, "sources").map(|(_, node)| &node.kind) {
        Some(Kind::List(items)) => items,
        _ => &[],
    }
}

/// The year at the end of a generation: `en-2022`.
fn year(generation: &str) -> Option<u16> {
    generation.rsplit('-').next()?.parse().ok()
}

impl Merge<'_> {
    /// Notes the pages: those that changed in place, new ones by age.
    pub(super) fn sources(&mut self) {
        let endpoint = self.endpoint;
        let known = items(self.root);
        let digests: HashSet<_> = known.iter().filter_map(|item| Some(scalar_of(item, "sha256")?.0)).collect();
        let new: Vec<_> = endpoint.sources.iter().filter(|source| !digests.contains(source.sha256.as_str())).collect();
        if new.is_empty() {
            return;
        }
        let Some((key, list)) = self.entry("sources").filter(|_| !known.is_empty()) else {
            let all = Yaml::List(new.iter().map(|new| source(new)).collect());
            if let Some((key, node)) = self.entry("sources") {
                // The key is there, without a value.
                let text: String = new.iter().map(|new| crate::yaml::item(&source(new), 2)).collect();
                let at = self.edits.end(key, node);
                if matches!(node.kind, Kind::Null) {
                    self.edits.add_lines(at, &text);
                    self.changes.push("sources: new pages".to_owned());
                }
                return;
            }
            return self.add_key("sources", &all);
        };
        let mut by_page: HashMap<&str, VecDeque<&Node>> = HashMap::new();
        for item in known {
            if let Some((page, _)) = scalar_of(item, "page") {
                by_page.entry(page).or_default().push_back(item);
            }
        }
        let mut places = HashMap::new();
        for new in new {
            let same_page = by_page.get_mut(new.page.as_str()).and_then(VecDeque::pop_front);
            if let Some(item) = same_page {
                self.update(item, new);
                continue;
            }
            let age = year(&new.generation);
            let older = |item: &Node| scalar_of(item, "generation").and_then(|(known, _)| year(known)) < age;
            let before = *places.entry(age).or_insert_with(|| known.iter().position(older).unwrap_or(known.len()));
            self.edits.add_item(key, list, before, &source(new));
            self.changes.push(format!("sources: {} is new", new.page));
        }
    }

    /// Brings the entry of a page up to date.
    fn update(&mut self, item: &Node, new: &Source) {
        let facts =
            [("generation", Some(&new.generation)), ("captured", new.captured.as_ref()), ("sha256", Some(&new.sha256))];
        let mut after = "page";
        for (key, said) in facts {
            let Some(said) = said else { continue };
            let text = Value::from(said.as_str());
            match scalar_of(item, key) {
                Some((known, _)) if known == said => {}
                Some((_, span)) => self.edits.replace(span, scalar(&text, true)),
                None => {
                    self.edits.add_entry_after(item, after, key, &Yaml::Scalar(text));
                    continue;
                }
            }
            after = key;
        }
        self.changes.push(format!("sources: {} has changed", new.page));
    }
}
