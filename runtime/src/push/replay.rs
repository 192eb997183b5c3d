//! Which pushes have come already, and what was answered.
//!
//! WeChat sends a push again, up to three times, when no answer comes within five seconds. So a push that comes again is no
//! error: it is reported, and what was handled gets its answer once more without being handled twice. One that was not
//! handled, because its handler failed, is handled when it comes again.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::time::Duration;

use sha1::{Digest, Sha1};

use super::sink::Answer;

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
    /// It has, and is still being handled.
    Pending,
    /// It has, and was handled.
    Repeat,
}

/// So many bytes of replies are remembered, for pushes that come again; then the oldest are forgotten, and their pushes are
/// answered `success`.
const MOST_REPLY_BYTES: usize = 16 << 20;

/// What a push is remembered by: a digest, so that each takes the same room.
pub(super) type PushId = [u8; 20];

/// The id of a push. The parts are what its signature covers, so that nobody can alter them.
pub(super) fn id(parts: &[&[u8]]) -> PushId {
    let mut hash = Sha1::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The pushes of the last minutes.
pub(super) struct Seen {
    most: usize,
    /// The answers; none while it has not been handled.
    answers: HashMap<PushId, Option<Answer>>,
    /// In the order they came, with the second after which their timestamp is refused anyway.
    order: VecDeque<(u64, PushId)>,
    /// The replies among the answers, in the order they were given, with their bytes.
    replies: VecDeque<(usize, PushId)>,
    reply_bytes: usize,
}

impl Seen {
    pub(super) fn new(most: usize) -> Self {
        let (answers, order, replies) = (HashMap::new(), VecDeque::new(), VecDeque::new());
        Self { most: most.max(1), answers, order, replies, reply_bytes: 0 }
    }

    /// Notes a push, and returns whether it came before. `until`: the last second in which it could come again.
    pub(super) fn note(&mut self, id: PushId, until: u64, now: u64) -> Delivery {
        while self.order.front().is_some_and(|(last, _)| *last < now) {
            self.drop_oldest();
        }
        match self.answers.get(&id) {
            Some(Some(_)) => Delivery::Repeat,
            Some(None) => Delivery::Pending,
            None => {
                while self.order.len() >= self.most {
                    self.drop_oldest();
                }
                self.answers.insert(id, None);
                self.order.push_back((until, id));
                Delivery::First
            }
        }
    }

    /// What was answered to the push, once it has been handled.
    pub(super) fn answer(&self, id: &PushId) -> Option<Answer> {
        self.answers.get(id).cloned().flatten()
    }

    fn drop_oldest(&mut self) {
        if let Some((_, id)) = self.order.pop_front() {
            self.answers.remove(&id);
        }
    }

    /// The push was handled.
    pub(super) fn handled(&mut self, id: &PushId, answer: Answer) {
        let Some(known) = self.answers.get_mut(id) else { return };
        if let Answer::Reply(reply) = &answer {
            self.replies.push_back((reply.len(), *id));
            self.reply_bytes += reply.len();
        }
        *known = Some(answer);
        self.drop_replies();
    }

    /// Forgets the oldest replies while there are too many, and those whose push is forgotten.
    fn drop_replies(&mut self) {
        while let Some((bytes, id)) = self.replies.front() {
            let known = self.answers.get_mut(id);
            if self.reply_bytes <= MOST_REPLY_BYTES && known.is_some() {
                return;
            }
            if let Some(answer @ Some(Answer::Reply(_))) = known {
                *answer = Some(Answer::Success);
            }
            self.reply_bytes -= bytes;
            self.replies.pop_front();
        }
    }

    /// The push was not handled: when it comes again, it counts as the first.
    pub(super) fn forget(&mut self, id: &PushId) {
        if self.answers.remove(id).is_some() {
            self.order.retain(|(_, seen)| seen != id);
        }
    }
}
