//! What has to hold of events and pushes: each happening is reported once, nothing else is, and every push can be taken.

use std::collections::BTreeMap;
use std::time::Duration;

use wxopen_runtime::{AnyCode, Error, PlatformEvent};

use super::judge::{LOSS, MEMORY};
use super::process::{Process, Push};
use super::wechat::Code;
use super::world::World;

/// A process that died so soon after a write may have died before it could report it.
const SOON: Duration = Duration::from_secs(30);
/// A process may learn so late that a merchant is back.
const LATE: Duration = Duration::from_secs(120);

/// What was reported, and what there was to report.
#[derive(Default)]
pub(crate) struct Happenings {
    merchants: BTreeMap<String, Reported>,
    /// The token that a process has given the last time, by number.
    given: BTreeMap<(Process, String), u64>,
    /// When a process has written the last time for a merchant.
    puts: BTreeMap<(Process, String), Duration>,
    /// When a process has asked WeChat for tokens of an owner.
    asked: BTreeMap<(Process, String), Vec<Duration>>,
    /// How many refreshes of an owner there were because data was lost.
    after_loss: BTreeMap<String, usize>,
    /// Pushes that nobody has taken yet.
    pub(crate) pushes: usize,
}

/// What was reported of a merchant, and what there was to report.
#[derive(Debug, Default)]
struct Reported {
    authorized: u64,
    unauthorized: u64,
    reauthorize: u64,
    /// Withdrawals that a process has taken in time.
    taken: u64,
    /// Processes that died right after a write.
    deaths: u64,
}

impl Happenings {
    /// Of these merchants.
    pub(crate) fn of(merchants: impl Iterator<Item = String>) -> Self {
        Self { merchants: merchants.map(|appid| (appid, Reported::default())).collect(), ..Self::default() }
    }

    /// The token of an owner that a process has given the last time, by number.
    pub(crate) fn given(&self, process: Process, owner: &str) -> Option<u64> {
        self.given.get(&(process, owner.to_owned())).copied()
    }

    /// A process gives a token.
    pub(crate) fn gives(&mut self, process: Process, owner: &str, number: u64) {
        self.given.insert((process, owner.to_owned()), number);
    }

    /// A process reads a token. It knows no other one then.
    pub(crate) fn reads(&mut self, process: Process, owner: &str, number: u64) {
        let key = (process, owner.to_owned());
        if self.given.get(&key).is_some_and(|given| *given != number) {
            self.given.remove(&key);
        }
    }

    /// A process asks WeChat for a token; how often it has done so of late.
    pub(crate) fn asks(&mut self, process: Process, owner: &str, now: Duration) -> usize {
        let asked = self.asked.entry((process, owner.to_owned())).or_default();
        asked.retain(|at| now.saturating_sub(*at) < MEMORY);
        asked.push(now);
        asked.len()
    }

    /// One more refresh because data was lost; how many there were of that owner.
    pub(crate) fn refreshes_after_loss(&mut self, owner: &str) -> usize {
        let count = self.after_loss.entry(owner.to_owned()).or_default();
        *count += 1;
        *count
    }

    /// A process has written something about merchants, or one that is dead by now has.
    pub(crate) fn put(&mut self, process: Process, alive: bool, key: &str, text: &str, now: Duration) {
        for (appid, reported) in &mut self.merchants {
            if !key.contains(appid) && !text.contains(appid) {
                continue;
            }
            if alive {
                self.puts.insert((process, appid.clone()), now);
            } else {
                reported.deaths += 1;
            }
        }
    }

    /// A process dies.
    pub(crate) fn died(&mut self, process: Process, now: Duration) {
        for ((of, appid), at) in &self.puts {
            if let Some(reported) = self.merchants.get_mut(appid).filter(|_| *of == process && now < *at + SOON) {
                reported.deaths += 1;
            }
        }
    }
}

/// A platform reports an event.
pub(crate) fn event(world: &World, event: &PlatformEvent) {
    use PlatformEvent::{Authorized, ReauthorizationNeeded, Unauthorized};
    let (Authorized { authorizer } | Unauthorized { authorizer } | ReauthorizationNeeded { authorizer, .. }) = event
    else {
        return;
    };
    let mut happenings = world.happenings();
    let reported = happenings.merchants.entry(authorizer.clone()).or_default();
    match event {
        Authorized { .. } => reported.authorized += 1,
        Unauthorized { .. } => reported.unauthorized += 1,
        _ => {
            reported.reauthorize += 1;
            let merchant = world.wechat().merchants.get(authorizer).cloned().unwrap_or_default();
            if merchant.authorized && world.now().saturating_sub(merchant.changed_at) > LATE {
                world.violation(format_args!("{authorizer} is given up, and is authorised"));
            }
        }
    }
}

/// Has the merchant come or gone since? Then WeChat does not insist on it.
pub(crate) fn is_out_of_date(world: &World, push: &Push) -> bool {
    let (appid, at) = match push {
        Push::Ticket { .. } => return false,
        Push::Authorized { appid, at, .. } | Push::Updated { appid, at, .. } | Push::Unauthorized { appid, at } => {
            (appid, at)
        }
    };
    world.wechat().merchants.get(appid).is_some_and(|merchant| merchant.changed_at > *at)
}

/// WeChat begins to push.
pub(crate) fn pushed(world: &World) {
    world.happenings().pushes += 1;
}

/// Some process has taken it.
pub(crate) fn taken(world: &World, push: &Push) {
    let in_time = !is_out_of_date(world, push);
    let mut happenings = world.happenings();
    happenings.pushes -= 1;
    if let Push::Unauthorized { appid, .. } = push {
        let was_known = world.wechat().merchants.get(appid).is_some_and(|merchant| merchant.was_known);
        happenings.merchants.entry(appid.clone()).or_default().taken += u64::from(in_time && was_known);
    }
}

/// WeChat pushes it no more.
pub(crate) fn dropped(world: &World) {
    world.happenings().pushes -= 1;
}

/// A process has handled a push.
pub(crate) fn handled(world: &World, process: Process, push: &Push, at: Duration, error: Option<&String>) {
    let Some(error) = error else { return world.count("pushes: taken") };
    world.note(format_args!("{process}: {push:?} fails: {error}"));
    let code = match push {
        Push::Authorized { code, .. } | Push::Updated { code, .. } => Some(code),
        Push::Ticket { .. } | Push::Unauthorized { .. } => None,
    };
    may_fail(world, process, code, at, &format!("{push:?} fails: {error}"));
}

/// The callback of the authorization page has ended.
pub(crate) fn traded(
    world: &World,
    process: Process,
    code: &str,
    at: Duration,
    result: Result<String, Error<AnyCode>>,
) {
    world.note(format_args!("{process}: authorize {code}: {result:?}"));
    let appid = world.wechat().codes.get(code).map(|code| code.appid.clone()).unwrap_or_default();
    match result {
        Ok(of) if of == appid => world.count("callbacks: traded"),
        Ok(of) => world.violation(format_args!("{process}: {code} of {appid} brings {of}")),
        Err(error) => may_fail(world, process, Some(&code.to_owned()), at, &format!("{code} fails: {error}")),
    }
}

/// Something that came from outside could not be handled: only for a reason.
fn may_fail(world: &World, process: Process, code: Option<&String>, at: Duration, what: &str) {
    let is_out_of_date = code.is_some_and(|code| {
        let wechat = world.wechat();
        let late = |holder: Process| world.journal.happened_on(holder.machine, at.saturating_sub(LATE), world.now());
        let gone = |code: &Code| code.reply_lost || code.holder_died || code.used_by.is_some_and(late);
        wechat.codes.get(code).is_some_and(|code| gone(code) || !wechat.is_of_today(code))
    });
    let excuse = || world.journal.excuse_of_all(process.machine, at.saturating_sub(MEMORY), world.now());
    if is_out_of_date {
        world.count("pushes and callbacks: failed for a code that was lost or out of date");
    } else if excuse().is_some() {
        world.count("pushes and callbacks: failed for a reason");
    } else {
        world.violation(format_args!("{process}: {what}"));
    }
}

/// Everything is over: was each happening reported once?
pub(crate) fn finish(world: &World) {
    let losses = world.journal.happened(LOSS, Duration::ZERO, world.now()) as u64;
    let wechat = world.wechat();
    let happenings = world.happenings();
    for (appid, reported) in &happenings.merchants {
        let Reported { authorized, unauthorized, reauthorize, taken, deaths } = *reported;
        let traded = || wechat.codes.values().filter(|code| code.appid == *appid && code.used_by.is_some());
        let (trades, doubtful) =
            (traded().count() as u64, traded().filter(|it| it.holder_died || it.reply_lost).count() as u64);
        let (withdrawals, authorizations) =
            wechat.merchants.get(appid).map_or((0, 0), |merchant| (merchant.withdrawals, merchant.epoch));
        for (what, reported, least, most) in [
            ("Authorized", authorized, trades.saturating_sub(doubtful), authorizations),
            ("Unauthorized", unauthorized, taken, withdrawals),
            ("ReauthorizationNeeded", reauthorize, 0, withdrawals),
        ] {
            world.journal.add("events", reported);
            let excuses = deaths + losses;
            if reported + excuses < least || reported > most + losses {
                world.violation(format_args!("{appid}: {what} reported {reported} times, {least} to {most} are right"));
            } else if reported < least || reported > most {
                world.count("events: never or twice for a death or a loss");
            }
        }
    }
}
