//! What the traces and the mock say together: which refreshes there were, which of them were needed, who was given what.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::fleet::{Evidence, Loss};
use super::owner::{Asked, Given, Owner, StoredToken};
use super::plan::micros;
use super::trace::Event;
use super::watched::serial;

/// How long after a loss callers may see that something was lost: a process that found nothing looks again within that.
pub(super) const SETTLED: Duration = Duration::from_secs(2);

/// What comes of a call whose second token was refused as well, the merchant's or the platform's.
const REFUSED: &[&str] =
    &["api:40001", "api:42001", "token:Refused(40001)", "token:Refused(42001)", "token:Refused(42006)"];

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Judgement {
    pub(crate) processes: usize,
    pub(crate) kills: usize,
    pub(crate) redis_away: Option<Duration>,
    /// How long the store was empty after it had forgotten everything.
    pub(crate) empty: Option<Duration>,
    /// How often clocks jumped.
    pub(crate) jumps: usize,
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
    /// And the ones that were under way when the store forgot everything.
    pub(crate) of_lost_store: usize,
    /// Tokens that nobody could use without such an excuse.
    pub(crate) unexplained: Vec<String>,
    /// Tokens that WeChat issued before the one in use was due.
    pub(crate) needless: Vec<String>,
    /// The same, for the store had forgotten the one in use: of how many owners, and the most of one.
    pub(crate) forgotten: (usize, usize),
    /// The same, for the clock of whoever asked was ahead of that of whoever had stored the one in use.
    pub(crate) by_wrong_clocks: usize,
    /// Tokens given to callers who had asked after a newer one was known.
    pub(crate) stale: Vec<String>,
    /// The same, before the token was due by the clock of whoever gave it: a newer one had come early.
    pub(crate) stale_not_due: usize,
    /// The same, before its end: whoever has a token that is due but good waits for the store for 50 ms at most.
    pub(crate) stale_not_over: usize,
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
    /// Those that were about what the store had forgotten, until shortly after it was filled again.
    pub(crate) errors_of_loss: BTreeMap<String, usize>,
    /// Calls that were refused twice for their token, because a clock was wrong.
    pub(crate) refused_by_wrong_clocks: usize,
    /// How long calls took, sorted, in microseconds.
    pub(crate) micros: Vec<u64>,
    pub(crate) failed_workers: usize,
}

/// Judges a run.
pub(crate) fn judge(evidence: &Evidence) -> Judgement {
    let mut judgement = Judgement {
        processes: evidence.plan.processes,
        kills: evidence.kills.len(),
        redis_away: evidence.redis_away,
        empty: evidence.loss.map(|loss| Duration::from_micros(loss.over - loss.at)),
        jumps: jumps(evidence),
        lasted: evidence.lasted,
        failed_workers: evidence.failed_workers,
        lost: evidence.last_calls.iter().filter(|outcome| *outcome != "ok").count(),
        ..Judgement::default()
    };
    let mut owners = BTreeMap::<String, Owner>::new();
    for (worker, events) in &evidence.traces {
        for event in events {
            sort(*worker, event, evidence, &mut owners, &mut judgement);
        }
    }
    judgement.micros.sort_unstable();
    for token in &evidence.issued {
        let owner = owners.entry(token.appid.clone()).or_default();
        owner.was_issued(serial(&token.token), token.issued_at);
    }
    for owner in owners.values() {
        owner.judge_given(evidence, &mut judgement);
    }
    let mut issued = BTreeMap::<&str, Vec<(u64, u64)>>::new();
    for token in &evidence.issued {
        issued.entry(&token.appid).or_default().push((serial(&token.token), token.issued_at));
    }
    judgement.owners = issued.len();
    judgement.fewest_expiries = usize::MAX;
    for (name, tokens) in issued {
        owners.entry(name.to_owned()).or_default().judge_issued(name, &tokens, evidence, &mut judgement);
    }
    count_calls(evidence, &mut judgement);
    judgement
}

/// How often the clocks of workers jumped while they were at work.
fn jumps(evidence: &Evidence) -> usize {
    let until = |number| evidence.kills.get(number).copied().unwrap_or(u64::MAX);
    evidence.clocks.iter().map(|(number, clock)| clock.jumps(until(number))).sum()
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
fn sort(
    worker: usize,
    event: &Event,
    evidence: &Evidence,
    owners: &mut BTreeMap<String, Owner>,
    judgement: &mut Judgement,
) {
    match event {
        Event::Given { owner, serial, start, end } => {
            judgement.given += 1;
            let owner = owners.entry(owner.clone()).or_default();
            owner.is_known(*serial, *end);
            owner.given.push(Given { start: *start, end: *end, worker, serial: *serial });
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
            let token = StoredToken { worker, obtained: *obtained, expires: *expires, at: *at };
            // It is stored again where the store has lost it.
            let first = owner.stored.get(serial).is_none_or(|first| *at < first.at);
            if first {
                owner.stored.insert(*serial, token);
            }
        }
        // A record without a token: the authorization has ended.
        Event::Stored { .. } => {}
        Event::LeaseLost { .. } => judgement.leases_lost += 1,
        Event::Called { outcome, at, micros } => {
            judgement.micros.push(*micros);
            let errors = match outcome.as_str() {
                "ok" => return judgement.done += 1,
                code if evidence.plan.wrong_clocks && REFUSED.contains(&code) => {
                    return judgement.refused_by_wrong_clocks += 1;
                }
                "token:NoTicket" | "token:NotAuthorized" if is_of(evidence.loss, *at, at + micros) => {
                    &mut judgement.errors_of_loss
                }
                _ => &mut judgement.errors,
            };
            *errors.entry(outcome.clone()).or_default() += 1;
        }
        Event::Ended { owner } => {
            judgement.ended.insert(owner.clone());
        }
    }
}

/// Was something under way while the store had forgotten everything, or shortly after?
fn is_of(loss: Option<Loss>, from: u64, to: u64) -> bool {
    loss.is_some_and(|loss| loss.at <= to && from <= loss.over + micros(SETTLED))
}
