//! The course of a simulation: some hours in which callers come in groups and things go wrong, then calm, and everyone calls
//! once more.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::happenings;
use super::judge::{self, MISSING, owners};
use super::machine;
use super::merchants;
use super::plan::{COURSE, Fault, LIFETIME};
use super::process::{self, COMPONENT, Want};
use super::world::World;

/// How long after the last fault everything has to be well: what hung has ended, and failures are forgotten.
const SETTLES: Duration = Duration::from_secs(120);
/// How long WeChat's pushes may take after that.
const PUSHES: Duration = Duration::from_secs(1800);

const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// All of it.
pub(crate) async fn course(world: Arc<World>) {
    for number in 0..world.plan.machines {
        machine::start(&world, number);
    }
    merchants::tickets(&world).await;
    let appids: Vec<_> = world.wechat().merchants.keys().cloned().collect();
    for appid in appids {
        world.trouble(judge::WITHDRAWN, None, Some(&appid), None);
        world.spawn(merchants::merchant(world.clone(), appid));
    }
    world.spawn(mishaps(world.clone()));
    for _ in 0..world.plan.waves {
        let next = next_wave(&world);
        world.sleep(next).await;
        if world.now() >= COURSE {
            break;
        }
        wave(&world);
    }
    world.sleep(COURSE.saturating_sub(world.now())).await;
    calm(&world).await;
    last_calls(&world).await;
    happenings::finish(&world);
    world.end();
}

/// When callers come next: often around the end of a token, or right after a mishap.
fn next_wave(world: &World) -> Duration {
    let now = world.now();
    let owners = owners(world);
    let owner = &owners[world.dice.below(owners.len())];
    let ends = world.wechat().tokens.current(owner).map(|(_, token)| token.ends);
    let shift = match world.dice.below(3) {
        0 => world.dice.between(secs(0), secs(400)),
        1 => world.dice.between(secs(0), secs(3)),
        _ => Duration::ZERO,
    };
    match ends.and_then(|ends| ends.saturating_sub(shift).checked_sub(now)) {
        Some(rest) if rest > Duration::ZERO && world.dice.percent(40) => rest,
        _ if world.dice.percent(40) => world.dice.between(secs(1), secs(30)),
        _ => world.dice.between(secs(30), secs(1800)),
    }
}

/// Some callers come, at the same time or one after the other.
fn wave(world: &Arc<World>) {
    let within = world.dice.one_of(&[0, 10, 500, 3_000, 20_000]).map_or(Duration::ZERO, Duration::from_millis);
    let owners = owners(world);
    let chosen = world.dice.below(owners.len());
    for _ in 0..1 + world.dice.below(7) {
        // Mostly they want the same.
        let owner = if world.dice.percent(70) { &owners[chosen] } else { &owners[world.dice.below(owners.len())] };
        let want = match owner.as_str() {
            COMPONENT => Want::Platform,
            _ if world.dice.percent(50) => Want::Call(owner.clone()),
            _ => Want::Token(owner.clone()),
        };
        let (world, rest) = (world.clone(), world.dice.between(Duration::ZERO, within));
        world.clone().spawn(async move {
            world.sleep(rest).await;
            if let Some(running) = machine::any(&world) {
                process::call(&world, running, want, None);
            }
        });
    }
    if world.dice.percent(30) {
        let (world, rest) = (world.clone(), world.dice.between(Duration::ZERO, within + secs(1)));
        world.clone().spawn(async move {
            world.sleep(rest).await;
            mishap(&world);
        });
    }
}

/// Things go wrong now and then, whether anyone calls or not.
async fn mishaps(world: Arc<World>) {
    while !world.is_calm() {
        world.pause(secs(60), secs(3600)).await;
        mishap(&world);
    }
}

/// One thing goes wrong, if it may.
fn mishap(world: &Arc<World>) {
    let kinds = [Fault::Forget, Fault::Restore, Fault::Split, Fault::Garble, Fault::Step, Fault::Crash];
    let Some(kind) = world.dice.one_of(&kinds).filter(|kind| world.plan.has(*kind) && !world.is_calm()) else { return };
    match kind {
        Fault::Forget => {
            world.store().forget();
            judge::lost(world, "the store forgot everything");
            operator(world);
        }
        Fault::Restore => {
            if world.store().restore(&world.dice) {
                judge::lost(world, "an older state of the store was put back");
                operator(world);
            }
        }
        Fault::Split => split(world),
        Fault::Garble => {
            let garbled = world.store().garble(&world.dice);
            if let Some(key) = garbled {
                judge::lost(world, "what was stored could not be read");
                world.note(format_args!("{key} cannot be read"));
                operator(world);
            }
        }
        Fault::Step => {
            let machine = world.dice.below(world.plan.machines);
            machine::step(world, machine);
            world.trouble("a clock was set", Some(machine), None, Some(secs(1)));
        }
        _ => {
            if let Some(running) = machine::any(world) {
                machine::crash(world, running.process);
            }
        }
    }
}

/// Some processes see another replica for a while.
fn split(world: &Arc<World>) {
    if !world.store().split(&world.dice) {
        return;
    }
    judge::lost(world, "the store was split");
    world.trouble(judge::SPLIT, None, None, None);
    let (world, time) = (world.clone(), world.dice.between(secs(1), secs(1200)));
    world.clone().spawn(async move {
        world.sleep(time).await;
        heal(&world);
    });
}

/// All see the same again.
fn heal(world: &Arc<World>) {
    let wins = world.dice.percent(50);
    if world.store().heal(wins) {
        world.journal.end_troubles(judge::SPLIT, None, world.now() + secs(60));
        judge::lost(world, if wins { "the other replica won" } else { "the other replica was thrown away" });
        operator(world);
    }
}

/// Somebody may notice, and ask WeChat for all merchants.
fn operator(world: &Arc<World>) {
    if world.dice.percent(50) {
        let world = world.clone();
        world.clone().spawn(async move {
            world.pause(secs(10), secs(1200)).await;
            recover(&world).await;
        });
    }
}

/// A process asks WeChat for all merchants. Has it done so?
async fn recover(world: &Arc<World>) -> bool {
    let Some(running) = machine::any(world) else { return false };
    let (done, is_done) = oneshot::channel();
    let theirs = world.clone();
    world.executor.spawn(
        Some(running.process),
        Box::pin(async move {
            let result = running.platform.recover().await;
            theirs.note(format_args!("{}: recovers {result:?}", running.process));
            // Whoever waits is there.
            let _ = done.send(result.is_ok());
        }),
    );
    let recovered = is_done.await == Ok(true);
    // While it is split, only one side has been filled.
    if recovered && !world.store().is_split() {
        world.count("recoveries");
        judge::recovered(world);
    }
    recovered
}

/// Nothing goes wrong any more; what has gone wrong is put right.
async fn calm(world: &Arc<World>) {
    world.calm();
    world.note(format_args!("calm"));
    heal(world);
    machine::set_right(world);
    world.sleep(SETTLES).await;
    // Processes that have died are back by now, and the next ticket comes within ten minutes.
    let from = world.now();
    while world.happenings().pushes > 0 && world.now() < from + PUSHES {
        world.sleep(secs(30)).await;
    }
    world.sleep(secs(660)).await;
    let lacks = world.journal.is_open(MISSING);
    if lacks && !recover(world).await {
        world.violation(format_args!("merchants cannot be asked for"));
    }
    world.sleep(secs(60)).await;
}

/// Everyone calls for everything, with the tokens that there are, and once those have ended.
async fn last_calls(world: &Arc<World>) {
    for _ in 0..2 {
        let mut answers = Vec::new();
        for owner in owners(world) {
            let authorized = world.wechat().merchants.get(&owner).is_none_or(|merchant| merchant.authorized);
            for running in machine::all(world).into_iter().filter(|_| authorized) {
                let want = if owner == COMPONENT { Want::Platform } else { Want::Call(owner.clone()) };
                let (done, is_done) = oneshot::channel();
                process::call(world, running, want, Some(done));
                answers.push((owner.clone(), is_done));
            }
        }
        for (owner, answer) in answers {
            match answer.await {
                Ok(true) => world.count("last calls: went well"),
                _ => world.violation(format_args!("at last there is no token of {owner}")),
            }
        }
        world.sleep(LIFETIME + secs(60)).await;
    }
}
