//! Which pushes have come already.
//!
//! WeChat sends a push again, up to three times, when no answer comes within five seconds; whether with the same nonce is
//! not documented. So a push that comes again is no error: it is told, and what was handled is answered `success` once
//! more without being handled twice. One that was not handled, because its handler failed, is handled when it comes again.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::time::Duration;

use sha1::{Digest, Sha1};

use super::query::PushQuery;

/// How far the time of a push may be from now, either way.
pub const DEFAULT_WINDOW: Duration = Duration::from_secs(300);
/// So many pushes are remembered unless the builder says otherwise. Only pushes that are signed count, so a stranger
/// cannot fill it; with more than these within the window the oldest are forgotten.
pub const MOST_REMEMBERED: usize = 65_536;

/// Has a push come before?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// It has not.
    First,
    /// It has, and whether it could be handled has not been told yet.
    Pending,
    /// It has, and was handled.
    Repeat,
}

/// What a push is remembered by: a digest of its timestamp and nonce, so that each takes the same room.
pub(super) type PushId = [u8; 20];

/// The id of the push with this query.
pub(super) fn id(query: &PushQuery) -> PushId {
    Sha1::new().chain_update(&query.timestamp).chain_update([0]).chain_update(&query.nonce).finalize().into()
}

/// The pushes of the last minutes.
pub(super) struct Seen {
    most: usize,
    /// Was it handled?
    handled: HashMap<PushId, bool>,
    /// In the order they came, with the second after which their timestamp is refused anyway.
    order: VecDeque<(u64, PushId)>,
}

impl Seen {
    pub(super) fn new(most: usize) -> Self {
        Self { most: most.max(1), handled: HashMap::new(), order: VecDeque::new() }
    }

    /// Notes a push, and tells whether it came before. `until`: the last second in which it could come again.
    pub(super) fn note(&mut self, id: PushId, until: u64, now: u64) -> Delivery {
        while self.order.front().is_some_and(|(last, _)| *last < now) {
            self.drop_oldest();
        }
        match self.handled.get(&id) {
            Some(true) => Delivery::Repeat,
            Some(false) => Delivery::Pending,
            None => {
                while self.order.len() >= self.most {
                    self.drop_oldest();
                }
                self.handled.insert(id, false);
                self.order.push_back((until, id));
                Delivery::First
            }
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((_, id)) = self.order.pop_front() {
            self.handled.remove(&id);
        }
    }

    /// The push was handled.
    pub(super) fn handled(&mut self, id: &PushId) {
        if let Some(handled) = self.handled.get_mut(id) {
            *handled = true;
        }
    }

    /// The push was not handled: when it comes again, it counts as the first.
    pub(super) fn forget(&mut self, id: &PushId) {
        if self.handled.remove(id).is_some() {
            self.order.retain(|(_, seen)| seen != id);
        }
    }
}
