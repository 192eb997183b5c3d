//! What has to hold of tokens, checked as they are given, stored and handed to callers.

use std::time::Duration;

use wxopen_runtime::{Secret, Stored, TokenProblem};

use super::process::{COMPONENT, Process, Want};
use super::tokens::{Issued, serial_in, token_text};
use super::wechat::refresh_prefix;
use super::world::World;

/// A merchant authorises; the tokens are not stored yet.
pub(crate) const AUTHORIZING: &str = "a merchant was authorising";
/// A merchant has withdrawn the authorization.
pub(crate) const WITHDRAWN: &str = "a merchant had withdrawn";
/// The store lacks the authorization of a merchant.
pub(crate) const MISSING: &str = "the store lost an authorization";
/// The store lacks a ticket.
pub(crate) const NO_TICKET: &str = "the store lost the ticket";
/// The store has lost data.
pub(crate) const LOSS: &str = "the store lost data";

/// Processes see different replicas of the store.
pub(crate) const SPLIT: &str = "the store was split, and used";

/// A machine has not run its process for a while.
pub(crate) const STALLED: &str = "a process was not run";

/// A caller got no token, and there is a reason.
const EXCUSED: &str = "callers: no token, for a reason";
/// Why there is another token, where data was lost.
const OF_LOSS: &str = "tokens: the store had lost data";

/// A token is due so long before its end: the margin and the most that the jitter adds.
const LEAD: Duration = Duration::from_secs(360);
/// So long before WeChat gives a token its holder may have begun to count: a store that hangs delays the question.
const ASKED: Duration = Duration::from_secs(30);
/// How long it takes until a failure is forgotten.
pub(crate) const MEMORY: Duration = Duration::from_secs(12);
/// How long a caller with a good token waits at most: for the store, and for the way of two messages.
const AT_ONCE: Duration = Duration::from_millis(60);
/// How long a caller with a token that is due, and not over, waits at most for another one: `wait_for_other` of a platform,
/// and some more messages.
const PATIENTLY: Duration = Duration::from_millis(1_200);
/// So often a process asks WeChat for tokens of one owner within [`MEMORY`].
const MOST_ASKED: usize = 6;
/// How late the holder of a lease can be without its having failed.
const LATE: Duration = Duration::from_secs(60);

/// A caller's question.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) process: Process,
    pub(crate) want: Want,
    pub(crate) at: Duration,
    /// The newest token that the process had read or written, by number.
    seen: u64,
    /// How often data had been lost.
    era: usize,
    /// How long it may take, for the process has given a token before that is still good.
    limit: Option<Duration>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    Token(String),
    /// The call went well.
    Done,
    NoToken(TokenProblem, String),
    /// WeChat refused the call.
    Refused(Option<i64>, String),
}

impl Asked {
    /// A question that is asked now.
    pub(crate) fn now(world: &World, process: Process, want: Want) -> Self {
        let owner = want.owner().to_owned();
        let store = world.store();
        let (seen, era) = (store.seen(process, &owner), store.era());
        drop(store);
        let given = world.happenings().given(process, &owner);
        let limit = given.and_then(|number| limit(world, process, &owner, number));
        Self { process, want, at: world.now(), seen, era, limit }
    }
}

/// How long a process may take that has given this token before; none: for as long as a refresh takes.
fn limit(world: &World, process: Process, owner: &str, number: u64) -> Option<Duration> {
    let token = world.wechat().tokens.current(owner).filter(|(current, _)| *current == number)?.1.clone();
    let is_stored = world.store().holds(process.machine, &token_text(owner, number));
    let soon = world.now() + PATIENTLY + PATIENTLY;
    let left = token.ends.saturating_sub(soon + ahead(world, process, &token) + ASKED);
    if !is_stored || token.was_refused || left == Duration::ZERO {
        None
    } else if left <= LEAD {
        Some(PATIENTLY)
    } else {
        Some(AT_ONCE)
    }
}

/// Is it time for another token? As a process with a good clock sees it, or as this one may.
fn is_due(world: &World, process: Process, token: &Issued) -> bool {
    world.now() + ASKED >= token.ends.saturating_sub(LEAD + ahead(world, process, token))
}

/// How far ahead of the one who got a token a process may have been since.
fn ahead(world: &World, process: Process, token: &Issued) -> Duration {
    let (writer, _) = world.offset_within(token.by.machine, token.at.saturating_sub(LATE), token.at);
    let (_, reader) = world.offset_within(process.machine, token.at, world.now());
    Duration::from_millis(u64::try_from(reader - writer).unwrap_or_default())
}

/// WeChat has given a token. It has ended the one before, if there was one: was that necessary?
pub(crate) fn issued(world: &World, number: u64) {
    let (new, old) = {
        let wechat = world.wechat();
        let Some(new) = wechat.tokens.get(number).cloned() else { return };
        let old = new.replaces.and_then(|number| Some((number, wechat.tokens.get(number)?.clone())));
        (new, old)
    };
    let Some((old_number, old)) = old else { return world.count("tokens: first ones") };
    let Issued { owner, by, .. } = &new;
    match reason(world, &new, old_number, &old) {
        Ok(why) => {
            world.count(why);
            // One, and one more where the lease of a refresh was lost with the data.
            let losses = world.journal.happened(LOSS, Duration::ZERO, world.now());
            if why == OF_LOSS && world.happenings().refreshes_after_loss(owner) > 2 * losses {
                world.violation(format_args!("{owner} has more refreshes for lost data than the {losses} losses"));
            }
        }
        Err(why) => {
            world.violation(format_args!("token {number} of {owner} for {by} ends {old_number} of {}: {why}", old.by));
        }
    }
}

/// Why a token was needed although there was one; an error: it was not.
fn reason(world: &World, new: &Issued, old_number: u64, old: &Issued) -> Result<&'static str, &'static str> {
    let now = world.now();
    let of_late = now.saturating_sub(LATE);
    let was_late = |process: Process, from| world.journal.happened_on(process.machine, from, now);
    let lost = |from| {
        let happened = |what| world.journal.happened(what, from, now) > 0;
        if happened(SPLIT) { Some("tokens: the store was split") } else { happened(LOSS).then_some(OF_LOSS) }
    };
    if new.for_code {
        return Ok("tokens: for codes");
    }
    if is_due(world, new.by, old) {
        return Ok("tokens: the old one was due");
    }
    if old.was_refused {
        return Ok("tokens: the old one was refused");
    }
    if world.journal.happened("a clock was set", of_late, now) > 0 {
        return Ok("tokens: a clock was set");
    }
    if world.wechat().tokens.given_for_code(&new.owner, of_late) {
        return Ok("tokens: crossed an authorization");
    }
    if world.store().holds(new.by.machine, &token_text(&old.owner, old_number)) {
        let late = was_late(new.by, of_late).then_some("tokens: the holder of the lease was late");
        // Who had it may have put it back only while this one was getting another.
        return late.or_else(|| lost(old.at)).ok_or("it was good, and stored");
    }
    if old.was_stored {
        return lost(old.at).ok_or("it was good, and overwritten");
    }
    if old.holder_died {
        return Ok("tokens: the holder died");
    }
    if old.reply_lost {
        return Ok("tokens: the reply was lost");
    }
    let could_not = was_late(old.by, old.at.saturating_sub(LATE)).then_some("tokens: the holder could not store");
    could_not.or_else(|| lost(old.at)).ok_or("it was good, and thrown away")
}

/// A process asks WeChat for a token: not again and again.
pub(crate) fn asks(world: &World, process: Process, owner: &str) {
    let now = world.now();
    if world.happenings().asks(process, owner, now) > MOST_ASKED {
        world.violation(format_args!("{process}: asks for tokens of {owner} again and again"));
    }
}

/// A value was stored. An older token never takes the place of a newer one.
pub(crate) fn stored(world: &World, process: Process, key: &str, before: Option<Stored>, value: Option<&Secret>) {
    let text = value.map_or("", Secret::expose);
    let alive = world.is_alive(process);
    world.happenings().put(process, alive, key, text, world.now());
    if text.contains("tic.") {
        world.journal.end_troubles(NO_TICKET, None, world.now() + MEMORY);
    }
    let before = before.and_then(|stored| stored.value);
    let old = before.as_ref().and_then(|value| serial_in(value.expose()));
    let Some((owner, number)) = serial_in(text) else { return };
    if let Some(token) = world.wechat().tokens.get_mut(number) {
        token.was_stored = true;
    }
    if let Some((_, old)) = old.filter(|(of, old)| *of == owner && *old > number) {
        let at = world.wechat().tokens.get(number).filter(|token| token.for_code).map(|token| token.at);
        // What was given for a code is stored in any case, also where that takes long and others refresh meanwhile.
        let late = at.filter(|at| world.now() < *at + LATE);
        let lost = world.journal.happened(LOSS, world.now().saturating_sub(LATE), world.now()) > 0;
        match late {
            Some(_) => world.count("tokens: for a code, stored late"),
            None if lost => world.count("tokens: stored over newer ones, for the store had lost data"),
            None => world.violation(format_args!("{process}: token {number} of {owner} is stored over {old}")),
        }
    }
    let merchant = world.wechat().merchants.get(owner).filter(|merchant| merchant.authorized).cloned();
    let prefix = merchant.map(|merchant| refresh_prefix(owner, merchant.epoch));
    if prefix.is_some_and(|prefix| text.contains(&prefix)) {
        for trouble in [AUTHORIZING, WITHDRAWN] {
            world.journal.end_troubles(trouble, Some(owner), world.now() + MEMORY);
        }
    }
}

/// A caller has an answer. Is it a good one?
pub(crate) fn answer(world: &World, asked: &Asked, outcome: &Outcome) -> bool {
    let Asked { process, want, at, era, .. } = asked;
    let (owner, now) = (want.owner(), world.now());
    let from = at.saturating_sub(MEMORY);
    let excuse = || world.journal.excuse(process.machine, owner, from, now);
    match outcome {
        Outcome::Done => world.count("callers: calls that went well"),
        Outcome::Token(text) => {
            world.count("callers: tokens");
            let Some((of, number)) = serial_in(text) else {
                world.violation(format_args!("{process}: {text} is no token"));
                return false;
            };
            if of != owner {
                world.violation(format_args!("{process}: {text} is given for {owner}"));
            }
            if number < asked.seen && *era == world.store().era() {
                world.violation(format_args!("{process}: {text} is given after {} was seen", asked.seen));
            }
            world.happenings().gives(*process, owner, number);
        }
        Outcome::NoToken(problem, why) => {
            match excuse() {
                Some(_) if !why.contains("panicked") => world.count(EXCUSED),
                _ => world.violation(format_args!("{process}: no token of {owner}: {problem:?} {why}")),
            }
            return false;
        }
        Outcome::Refused(code, why) => {
            let crossed = world.wechat().tokens.given_since(owner, from) > 1;
            match excuse() {
                Some(_) => world.count(EXCUSED),
                None if crossed => world.count("callers: refused, the token was replaced twice"),
                None => world.violation(format_args!("{process}: a call for {owner} is refused: {code:?} {why}")),
            }
            return false;
        }
    }
    let took = now.saturating_sub(*at);
    let is_late = asked.limit.is_some_and(|limit| took > limit) && matches!(outcome, Outcome::Token(_));
    if is_late && *era == world.store().era() && !was_stalled(world, *process, *at) {
        world.violation(format_args!("{process}: a good token of {owner} took {took:?}"));
    }
    true
}

fn was_stalled(world: &World, process: Process, since: Duration) -> bool {
    world.journal.happened_to(process.machine, STALLED, since, world.now())
}

/// The store has lost data. Which authorizations does it lack now?
pub(crate) fn lost(world: &World, what: &'static str) {
    world.count(what);
    world.trouble(LOSS, None, None, Some(LATE));
    let machines: Vec<_> = (0..world.plan.machines).collect();
    let authorized: Vec<_> = {
        let wechat = world.wechat();
        let authorized = wechat.merchants.iter().filter(|(_, merchant)| merchant.authorized);
        authorized.map(|(appid, merchant)| (appid.clone(), refresh_prefix(appid, merchant.epoch))).collect()
    };
    let lacks = |text: &str| machines.iter().any(|machine| !world.store().holds(*machine, text));
    for (appid, prefix) in authorized {
        if lacks(&prefix) {
            world.trouble(MISSING, None, Some(&appid), None);
        }
    }
    if lacks("tic.") {
        world.trouble(NO_TICKET, None, None, None);
    }
}

/// Merchants were asked for.
pub(crate) fn recovered(world: &World) {
    world.journal.end_troubles(MISSING, None, world.now() + MEMORY);
}

/// Whose tokens there are: the platform's and each merchant's.
pub(crate) fn owners(world: &World) -> Vec<String> {
    let merchants: Vec<_> = world.wechat().merchants.keys().cloned().collect();
    std::iter::once(COMPONENT.to_owned()).chain(merchants).collect()
}
