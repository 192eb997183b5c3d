//! What a return code means, over the whole spec: the same number can mean one thing here and another there.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::model::{Api, Area, Endpoint, ErrorClass, ErrorCode};

/// How many endpoints are listed by name.
const MOST_NAMED: usize = 12;

/// A meaning of a code.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning<'a> {
    /// Name, message, class, advice.
    pub code: &'a ErrorCode,
    /// Can any endpoint return it?
    pub shared: bool,
    /// The endpoints for which it is documented.
    pub endpoints: Vec<(&'a Area, &'a Endpoint)>,
}

/// Every code with its meanings. Endpoints that mean the same are together, and the shared meaning comes first.
pub fn index(api: &Api) -> BTreeMap<i64, Vec<Meaning<'_>>> {
    let mut index: BTreeMap<i64, Vec<Meaning<'_>>> = BTreeMap::new();
    for code in &api.errcodes {
        index.entry(code.code).or_default().push(Meaning { code, shared: true, endpoints: Vec::new() });
    }
    for area in &api.areas {
        for endpoint in &area.endpoints {
            for code in &endpoint.errors.codes {
                let meanings = index.entry(code.code).or_default();
                match meanings.iter_mut().find(|meaning| is_same(meaning.code, code)) {
                    Some(meaning) => meaning.endpoints.push((area, endpoint)),
                    None => meanings.push(Meaning { code, shared: false, endpoints: vec![(area, endpoint)] }),
                }
            }
        }
    }
    index
}

/// All meanings of a code, the one that all endpoints share first, those that no endpoint refers to last.
pub fn meanings(api: &Api, code: i64) -> Vec<Meaning<'_>> {
    let mut meanings = index(api).remove(&code).unwrap_or_default();
    for known in api.areas.iter().flat_map(|area| &area.errcodes).filter(|known| known.code == code) {
        if !meanings.iter().any(|meaning| is_same(meaning.code, known)) {
            meanings.push(Meaning { code: known, shared: false, endpoints: Vec::new() });
        }
    }
    meanings
}

fn is_same(one: &ErrorCode, other: &ErrorCode) -> bool {
    (&one.variant, &one.msg, &one.advice, one.class) == (&other.variant, &other.msg, &other.advice, other.class)
}

impl Meaning<'_> {
    /// For people, several lines.
    pub fn text(&self) -> String {
        let ErrorCode { code, variant, msg, advice, class, .. } = self.code;
        let msg = if msg.is_empty() { String::new() } else { format!(": {msg}") };
        let mut text = format!("{code} {variant}{msg}\n");
        let (_, again) = MayRepeat::of(Some(*class));
        let named = self.names().take(MOST_NAMED).collect::<Vec<_>>().join(", ");
        let more = self.endpoints.len().saturating_sub(MOST_NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let from = match (self.shared, self.endpoints.is_empty()) {
            (true, true) => "any endpoint".to_owned(),
            (true, false) => format!("any endpoint; documented for {named}{more}"),
            _ => format!("{named}{more}"),
        };
        for (label, words) in [("class", class.name()), ("advice", advice), ("again?", again), ("from", &from)] {
            if !words.is_empty() {
                text.push_str(&format!("  {label:<8}{words}\n"));
            }
        }
        text
    }

    /// The names of its endpoints.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.endpoints.iter().map(|(_, endpoint)| endpoint.name.as_str())
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let ErrorCode { code, variant, msg, advice, class, .. } = self.code;
        let (repeat, _) = MayRepeat::of(Some(*class));
        json!({
            "code": code, "name": variant, "msg": msg, "class": class.name(), "advice": advice, "repeat": repeat.name(),
            "shared": self.shared, "endpoints": self.names().collect::<Vec<_>>(),
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
