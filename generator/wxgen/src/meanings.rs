//! What a return code means, over the whole spec: the same number can mean one thing here and another there.

use serde_json::{Value, json};

use crate::model::{Api, CodeTable, ErrorClass, ErrorCode};

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
    for endpoint in api.areas.iter().flat_map(|area| &area.endpoints) {
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

/// Is it worth calling again?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayRepeat {
    /// In a moment.
    Soon,
    /// When the minute or the day is over.
    Later,
    /// With another token.
    WithNewToken,
    /// Not as it is.
    No,
}

/// What each class of failure means for calling again.
const REPEATS: &[(ErrorClass, MayRepeat, &str)] = &[
    (ErrorClass::RefreshToken, MayRepeat::WithNewToken, "yes, once, with a new token"),
    (ErrorClass::Ticket, MayRepeat::No, "no, not before the platform has a new ticket"),
    (ErrorClass::Reauthorize, MayRepeat::No, "no, not before the merchant has authorised the platform again"),
    (ErrorClass::Permission, MayRepeat::No, "no, not before the permission is granted"),
    (ErrorClass::Ip, MayRepeat::No, "no, not before this address is on the platform's list"),
    (ErrorClass::Retry, MayRepeat::Soon, "yes, in a moment"),
    (ErrorClass::Rate, MayRepeat::Later, "later: too many calls for now"),
    (ErrorClass::Argument, MayRepeat::No, "no, not as it is: what was sent is wrong"),
    (ErrorClass::Other, MayRepeat::No, "no"),
];

impl MayRepeat {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Later => "later",
            Self::WithNewToken => "with_new_token",
            Self::No => "no",
        }
    }

    /// What a class means for calling again, and in words.
    pub fn of(class: Option<ErrorClass>) -> (Self, &'static str) {
        let known = REPEATS.iter().find(|(known, ..)| Some(*known) == class);
        known.map_or((Self::No, "unknown"), |(_, repeat, words)| (*repeat, words))
    }
}
