//! What happens outside: merchants come, go and come back, and WeChat pushes it, and tickets, to one process or another.

use std::sync::Arc;
use std::time::Duration;

use super::executor::{cut, unless};
use super::happenings;
use super::judge;
use super::machine;
use super::plan::Fault;
use super::process::{self, Push};
use super::world::World;

/// How often WeChat pushes a ticket.
const TICKETS: Duration = Duration::from_secs(600);
/// How long WeChat waits for the answer to a push.
const WAITS: Duration = Duration::from_secs(5);
/// So often a push may fail while nothing goes wrong.
const CALM_TRIES: usize = 4;

const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// Pushes a ticket every ten minutes. Returns when the first one has been taken.
pub(crate) async fn tickets(world: &Arc<World>) {
    let now = world.now();
    let ticket = world.wechat().ticket(now);
    push(world, Push::Ticket { ticket, at: now }).await;
    let world = world.clone();
    world.clone().spawn(async move {
        loop {
            world.sleep(TICKETS).await;
            let now = world.now();
            let ticket = world.wechat().ticket(now);
            let (theirs, late) = (world.clone(), lateness(&world));
            world.spawn(async move {
                theirs.sleep(late).await;
                deliver(&theirs, &Push::Ticket { ticket, at: now }).await;
            });
        }
    });
}

/// The life of a merchant.
pub(crate) async fn merchant(world: Arc<World>, appid: String) {
    world.pause(secs(0), secs(120)).await;
    authorize(&world, &appid, false);
    for _ in 0..world.dice.below(5) {
        world.pause(secs(60), secs(5400)).await;
        if world.is_calm() {
            return;
        }
        if world.dice.percent(40) {
            authorize(&world, &appid, true);
            continue;
        }
        withdraw(&world, &appid);
        if world.dice.percent(25) {
            return;
        }
        world.pause(secs(2), if world.dice.percent(50) { secs(20) } else { secs(1200) }).await;
        authorize(&world, &appid, false);
    }
}

/// A merchant authorises on WeChat's page, comes back with a code, and WeChat pushes the same code.
fn authorize(world: &Arc<World>, appid: &str, again: bool) {
    let now = world.now();
    let code = world.wechat().authorize(appid, now);
    world.count(if again { "authorizations that changed" } else { "authorizations" });
    world.note(format_args!("{appid}: authorises, {code}"));
    if !again {
        world.trouble(judge::AUTHORIZING, None, Some(appid), None);
    }
    if world.dice.percent(75) {
        let (world, code) = (world.clone(), code.clone());
        world.clone().spawn(async move {
            world.pause(Duration::from_millis(50), secs(3)).await;
            come_back(&world, code);
        });
    }
    let (world, appid, at) = (world.clone(), appid.to_owned(), now);
    world.clone().spawn(async move {
        world.pause(Duration::from_millis(50), secs(3)).await;
        world.sleep(lateness(&world)).await;
        let event = match again {
            true => Push::Updated { appid, code, at },
            false => Push::Authorized { appid, code, at },
        };
        push(&world, event.clone()).await;
        if world.strikes(Fault::LatePush, 300_000) {
            world.sleep(lateness(&world)).await;
            world.count("pushes that came twice");
            deliver(&world, &event).await;
        }
    });
}

/// The browser of the merchant comes to one of the processes, and may hang up.
fn come_back(world: &Arc<World>, code: String) {
    let Some(running) = machine::any(world) else { return };
    let (process, cut_at, world) = (running.process, process::gives_up(world, 12), world.clone());
    let task = {
        let world = world.clone();
        Box::pin(async move {
            let at = world.now();
            world.note(format_args!("{process}: authorize {code}"));
            match cut(cut_at, running.platform.authorize(code.clone())).await {
                Some(result) => happenings::traded(&world, process, &code, at, result.map(|it| it.appid().to_owned())),
                None => world.note(format_args!("{process}: authorize {code} is given up")),
            }
        })
    };
    world.executor.spawn(Some(process), task);
}

fn withdraw(world: &Arc<World>, appid: &str) {
    let at = world.now();
    world.wechat().withdraw(appid, at);
    world.trouble(judge::WITHDRAWN, None, Some(appid), None);
    let (world, appid) = (world.clone(), appid.to_owned());
    world.clone().spawn(async move {
        world.pause(Duration::from_millis(50), secs(3)).await;
        world.sleep(lateness(&world)).await;
        push(&world, Push::Unauthorized { appid, at }).await;
    });
}

fn lateness(world: &World) -> Duration {
    match world.strikes(Fault::LatePush, 400_000) {
        true => world.dice.between(secs(1), secs(900)),
        false => Duration::ZERO,
    }
}

/// Pushes until some process has taken it, or it is out of date.
async fn push(world: &Arc<World>, push: Push) {
    let (mut pause, mut calm) = (secs(5), 0);
    happenings::pushed(world);
    loop {
        if happenings::is_out_of_date(world, &push) {
            return happenings::dropped(world);
        }
        let was_calm = world.is_calm();
        if deliver(world, &push).await {
            return happenings::taken(world, &push);
        }
        calm += usize::from(was_calm);
        if calm >= CALM_TRIES {
            world.violation(format_args!("nobody takes {push:?}"));
            return happenings::dropped(world);
        }
        world.sleep(pause).await;
        pause = (pause * 2).min(secs(120));
    }
}

/// Pushes once. Was it taken?
async fn deliver(world: &Arc<World>, push: &Push) -> bool {
    let Some(running) = machine::any(world) else { return false };
    let (answer, answered) = tokio::sync::oneshot::channel();
    let (cut_at, process) = (process::gives_up(world, 12), running.process);
    world.note(format_args!("{process}: pushed {push:?}"));
    let task = {
        let (world, push) = (world.clone(), push.clone());
        Box::pin(async move {
            let at = world.now();
            if let Some(result) = cut(cut_at, process::handle(&running, &push)).await {
                happenings::handled(&world, process, &push, at, result.as_ref().err());
                // WeChat may not wait for it any more.
                let _ = answer.send(result.is_ok());
            }
        })
    };
    world.executor.spawn(Some(process), task);
    matches!(unless(world.executor.sleep(WAITS), answered).await, Some(Ok(true)))
}
