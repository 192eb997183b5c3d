//! `sources`: which pages a spec has its facts of, and whether new ones may change them.

use super::{Merge, entry_of, scalar_of};
use crate::capture::reconcile::{Endpoint, Source};
use crate::capture::yaml::{Yaml, scalar, source};
use crate::parse::tree::{Kind, Node};
use serde_json::Value;

/// May these pages change what a spec says? Not when its facts are from newer pages, or from these very pages: then a
/// person made the difference.
pub(super) fn are_believed(root: &Node, endpoint: &Endpoint) -> bool {
    let newest = items(root).iter().filter_map(|item| year(scalar_of(item, "generation")?.0)).max();
    !are_recorded(root, endpoint) && newest.is_none_or(|newest| newest <= endpoint.generation)
}

/// Does the spec name all these pages, as they are now?
pub(super) fn are_recorded(root: &Node, endpoint: &Endpoint) -> bool {
    let digests: Vec<_> = items(root).iter().filter_map(|item| Some(scalar_of(item, "sha256")?.0)).collect();
    endpoint.sources.iter().all(|source| digests.contains(&source.sha256.as_str()))
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
        let known_digest = |source: &Source| {
            known.iter().any(|item| scalar_of(item, "sha256").is_some_and(|(d, _)| d == source.sha256))
        };
        let new: Vec<_> = endpoint.sources.iter().filter(|source| !known_digest(source)).collect();
        if new.is_empty() {
            return;
        }
        let Some((key, list)) = self.entry("sources").filter(|_| !known.is_empty()) else {
            let all = Yaml::List(new.iter().map(|new| source(new)).collect());
            if let Some((key, node)) = self.entry("sources") {
                // The key is there, without a value.
                let text: String = new.iter().map(|new| crate::capture::yaml::item(&source(new), 2)).collect();
                let at = self.edits.end(key, node);
                if matches!(node.kind, Kind::Null) {
                    self.edits.add_lines(at, &text);
                    self.changes.push("sources: new pages".to_owned());
                }
                return;
            }
            return self.add_key("sources", &all);
        };
        let mut taken = Vec::new();
        for new in new {
            let same_page = known.iter().enumerate().find(|(number, item)| {
                !taken.contains(number) && scalar_of(item, "page").is_some_and(|(page, _)| page == new.page)
            });
            if let Some((number, item)) = same_page {
                taken.push(number);
                self.update(item, new);
                continue;
            }
            let age = year(&new.generation);
            let older = |item: &Node| scalar_of(item, "generation").and_then(|(known, _)| year(known)) < age;
            let before = known.iter().position(older).unwrap_or(known.len());
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
