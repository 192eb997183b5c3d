//! What is kept under a key: a ticket, or the tokens of the platform or of a merchant.

use std::sync::Arc;
use std::time::Duration;

use super::entry::from_millis;
use crate::clock::in_millis;
use crate::codec::{self, Decode, Encode, Reader, Secret, Writer};

/// The code of an authorization that the merchant has withdrawn; WeChat uses 0 for success only.
pub(crate) const WITHDRAWN: i64 = 0;

/// So many changes can be recognised: others may have changed it again before the answer to a lost write is sought.
const MOST_MARKS: usize = 4;

/// A token, when it is from and until when it is good, and what belongs to it. Times in milliseconds since 1970. Empty
/// texts mean that a value is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The token, or the ticket.
    pub(crate) token: Secret,
    pub(crate) obtained_at: i64,
    pub(crate) expires_at: i64,
    /// When it was got because the one before was refused; 0: it was not.
    pub(crate) replaced_at: i64,
    /// The refresh token of a merchant.
    pub(crate) refresh: Secret,
    /// The permission sets a merchant has granted.
    pub(crate) granted: Option<Arc<[u32]>>,
    /// When a merchant authorised, by the clock of the machine that stored it.
    pub(crate) authorized_at: i64,
    /// The same by WeChat's clock; 0 where WeChat has not said.
    pub(crate) confirmed_at: i64,
    /// The digest of the code that the merchant authorised with; empty where there was none.
    pub(crate) code: String,
    /// Why the merchant has to authorise again: WeChat's code, or [`WITHDRAWN`].
    pub(crate) ended: Option<i64>,
    /// The marks of the last changes, the newest last.
    pub(crate) marks: String,
}

/// What a refresh has brought.
#[derive(Debug, Clone)]
pub(crate) struct Renewed {
    pub(crate) token: Secret,
    pub(crate) lifetime: Duration,
    /// Empty where the reply has none: then the old one stays.
    pub(crate) refresh: Secret,
    /// The refresh token that it was got for; empty where it was got for something else.
    pub(crate) used: Secret,
}

impl Record {
    /// This record with what a refresh has brought. The lifetime counts from before it was asked for.
    pub(crate) fn renewed(&self, renewed: &Renewed, asked_at: i64, replaces: bool) -> Self {
        let keep = renewed.refresh.expose().is_empty();
        Self {
            token: renewed.token.clone(),
            obtained_at: asked_at,
            expires_at: asked_at.saturating_add(in_millis(renewed.lifetime)),
            replaced_at: if replaces { asked_at } else { 0 },
            refresh: if keep { self.refresh.clone() } else { renewed.refresh.clone() },
            ..self.clone()
        }
    }

    /// The same authorization, to which WeChat does not answer any more.
    pub(crate) fn with_authorization_ended(&self, code: i64) -> Self {
        Self { token: Secret::default(), ended: Some(code), ..self.clone() }
    }

    /// Are these the same tokens, whatever else has changed?
    pub(crate) fn has_tokens_of(&self, other: &Self) -> bool {
        self.token == other.token && self.refresh == other.refresh && self.ended == other.ended
    }

    /// Is it the same authorization, whatever tokens it has by now?
    pub(crate) fn is_authorization_of(&self, other: &Self) -> bool {
        let facts = |record: &Self| (record.authorized_at, record.confirmed_at, record.ended);
        facts(self) == facts(other) && self.code == other.code
    }

    /// Was the event that belongs to this record reported with that one? It is of the same code, and has ended no more.
    pub(crate) fn is_reported_by(&self, old: &Self) -> bool {
        !self.code.is_empty() && self.code == old.code && self.ended == old.ended
    }

    /// Is there a token, of an authorization that has not ended?
    pub(crate) fn has_token(&self) -> bool {
        !self.token.expose().is_empty() && self.ended.is_none()
    }

    /// How long the token lives in all.
    pub(crate) fn lifetime(&self) -> Duration {
        from_millis(self.expires_at.saturating_sub(self.obtained_at))
    }

    /// This record as a change of another one with that mark.
    pub(crate) fn marked(mut self, old: &Self, mark: &str) -> Self {
        let kept: Vec<_> = old.marks.split_whitespace().rev().take(MOST_MARKS - 1).collect();
        self.marks = kept.into_iter().rev().chain([mark]).collect::<Vec<_>>().join(" ");
        self
    }

    /// Is the change with that mark among the last ones?
    pub(crate) fn has_mark(&self, mark: &str) -> bool {
        self.marks.split_whitespace().any(|other| other == mark)
    }

    /// As a store keeps it.
    pub(crate) fn to_text(&self) -> Secret {
        codec::to_json(self).into()
    }

    /// From what a store kept. Fields that are missing are empty, so that older and newer versions can share a store.
    pub(crate) fn from_text(text: &Secret) -> Option<Self> {
        codec::from_slice(text.expose().as_bytes()).ok()
    }
}

/// The ids of permission sets as numbers that such ids can be.
pub(crate) fn known_sets(ids: impl IntoIterator<Item = i64>) -> Arc<[u32]> {
    ids.into_iter().filter_map(|id| u32::try_from(id).ok()).filter(|id| *id > 0).collect()
}

impl Encode for Record {
    fn encode(&self, out: &mut Writer) {
        out.begin();
        out.field("token", &self.token);
        out.field("obtained_at", &self.obtained_at);
        out.field("expires_at", &self.expires_at);
        out.field("replaced_at", &self.replaced_at);
        out.field("refresh", &self.refresh);
        let granted = self.granted.as_deref().map(|sets| sets.iter().map(|id| i64::from(*id)).collect::<Vec<_>>());
        out.field("granted", &granted);
        out.field("authorized_at", &self.authorized_at);
        out.field("confirmed_at", &self.confirmed_at);
        out.field("code", &self.code);
        out.field("lapsed", &self.ended);
        out.field("marks", &self.marks);
        out.end();
    }
}

impl Decode for Record {
    fn decode(&mut self, input: &mut Reader<'_>) {
        input.field("token", &mut self.token);
        input.field("obtained_at", &mut self.obtained_at);
        input.field("expires_at", &mut self.expires_at);
        input.field("replaced_at", &mut self.replaced_at);
        input.field("refresh", &mut self.refresh);
        let mut granted: Option<Vec<i64>> = None;
        input.field("granted", &mut granted);
        self.granted = granted.map(known_sets);
        input.field("authorized_at", &mut self.authorized_at);
        input.field("confirmed_at", &mut self.confirmed_at);
        input.field("code", &mut self.code);
        input.field("lapsed", &mut self.ended);
        input.field("marks", &mut self.marks);
    }
}
