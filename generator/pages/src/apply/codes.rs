//! Return codes of a page → into the codes of a spec file.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Merge, entry_of, scalar_of};
use crate::difference::Difference;
use crate::draft::Code;
use crate::yaml::{self, Yaml, scalar};
use wxgen::names;
use wxgen::yaml::tree;
use wxgen::yaml::tree::{Kind, Node};

impl<'a> Merge<'a> {
    /// Adds codes that the spec has not.
    pub(super) fn add_codes(&mut self, codes: &[&Code]) {
        let known = self.known_codes();
        let mut taken: HashSet<String> = known.iter().filter_map(|(code, node)| self.variant(*code, node)).collect();
        let said = &self.endpoint.draft.errcodes;
        taken.extend(said.iter().filter_map(|code| Some(names::variant(self.shared.get(code.code)?.0))));
        let new: Vec<(Value, Yaml)> =
            codes.iter().map(|code| (code.code.into(), yaml::errcode(code, self.shared, &mut taken))).collect();
        match self.entry("errcodes") {
            _ if new.is_empty() => return,
            Some((_, node)) if matches!(node.kind, Kind::Map(_)) => self.edits.add_entries(node, &new),
            Some((key, node)) => {
                let lines: String = new.iter().map(|(code, value)| yaml::entry(code, value, 2)).collect();
                let at = self.edits.end(key, node);
                self.edits.add_lines(at, &lines);
            }
            None => return self.add_key("errcodes", &Yaml::Lines(new)),
        }
        self.changes.extend(codes.iter().map(|code| format!("code {} is new", code.code)));
    }

    /// The text of a code that both have.
    pub(super) fn text_of_code(&mut self, difference: &Difference<'_>, code: &Code) {
        let known = self.known_codes();
        let node = known.iter().find(|(known, _)| *known == code.code).map(|(_, node)| *node);
        match node.and_then(|node| scalar_of(node, "msg")) {
            Some((_, span)) => {
                let new = scalar(&Value::from(&*code.msg), true);
                self.fact(difference, |merge| merge.edits.replace(span, new));
            }
            // A shared code is described once, for all endpoints; one page does not change it.
            None => self.kept_since(difference, "the text is in the shared table"),
        }
    }

    /// Fills in the texts that the spec lacks.
    pub(super) fn texts_of_codes(&mut self) {
        if self.recorded {
            return;
        }
        let known: HashMap<i64, &Node> = self.known_codes().into_iter().rev().collect();
        let mut seen = HashSet::from([0]);
        let said = &self.endpoint.draft.errcodes;
        for code in said.iter().filter(|code| seen.insert(code.code) && !code.msg.is_empty()) {
            let Some(node) = known.get(&code.code) else { continue };
            let has_text = scalar_of(node, "msg").is_some()
                || self.shared.get(code.code).is_some_and(|(_, text)| !text.is_empty());
            if !has_text && entry_of(node, "name").is_some() {
                self.edits.add_entry_after(node, "name", "msg", &Yaml::text(&*code.msg));
                self.changes.push(format!("text of {}: {:?} is new", code.code, code.msg));
            }
        }
    }

    fn known_codes(&self) -> Vec<(i64, &'a Node)> {
        let Some((_, Node { kind: Kind::Map(all), .. })) = self.entry("errcodes") else { return Vec::new() };
        all.iter().filter_map(|(key, node)| Some((tree::integer(&key.value.text)?, node))).collect()
    }

    fn variant(&self, code: i64, node: &Node) -> Option<String> {
        let own = scalar_of(node, "name").map(|(name, _)| name);
        Some(names::variant(own.or_else(|| self.shared.get(code).map(|(name, _)| name))?))
    }
}
