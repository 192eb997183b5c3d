//! Return codes of a page against those of a spec file.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Merge, entry_of, same_text, scalar_of};
use crate::capture::yaml::{self, Yaml, scalar};
use crate::names;
use crate::parse::tree::{self, Kind, Node};

impl Merge<'_> {
    /// Adds new codes and changes texts; tells what the page does not have.
    pub(super) fn codes(&mut self) {
        let endpoint = self.endpoint;
        let said = &endpoint.draft.errcodes;
        let place = self.entry("errcodes");
        let known: Vec<(i64, &Node)> = match place.map(|(_, node)| &node.kind) {
            Some(Kind::Map(all)) => {
                all.iter().filter_map(|(key, node)| Some((tree::integer(&key.value.text)?, node))).collect()
            }
            Some(Kind::Null) | None => Vec::new(),
            Some(_) => return,
        };
        let by_code: HashMap<i64, &Node> = known.iter().rev().copied().collect();
        let mut taken: HashSet<String> = known.iter().filter_map(|(code, node)| self.variant(*code, node)).collect();
        taken.extend(said.iter().filter_map(|code| Some(names::variant(self.shared.get(code.code)?.0))));
        let mut new: Vec<(Value, Yaml)> = Vec::new();
        let mut seen = HashSet::new();
        for code in said.iter().filter(|code| seen.insert(code.code)) {
            match by_code.get(&code.code) {
                Some(node) if !code.msg.is_empty() => self.text(code.code, node, &code.msg, code.line),
                Some(_) => {}
                None => {
                    new.push((code.code.into(), yaml::errcode(code, self.shared, &mut taken)));
                }
            }
        }
        if !said.is_empty() {
            for (code, _) in known.iter().filter(|(code, _)| !seen.contains(code)) {
                self.gone(&format!("code {code}"));
            }
        }
        if new.is_empty() || !self.may_add(&new) {
            return;
        }
        for (code, _) in &new {
            self.changes.push(format!("code {code} is new"));
        }
        match place {
            Some((_, node)) if matches!(node.kind, Kind::Map(_)) => self.edits.add_entries(node, &new),
            Some((key, node)) => {
                let lines: String = new.iter().map(|(code, value)| yaml::entry(code, value, 2)).collect();
                let at = self.edits.end(key, node);
                self.edits.add_lines(at, &lines);
            }
            None => self.add_key("errcodes", &Yaml::Lines(new)),
        }
    }

    /// The very page the spec is from changes nothing; what a person left out stays out.
    fn may_add(&mut self, new: &[(Value, Yaml)]) -> bool {
        if self.recorded {
            for (code, _) in new {
                self.kept(self.endpoint.draft.line, format!("code {code} is on the page and not in the spec"));
            }
            return false;
        }
        true
    }

    fn variant(&self, code: i64, node: &Node) -> Option<String> {
        let own = scalar_of(node, "name").map(|(name, _)| name);
        Some(names::variant(own.or_else(|| self.shared.get(code).map(|(name, _)| name))?))
    }

    /// The text of a code that both have.
    fn text(&mut self, code: i64, node: &Node, said: &str, line: usize) {
        let what = format!("text of {code}");
        if let Some((known, span)) = scalar_of(node, "msg") {
            if !same_text(known, said) {
                let new = scalar(&Value::from(said), true);
                self.fact(line, &what, &format!("{known:?}"), &format!("{said:?}"), |merge| {
                    merge.edits.replace(span, new);
                });
            }
            return;
        }
        match self.shared.get(code) {
            // A shared code is described once, for all endpoints; one page does not change it.
            Some((_, known)) if !known.is_empty() => {
                if code != 0 && !same_text(known, said) {
                    self.kept(line, format!("{what}: {said:?} on the page, {known:?} in the shared table"));
                }
            }
            _ if code == 0 || self.recorded => {}
            _ => {
                if entry_of(node, "name").is_some() {
                    self.edits.add_entry_after(node, "name", "msg", &Yaml::text(said));
                    self.changes.push(format!("{what}: {said:?} is new"));
                }
            }
        }
    }
}
