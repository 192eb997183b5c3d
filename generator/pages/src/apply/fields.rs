//! Fields of a page → into the fields of a spec file.

use serde_json::Value;

use super::{Merge, NewField, entry_of, scalar_of};
use crate::difference::Difference;
use crate::draft::Side;
use crate::fields::{Field, Kind as Said};
use crate::yaml::{self, Yaml};
use wxgen::source::Span;
use wxgen::yaml::tree::{Kind, Node};

/// Types that differ in nothing but their word.
const SIMPLE: &[&str] = &["string", "integer", "float", "boolean", "json"];

impl<'a> Merge<'a> {
    /// Adds fields to an object: one side of the call, or the one within these fields.
    pub(super) fn add_fields(&mut self, side: Side, within: &[&str], fields: &[NewField<'_>]) {
        let key = key_of(side);
        let top = within.is_empty();
        let new: Vec<_> =
            fields.iter().map(|(_, field)| (Value::from(&*field.name), yaml::field(field, side, top, false))).collect();
        match self.object(side, within) {
            Some((_, map)) if matches!(&map.kind, Kind::Map(all) if !all.is_empty()) => {
                self.edits.add_entries(map, &new);
            }
            None if top => return self.add_key(key, &Yaml::Lines(new)),
            _ if !top => return fields.iter().for_each(|(difference, _)| self.kept(difference)),
            Some((_, node)) if matches!(node.kind, Kind::Map(_)) && self.edits.is_flow(node) => {
                // `{}`: what follows the key is replaced by a block.
                let span = Span { end: node.span.end + 1, ..node.span };
                self.edits.replace(span, format!("\n{}", lines(key, new).trim_end_matches('\n')));
            }
            Some((key_span, node)) if matches!(node.kind, Kind::Null) => {
                let at = self.edits.end(key_span, node);
                self.edits.add_lines(at, &lines(key, new));
            }
            _ => return fields.iter().for_each(|(difference, _)| self.kept(difference)),
        }
        self.changes.extend(fields.iter().map(|(difference, _)| format!("{} is new", difference.name)));
    }

    /// The type of a field that both have.
    pub(super) fn ty(&mut self, difference: &Difference<'_>, field: &Field, within: &[&str]) {
        let side = difference.side.unwrap_or(Side::Request);
        let Some(node) = self.field(side, within, &field.name) else { return self.kept(difference) };
        let (Said::Plain(ty), Some((word, span))) = (&field.ty, word(node)) else { return self.kept(difference) };
        let new = yaml::plain(*ty, field.place, within.is_empty() && side == Side::Request);
        // What a person said of the value holds for its type.
        let bound = ["default", "secret"].iter().any(|key| entry_of(node, key).is_some());
        if SIMPLE.contains(&word) && SIMPLE.contains(&new) && word != new && !bound {
            self.fact(difference, |merge| merge.edits.replace(span, new));
        } else {
            self.kept(difference);
        }
    }

    /// Whether a field that both have must be sent.
    pub(super) fn required(&mut self, difference: &Difference<'_>, field: &Field, within: &[&str]) {
        let side = difference.side.unwrap_or(Side::Request);
        let node = self.field(side, within, &field.name);
        let (Some(node), Some(required)) = (node, field.required) else { return self.kept(difference) };
        if entry_of(node, "one_of").is_some() {
            return self.kept(difference);
        }
        if required && entry_of(node, "default").is_some() {
            return self.kept_since(difference, "the spec has a default");
        }
        let flag = scalar_of(node, "required");
        self.fact(difference, |merge| match (flag, &node.kind) {
            (Some((_, span)), _) => merge.edits.replace(span, required.to_string()),
            (None, Kind::Map(_)) => {
                merge.edits.add_entry_after(node, "type", "required", &Yaml::Scalar(required.into()));
            }
            (None, Kind::Scalar { text, .. }) => {
                let word = merge.edits.replacement(node.span).unwrap_or(text).to_owned();
                merge.edits.replace(node.span, format!("{{ type: {word}, required: {required} }}"));
            }
            _ => {}
        });
    }

    /// The mapping of an object's fields.
    fn object(&self, side: Side, within: &[&str]) -> Option<(Span, &'a Node)> {
        let mut object = self.entry(key_of(side))?;
        for name in within {
            let field = field_of(object.1, name)?;
            object = match entry_of(field, "items") {
                Some((_, items)) => entry_of(items, "fields")?,
                None => entry_of(field, "fields")?,
            };
        }
        Some(object)
    }

    /// A field by its name, be it in a choice.
    fn field(&self, side: Side, within: &[&str], name: &str) -> Option<&'a Node> {
        field_of(self.object(side, within)?.1, name)
    }
}

/// A field of an object by its name, be it in a choice.
fn field_of<'a>(map: &'a Node, name: &str) -> Option<&'a Node> {
    let Kind::Map(all) = &map.kind else { return None };
    all.iter().find_map(|(key, node)| match entry_of(node, "one_of") {
        Some((_, parts)) => entry_of(parts, name).map(|(_, node)| node),
        None => (key.value.text == name).then_some(node),
    })
}

/// The key of one side of a call.
fn key_of(side: Side) -> &'static str {
    match side {
        Side::Request => "request",
        Side::Reply => "response",
    }
}

/// The lines below the key.
fn lines(key: &str, fields: Vec<(Value, Yaml)>) -> String {
    let text = yaml::entry(&Value::from(key), &Yaml::Lines(fields), 0);
    text.split_once('\n').map_or(String::new(), |(_, lines)| lines.to_owned())
}

/// The word after `type`, and where it stands.
fn word(node: &Node) -> Option<(&str, Span)> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some((text, node.span)),
        _ => scalar_of(node, "type"),
    }
}
