//! What the traces and the mock say together: which refreshes there were, which of them were needed, who was given what.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::fleet::Evidence;
use super::plan::LEASE;
use super::trace::Event;
use super::watched::serial;

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Judgement {
    pub(crate) processes: usize,
    pub(crate) kills: usize,
    pub(crate) redis_away: Option<Duration>,
    pub(crate) lasted: Duration,
    /// Owners of tokens: the merchants and the platform.
    pub(crate) owners: usize,
    /// Tokens that were needed, the first one of each owner left out.
    pub(crate) expiries: usize,
    /// Expiries of the owner that had the fewest.
    pub(crate) fewest_expiries: usize,
    /// Tokens that WeChat issued, the first one of each owner left out.
    pub(crate) refreshes: usize,
    /// Of these, the ones that nobody could use, for their holder was killed before it had stored them.
    pub(crate) of_killed_holders: usize,
    /// Tokens that nobody could use without such an excuse.
    pub(crate) unexplained: Vec<String>,
    /// Tokens that WeChat issued before the one in use was due.
    pub(crate) needless: Vec<String>,
    /// Tokens given to callers who had asked after a newer one was known.
    pub(crate) stale: Vec<String>,
    /// How often a caller was given a token.
    pub(crate) given: usize,
    /// Calls that WeChat refused, for the token ran out or was replaced while they were under way.
    pub(crate) refused_under_way: u64,
    /// Calls with a token that WeChat never issued, with none, or with another's.
    pub(crate) wrong_tokens: u64,
    /// Times a holder found that another one had the lease.
    pub(crate) leases_lost: usize,
    /// Merchants who were said to have to authorise again.
    pub(crate) ended: BTreeSet<String>,
    /// Merchants for whom no call was possible after the run.
    pub(crate) lost: usize,
    /// Refresh tokens that died with their holder and were asked for again.
    pub(crate) recovered: u64,
    /// Calls that went well.
    pub(crate) done: usize,
    /// Errors that callers saw, by kind.
    pub(crate) errors: BTreeMap<String, usize>,
    /// How long calls took, sorted, in microseconds.
    pub(crate) micros: Vec<u64>,
    pub(crate) failed_workers: usize,
}

/// What is known of an owner's tokens, by serial.
#[derive(Debug, Default)]
struct Owner {
    /// When each was obtained and when it expires, in milliseconds.
    stored: BTreeMap<u64, (u64, u64)>,
    /// Since when each was certainly known, in microseconds.
    known: BTreeMap<u64, u64>,
    /// When a caller began to ask, and what it was given.
    given: Vec<(u64, u64)>,
    /// Who asked WeChat, when, and what came of it.
    asked: Vec<Asked>,
}

#[derive(Debug)]
struct Asked {
    worker: usize,
    at: u64,
    got: Option<u64>,
}

/// Judges a run.
pub(crate) fn judge(evidence: &Evidence) -> Judgement {
    let mut judgement = Judgement {
        processes: evidence.plan.processes,
        kills: evidence.kills.len(),
        redis_away: evidence.redis_away,
        lasted: evidence.lasted,
        failed_workers: evidence.failed_workers,
        lost: evidence.last_calls.iter().filter(|outcome| *outcome != "ok").count(),
        ..Judgement::default()
    };
    let mut owners = BTreeMap::<String, Owner>::new();
    for (worker, events) in &evidence.traces {
        for event in events {
            sort(*worker, event, &mut owners, &mut judgement);
        }
    }
    judgement.micros.sort_unstable();
    for owner in owners.values() {
        owner.judge_given(&mut judgement);
    }
    let mut issued = BTreeMap::<&str, Vec<(u64, u64)>>::new();
    for token in &evidence.issued {
        issued.entry(&token.appid).or_default().push((serial(&token.token), token.issued_at));
    }
    judgement.owners = issued.len();
    judgement.fewest_expiries = usize::MAX;
    for (name, tokens) in issued {
        owners.entry(name.to_owned()).or_default().judge_issued(name, &tokens, &evidence.kills, &mut judgement);
    }
    count_calls(evidence, &mut judgement);
    judgement
}

/// What the mock counted.
fn count_calls(evidence: &Evidence, judgement: &mut Judgement) {
    for counts in evidence.counts.values() {
        judgement.refused_under_way += counts.refused_expired + counts.refused_replaced;
        judgement.wrong_tokens += counts.refused_kind + counts.refused_permission + counts.refused_revoked;
    }
    for calls in evidence.calls.values() {
        // A token that was never issued, and none at all.
        let of_codes = [40014, 41001, 41021].map(|code| calls.by_errcode.get(&code).copied().unwrap_or_default());
        judgement.wrong_tokens += of_codes.iter().sum::<u64>();
    }
    judgement.recovered = evidence.calls.get("getAuthorizerInfo").map_or(0, |calls| calls.calls);
}

/// Puts an event where it belongs.
fn sort(worker: usize, event: &Event, owners: &mut BTreeMap<String, Owner>, judgement: &mut Judgement) {
    match event {
        Event::Given { owner, serial, start, end } => {
            judgement.given += 1;
            let owner = owners.entry(owner.clone()).or_default();
            owner.is_known(*serial, *end);
            owner.given.push((*start, *serial));
        }
        Event::Asked { owner, at } => {
            owners.entry(owner.clone()).or_default().asked.push(Asked { worker, at: *at, got: None });
        }
        Event::Got { owner, serial, .. } => {
            let asked = owners.entry(owner.clone()).or_default().asked.last_mut();
            if let Some(asked) = asked.filter(|asked| asked.worker == worker) {
                asked.got = Some(*serial);
            }
        }
        Event::Stored { owner, serial, obtained, expires, at } if *serial > 0 => {
            let owner = owners.entry(owner.clone()).or_default();
            owner.is_known(*serial, *at);
            owner.stored.entry(*serial).or_insert((*obtained, *expires));
        }
        // A record without a token: the authorization has ended.
        Event::Stored { .. } => {}
        Event::LeaseLost { .. } => judgement.leases_lost += 1,
        Event::Called { outcome, micros } => {
            judgement.micros.push(*micros);
            match outcome.as_str() {
                "ok" => judgement.done += 1,
                _ => *judgement.errors.entry(outcome.clone()).or_default() += 1,
            }
        }
        Event::Ended { owner } => {
            judgement.ended.insert(owner.clone());
        }
    }
}

impl Owner {
    fn is_known(&mut self, serial: u64, at: u64) {
        let known = self.known.entry(serial).or_insert(at);
        *known = at.min(*known);
    }

    /// Nobody who began to ask after a newer token was known is given an older one.
    fn judge_given(&self, judgement: &mut Judgement) {
        let mut known: Vec<_> = self.known.iter().map(|(serial, at)| (*at, *serial)).collect();
        known.sort_unstable();
        let mut given = self.given.clone();
        given.sort_unstable();
        let (mut next, mut newest) = (known.into_iter().peekable(), 0);
        for (start, serial) in given {
            while let Some((_, known)) = next.next_if(|(at, _)| *at < start) {
                newest = newest.max(known);
            }
            if serial < newest {
                judgement.stale.push(format!("token {serial} was given to one who asked after {newest} was known"));
            }
        }
    }

    /// Each token that WeChat issued was due, and was of use, or its holder was killed.
    fn judge_issued(
        &mut self,
        name: &str,
        tokens: &[(u64, u64)],
        kills: &BTreeMap<usize, u64>,
        judgement: &mut Judgement,
    ) {
        let (mut expiries, mut due_at) = (0, 0);
        for (number, (serial, issued_at)) in tokens.iter().enumerate() {
            judgement.refreshes += usize::from(number > 0);
            if *issued_at < due_at {
                judgement.needless.push(format!(
                    "token {serial} of {name} was asked for {} ms before it was due",
                    due_at - issued_at
                ));
            }
            if let Some((obtained, expires)) = self.stored.get(serial) {
                // In the last quarter of its life a token is due.
                due_at = expires - (expires - obtained) / 4;
            }
            if self.known.contains_key(serial) {
                expiries += usize::from(number > 0);
            } else if self.holder_was_killed(*serial, *issued_at, kills) {
                judgement.of_killed_holders += 1;
            } else {
                let asked: Vec<_> = self.asked.iter().filter(|asked| asked.got == Some(*serial)).collect();
                judgement.unexplained.push(format!("token {serial} of {name}, issued at {issued_at}: {asked:?}"));
            }
        }
        judgement.expiries += expiries;
        judgement.fewest_expiries = judgement.fewest_expiries.min(expiries);
    }

    /// Was the worker that had asked for this token killed before it could store it? Each question has one answer.
    fn holder_was_killed(&mut self, serial: u64, issued_at: u64, kills: &BTreeMap<usize, u64>) -> bool {
        // The mock counts milliseconds: it may seem to have answered a little before it was asked.
        let (earliest, latest) = (issued_at * 1000, issued_at * 1000 + 1000);
        let longest = u64::try_from(LEASE.as_micros()).unwrap_or(u64::MAX);
        let place = self.asked.iter().position(|asked| {
            let in_time = asked.at <= latest && asked.at + longest >= earliest;
            let killed = kills.get(&asked.worker).is_some_and(|at| *at + longest >= earliest);
            killed && (asked.got == Some(serial) || (asked.got.is_none() && in_time))
        });
        place.map(|place| self.asked.remove(place)).is_some()
    }
}
