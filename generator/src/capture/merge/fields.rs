//! Fields of a page against those of a spec file.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::{Merge, entry_of, scalar_of};
use crate::capture::draft::{Side, Type};
use crate::capture::shape::{Field, Kind as Said};
use crate::capture::yaml::{self, Yaml};
use crate::parse::tree::{self, Kind, Node};
use crate::read::Span;

/// A field of the spec.
#[derive(Clone, Copy)]
struct Known<'a> {
    name: &'a str,
    /// What stands after its name.
    node: &'a Node,
    in_choice: bool,
}

/// Where fields stand.
struct Level<'p> {
    side: Side,
    /// Dotted path with its last dot; empty at the top.
    path: &'p str,
    top: bool,
}

impl<'a> Merge<'a> {
    /// One side of the call.
    pub(super) fn side(&mut self, key: &str, said: &[Field], side: Side) {
        let level = Level { side, path: "", top: true };
        match self.entry(key) {
            Some((_, node)) if matches!(&node.kind, Kind::Map(all) if !all.is_empty()) => {
                // A page that lost its tables has nothing to say of what is gone.
                if !said.is_empty() || !self.endpoint.lossy {
                    self.level(node, said, &level);
                }
            }
            _ if said.is_empty() => {}
            _ if self.recorded => {
                let names: Vec<_> = said.iter().map(|field| field.name.as_str()).collect();
                self.not_in_spec(&names, &level);
            }
            Some((_, node)) if matches!(node.kind, Kind::Map(_)) && self.edits.is_flow(node) => {
                // `{}`: what follows the key is replaced by a block.
                let text = yaml::entry(&Value::from(key), &yaml::fields(said, side), 0);
                let lines = text.split_once('\n').map_or("", |(_, lines)| lines);
                let span = Span { end: node.span.end + 1, ..node.span };
                self.edits.replace(span, format!("\n{}", lines.trim_end_matches('\n')));
                self.changes.push(format!("{key} has fields now"));
            }
            Some((key_span, node)) if matches!(node.kind, Kind::Null) => {
                let text = yaml::entry(&Value::from(key), &yaml::fields(said, side), 0);
                let lines = text.split_once('\n').map_or("", |(_, lines)| lines);
                let at = self.edits.end(key_span, node);
                self.edits.add_lines(at, lines);
                self.changes.push(format!("{key} has fields now"));
            }
            Some(_) => {}
            None => self.add_key(key, &yaml::fields(said, side)),
        }
    }

    /// Fields side by side. The depth of `said` is bounded.
    fn level(&mut self, map: &'a Node, said: &[Field], level: &Level<'_>) {
        let known = known(map);
        let mut new = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for field in said {
            match &field.ty {
                Said::Choice(parts) => self.choice(field, parts, &known, level, &mut seen, &mut new),
                _ => self.one(field, &known, level, &mut seen, &mut new),
            }
        }
        for gone in known.values().filter(|known| !seen.contains(known.name)) {
            // Values that pages do not list are often fixed ones.
            if word(gone.node).map(|(word, _)| word) != Some("const") {
                self.gone(&format!("{}{}", level.path, gone.name));
            }
        }
        if new.is_empty() {
            return;
        }
        if self.recorded {
            let names: Vec<_> = new.iter().filter_map(|(name, _)| name.as_str()).collect();
            return self.not_in_spec(&names, level);
        }
        for (name, _) in &new {
            self.changes.push(format!("{}{} is new", level.path, name.as_str().unwrap_or_default()));
        }
        self.edits.add_entries(map, &new);
    }

    fn one<'f>(
        &mut self,
        field: &'f Field,
        known: &KnownFields<'a>,
        level: &Level<'_>,
        seen: &mut HashSet<&'f str>,
        new: &mut Vec<(Value, Yaml)>,
    ) {
        seen.insert(&field.name);
        match known.get(field.name.as_str()) {
            Some(known) => self.field(*known, field, level),
            None => new.push((Value::from(&*field.name), yaml::field(field, level.side, level.top, false))),
        }
    }

    /// Fields of which the page says that exactly one is sent.
    fn choice<'f>(
        &mut self,
        choice: &'f Field,
        parts: &'f [Field],
        known: &KnownFields<'a>,
        level: &Level<'_>,
        seen: &mut HashSet<&'f str>,
        new: &mut Vec<(Value, Yaml)>,
    ) {
        let of_spec = |part: &Field| known.get(part.name.as_str());
        if parts.iter().all(|part| of_spec(part).is_none()) {
            seen.extend(parts.iter().map(|part| part.name.as_str()));
            return new.push((Value::from(&*choice.name), yaml::field(choice, level.side, level.top, false)));
        }
        let apart = parts.iter().any(|part| of_spec(part).is_none_or(|known| !known.in_choice));
        if apart {
            let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
            let message = format!("the page says that exactly one of {} is sent; the spec does not", names.join(", "));
            self.kept(choice.line, message);
        }
        for part in parts {
            // The choice tells what must be sent.
            let part_alone = Field { required: None, ..part.clone() };
            seen.insert(&part.name);
            match of_spec(part) {
                Some(known) => self.field(*known, &part_alone, level),
                None => new.push((Value::from(&*part.name), yaml::field(&part_alone, level.side, level.top, false))),
            }
        }
    }

    fn not_in_spec(&mut self, names: &[&str], level: &Level<'_>) {
        for name in names {
            self.kept(self.endpoint.draft.line, format!("{}{name} is on the page and not in the spec", level.path));
        }
    }

    /// A field that both have.
    fn field(&mut self, known: Known<'a>, said: &Field, level: &Level<'_>) {
        let path = format!("{}{}", level.path, said.name);
        let Some((word, span)) = word(known.node) else { return };
        if word == "const" {
            return;
        }
        self.ty(known.node, word, span, said, &path, level);
        if level.side == Side::Request {
            self.required(known, said, &path);
            let place = scalar_of(known.node, "in").map_or("body", |(place, _)| place);
            if level.top && !matches!(said.ty, Said::Choice(_)) && place != said.place.word() {
                let there = said.place.word();
                self.kept(said.line, format!("{path}: in the {there} on the page, in the {place} in the spec"));
            }
        }
    }

    fn ty(&mut self, node: &'a Node, word: &str, span: Span, said: &Field, path: &str, level: &Level<'_>) {
        let inner = |path: &str, mark: &str| format!("{path}{mark}.");
        match (&said.ty, word) {
            (Said::Plain(Type::Unsaid | Type::Json | Type::Object | Type::Array) | Said::Fixed(_), _) => {}
            (Said::Object(parts), "object") => {
                if let Some((_, fields)) = entry_of(node, "fields") {
                    let path = inner(path, "");
                    self.nested(fields, parts, &Level { side: level.side, path: &path, top: false });
                }
            }
            (Said::Objects(parts), "array") => {
                let items = entry_of(node, "items").map(|(_, items)| items);
                let fields = items.and_then(|items| entry_of(items, "fields"));
                match fields {
                    Some((_, fields)) => {
                        let path = inner(path, "[]");
                        self.nested(fields, parts, &Level { side: level.side, path: &path, top: false });
                    }
                    None => self.kept(said.line, format!("{path}: a list of objects on the page, not so in the spec")),
                }
            }
            (Said::List(_), "array") => {}
            (Said::Plain(ty), _) => self.plain(*ty, node, (word, span), said, path, level),
            (Said::Object(_), _) => self.kept(said.line, format!("{path}: object on the page, {word} in the spec")),
            (Said::List(_) | Said::Objects(_), _) => {
                self.kept(said.line, format!("{path}: array on the page, {word} in the spec"));
            }
            (Said::Choice(_), _) => {}
        }
    }

    fn nested(&mut self, fields: &'a Node, parts: &[Field], level: &Level<'_>) {
        if matches!(&fields.kind, Kind::Map(all) if !all.is_empty()) {
            self.level(fields, parts, level);
        }
    }

    fn plain(
        &mut self,
        ty: Type,
        node: &Node,
        (word, span): (&str, Span),
        said: &Field,
        path: &str,
        level: &Level<'_>,
    ) {
        let new = yaml::plain(ty, said.place, level.top && level.side == Side::Request);
        let same = match (ty, word) {
            (Type::Number, "integer" | "float") | (Type::Integer, "float") => true,
            // What an enum is on the wire is for its values to say; bytes and text look alike on many pages.
            (_, "enum") | (Type::Binary | Type::String, "binary" | "file") => true,
            (_, word) => word == new,
        };
        if same {
            return;
        }
        const SIMPLE: &[&str] = &["string", "integer", "float", "boolean", "json"];
        // What a person said of the value holds for its type.
        let bound = ["default", "secret"].iter().any(|key| entry_of(node, key).is_some());
        if SIMPLE.contains(&word) && SIMPLE.contains(&new) && !bound {
            self.fact(said.line, &format!("type of {path}"), word, new, |merge| merge.edits.replace(span, new));
        } else {
            self.kept(said.line, format!("{path}: {new} on the page, {word} in the spec"));
        }
    }

    fn required(&mut self, known: Known<'a>, said: &Field, path: &str) {
        let (Some(required), false) = (said.required, known.in_choice) else { return };
        let flag = scalar_of(known.node, "required");
        let now = flag.is_some_and(|(text, _)| tree::scalar(text, false) == Value::Bool(true));
        if now == required || entry_of(known.node, "one_of").is_some() {
            return;
        }
        let words = |required: bool| if required { "required" } else { "not required" };
        if required && entry_of(known.node, "default").is_some() {
            return self.kept(said.line, format!("{path}: required on the page, with a default in the spec"));
        }
        self.fact(said.line, path, words(now), words(required), |merge| match (flag, &known.node.kind) {
            (Some((_, span)), _) => merge.edits.replace(span, required.to_string()),
            (None, Kind::Map(_)) => {
                merge.edits.add_entry_after(known.node, "type", "required", &Yaml::Scalar(required.into()));
            }
            (None, Kind::Scalar { text, .. }) => {
                let word = merge.edits.replacement(known.node.span).unwrap_or(text).to_owned();
                merge.edits.replace(known.node.span, format!("{{ type: {word}, required: {required} }}"));
            }
            _ => {}
        });
    }
}

/// Fields side by side, by name.
type KnownFields<'a> = IndexMap<&'a str, Known<'a>>;

/// The fields of a mapping, with those of its choices; of two with one name the first.
fn known(map: &Node) -> KnownFields<'_> {
    let mut known = KnownFields::new();
    let Kind::Map(all) = &map.kind else { return known };
    let mut add = |name, node, in_choice| {
        known.entry(name).or_insert(Known { name, node, in_choice });
    };
    for (key, node) in all {
        match entry_of(node, "one_of").map(|(_, parts)| &parts.kind) {
            Some(Kind::Map(parts)) => parts.iter().for_each(|(key, node)| add(key.value.text.as_str(), node, true)),
            _ => add(key.value.text.as_str(), node, false),
        }
    }
    known
}

/// The word after `type`, and where it stands.
fn word(node: &Node) -> Option<(&str, Span)> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some((text, node.span)),
        _ => scalar_of(node, "type"),
    }
}
