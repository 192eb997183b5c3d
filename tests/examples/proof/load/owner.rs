//! What is known of one owner's tokens, the platform's or a merchant's, and what that says.

use std::collections::BTreeMap;

use super::clock::WrongClock;
use super::fleet::{Evidence, Loss};
use super::judge::{Judgement, SETTLED};
use super::plan::{LEASE, LIFETIME, micros};

/// What is known of an owner's tokens, by serial.
#[derive(Debug, Default)]
pub(super) struct Owner {
    pub(super) stored: BTreeMap<u64, StoredToken>,
    /// Since when each was certainly known, in microseconds.
    pub(super) known: BTreeMap<u64, u64>,
    pub(super) given: Vec<Given>,
    /// Who asked WeChat, when, and what came of it.
    pub(super) asked: Vec<Asked>,
}

/// A token that was stored, by whom, when it was obtained and expires, in milliseconds, and when it was first stored, in
/// microseconds.
#[derive(Debug)]
pub(super) struct StoredToken {
    pub(super) worker: usize,
    pub(super) obtained: u64,
    pub(super) expires: u64,
    pub(super) at: u64,
}

impl StoredToken {
    /// In the last quarter of its life a token is due.
    fn due(&self) -> u64 {
        self.expires - (self.expires - self.obtained) / 4
    }

    /// The least and the most that the clock was off by which it was obtained. It may have jumped just then: what is stored is
    /// cut to milliseconds, and so is what is noted.
    fn written_by(&self, clocks: &BTreeMap<usize, WrongClock>) -> (i64, i64) {
        off_between(clocks, self.worker, self.obtained * 1000, self.obtained * 1000 + 1999)
    }

    /// When it is due for a worker who gives it at that true time, in microseconds, if it was last stored at that other one. If
    /// its clock was behind that of whoever stored the token, it does not know how old the token is, and uses it for as long
    /// as a new one, from when it first saw it.
    fn due_for(&self, worker: usize, at: u64, last_stored: u64, clocks: &BTreeMap<usize, WrongClock>) -> u64 {
        let obtained = self.obtained * 1000;
        let behind = off_between(clocks, worker, obtained, at).0 < self.written_by(clocks).1;
        let seen = if behind { last_stored.max(obtained) } else { obtained };
        seen + (self.due() - self.obtained) * 1000
    }
}

/// When a caller began to ask, when and by which worker it was given a token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Given {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) worker: usize,
    pub(super) serial: u64,
}

#[derive(Debug)]
pub(super) struct Asked {
    pub(super) worker: usize,
    pub(super) at: u64,
    pub(super) got: Option<u64>,
}

impl Asked {
    /// Can a token that was issued then be the answer? The mock counts milliseconds: it may seem to have answered a little
    /// before it was asked.
    fn in_time(&self, issued_at: u64) -> bool {
        self.at <= issued_at * 1000 + 1000 && self.at + micros(LEASE) >= issued_at * 1000
    }
}

impl Owner {
    pub(super) fn is_known(&mut self, serial: u64, at: u64) {
        let known = self.known.entry(serial).or_insert(at);
        *known = at.min(*known);
    }

    /// A token that was given to somebody has been stored, also where the one who did was killed before it was noted.
    pub(super) fn was_issued(&mut self, serial: u64, issued_at: u64) {
        let known = self.known.get(&serial).copied();
        let noted = self.stored.get(&serial).is_some_and(|token| token.obtained <= issued_at);
        if let (Some(at), Some(asked)) = (known.filter(|_| !noted), self.askers(serial, issued_at).first()) {
            let expires = issued_at + micros(LIFETIME) / 1000;
            let token = StoredToken { worker: asked.worker, obtained: issued_at, expires, at };
            self.stored.insert(serial, token);
        }
    }

    /// Who asked for a token, or may have: whoever was killed before it came did not note which one it was.
    fn askers(&self, serial: u64, issued_at: u64) -> Vec<&Asked> {
        let asked = self.asked.iter().find(|asked| asked.got == Some(serial));
        let killed = || self.asked.iter().filter(|asked| asked.got.is_none() && asked.in_time(issued_at)).collect();
        asked.map_or_else(killed, |asked| vec![asked])
    }

    /// Nobody who began to ask after a newer token was known is given an older one.
    pub(super) fn judge_given(&self, evidence: &Evidence, judgement: &mut Judgement) {
        let mut known: Vec<_> = self.known.iter().map(|(serial, at)| (*at, *serial)).collect();
        known.sort_unstable();
        let mut given = self.given.clone();
        given.sort_unstable();
        let (mut next, mut newest) = (known.into_iter().peekable(), 0);
        for given in given {
            while let Some((_, known)) = next.next_if(|(at, _)| *at < given.start) {
                newest = newest.max(known);
            }
            let serial = given.serial;
            if serial >= newest {
                continue;
            }
            let newer = self.known.range(serial + 1..).map(|(_, at)| *at).min().unwrap_or_default();
            // It may have been put back into the store that had lost it.
            let put_back = evidence.loss.filter(|loss| loss.at < given.end);
            let put_back = put_back.map_or(0, |loss| loss.over + micros(SETTLED));
            let stored = self.stored.get(&serial);
            let due = stored
                .map_or(0, |token| token.due_for(given.worker, given.start, newer.max(put_back), &evidence.clocks));
            // Times that are stored are cut to milliseconds.
            let left = stored.map_or(0, |token| (token.expires - token.due() + 2) * 1000);
            if given.start < due {
                judgement.stale_not_due += 1;
            } else if given.start < due + left {
                judgement.stale_not_over += 1;
            } else {
                judgement.stale.push(format!("after {newest} was known: {given:?}, {stored:?}, due {due}"));
            }
        }
    }

    /// Each token that WeChat issued was due, and was of use, or its holder was killed.
    pub(super) fn judge_issued(
        &mut self,
        name: &str,
        tokens: &[(u64, u64)],
        evidence: &Evidence,
        judgement: &mut Judgement,
    ) {
        let (mut expiries, mut forgotten) = (0, 0);
        let mut in_use: Option<(u64, &StoredToken)> = None;
        for (number, (serial, issued_at)) in tokens.iter().enumerate() {
            judgement.refreshes += usize::from(number > 0);
            let askers = self.askers(*serial, *issued_at);
            let lease_lost =
                |loss: Loss| askers.iter().any(|asked| asked.at + micros(LEASE) >= loss.at && asked.at <= loss.over);
            let lease_lost = evidence.loss.is_some_and(lease_lost);
            if let Some((due_at, token)) = in_use.filter(|(due_at, _)| issued_at < due_at) {
                let early = due_at - issued_at;
                let ahead = askers.iter().map(|asked| ahead(asked, token, &evidence.clocks)).max().unwrap_or_default();
                if ahead >= early {
                    judgement.by_wrong_clocks += 1;
                } else if evidence
                    .loss
                    .is_some_and(|loss| token.obtained * 1000 < loss.over && loss.at < issued_at * 1000)
                {
                    forgotten += 1;
                } else {
                    let since = evidence.loss.map(|loss| *issued_at as i64 - (loss.at / 1000) as i64);
                    judgement.needless.push(format!(
                        "token {serial} of {name} was asked for {early} ms before the one in use was due, {since:?} ms \
                         after the store was lost: issued at {issued_at}, {askers:?}, {token:?}"
                    ));
                }
            }
            // One that was not stored has ended the one before it all the same.
            in_use = self.stored.get(serial).map(|token| (token.due(), token));
            if self.known.contains_key(serial) {
                expiries += usize::from(number > 0);
            } else if lease_lost {
                judgement.of_lost_store += 1;
            } else if holder_was_killed(&mut self.asked, *serial, *issued_at, &evidence.kills) {
                judgement.of_killed_holders += 1;
            } else {
                let asked: Vec<_> = self.asked.iter().filter(|asked| asked.got == Some(*serial)).collect();
                judgement.unexplained.push(format!("token {serial} of {name}, issued at {issued_at}: {asked:?}"));
            }
        }
        judgement.forgotten.0 += usize::from(forgotten > 0);
        judgement.forgotten.1 = judgement.forgotten.1.max(forgotten);
        judgement.expiries += expiries;
        judgement.fewest_expiries = judgement.fewest_expiries.min(expiries);
    }
}

/// The least and the most that a worker's clock was off between two true times, in microseconds.
fn off_between(clocks: &BTreeMap<usize, WrongClock>, worker: usize, from: u64, to: u64) -> (i64, i64) {
    clocks.get(&worker).map_or((0, 0), |clock| clock.off_between(from, to))
}

/// How far the clock of whoever asked was ahead of the clock by which the token in use was obtained, in milliseconds.
fn ahead(asked: &Asked, token: &StoredToken, clocks: &BTreeMap<usize, WrongClock>) -> u64 {
    // It may have jumped since the token was looked at.
    let own = off_between(clocks, asked.worker, token.at.min(asked.at), asked.at).1;
    let ahead = own - token.written_by(clocks).0;
    u64::try_from(ahead / 1000).unwrap_or(0)
}

/// Was the worker that had asked for this token killed before it could store it? Each question has one answer.
fn holder_was_killed(asked: &mut Vec<Asked>, serial: u64, issued_at: u64, kills: &BTreeMap<usize, u64>) -> bool {
    let place = asked.iter().position(|asked| {
        let killed = kills.get(&asked.worker).is_some_and(|at| *at + micros(LEASE) >= issued_at * 1000);
        killed && (asked.got == Some(serial) || (asked.got.is_none() && asked.in_time(issued_at)))
    });
    place.map(|place| asked.remove(place)).is_some()
}
