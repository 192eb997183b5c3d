//! What a return code means, over the whole spec: the same number can mean one thing here and another there.

use serde_json::{Value, json};

use super::find::{Found, all};
use super::refusal::MayRepeat;
use crate::model::{Api, CodeTable, ErrorCode};

/// How many endpoints are told by name.
const MOST_NAMED: usize = 12;

/// A meaning of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// Name, message, class, advice.
    pub code: &'a ErrorCode,
    /// The endpoints for which it is documented.
    pub endpoints: Vec<&'a str>,
}

/// All meanings of a code, the one that all endpoints share first.
pub fn meanings(api: &Api, code: i64) -> Vec<Meaning<'_>> {
    let tables = std::iter::once(&api.errcodes).chain(api.areas.iter().map(|area| &area.errcodes));
    let shared = tables.flatten().filter(|known| known.code == code);
    let mut meanings: Vec<_> = shared.map(|code| Meaning { code, endpoints: Vec::new() }).collect();
    for Found { endpoint, .. } in all(api) {
        for known in endpoint.errors.codes.iter().filter(|known| known.code == code) {
            match meanings.iter_mut().find(|meaning| meaning.code == known) {
                Some(meaning) => meaning.endpoints.push(&endpoint.name),
                None => meanings.push(Meaning { code: known, endpoints: vec![&endpoint.name] }),
            }
        }
    }
    meanings
}

impl Meaning<'_> {
    /// For people, several lines.
    pub fn text(&self) -> String {
        let ErrorCode { code, variant, msg, advice, class, table } = self.code;
        let msg = if msg.is_empty() { String::new() } else { format!(": {msg}") };
        let mut text = format!("{code} {variant}{msg}\n");
        let (_, again) = MayRepeat::of(Some(*class));
        let named = self.endpoints.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = self.endpoints.len().saturating_sub(MOST_NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let from = match (table, self.endpoints.is_empty()) {
            (CodeTable::Api, true) => "any endpoint".to_owned(),
            (CodeTable::Api, false) => format!("any endpoint; documented for {named}{more}"),
            _ => format!("{named}{more}"),
        };
        for (label, words) in [("class", class.name()), ("advice", advice), ("again?", again), ("from", &from)] {
            if !words.is_empty() {
                text.push_str(&format!("  {label:<8}{words}\n"));
            }
        }
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let ErrorCode { code, variant, msg, advice, class, table } = self.code;
        let (repeat, _) = MayRepeat::of(Some(*class));
        json!({
            "code": code, "name": variant, "msg": msg, "class": class.name(), "advice": advice, "repeat": repeat.name(),
            "shared": *table == CodeTable::Api, "endpoints": self.endpoints,
        })
    }
}
