//! Machines: each has a clock and runs one process at a time. A process that ends is followed by another.

use std::sync::Arc;
use std::time::Duration;

use wxopen_runtime::ThirdPartyPlatform;

use super::dice::Dice;
use super::judge::STALLED;
use super::plan::{Fault, Plan, SKEW, STEP};
use super::process::{self, Process};
use super::world::World;

/// A machine.
#[derive(Default)]
pub(crate) struct Machine {
    /// Since when its clock was how far ahead, in milliseconds; the last is so now.
    offsets: Vec<(Duration, i64)>,
    /// How far it is ahead when it is not set wrong.
    skew: i64,
    /// How many processes it has had.
    pub(crate) number: usize,
    pub(crate) running: Option<Running>,
    /// Until then nothing on it is run.
    pub(crate) stalled_until: Duration,
}

/// A process that runs.
#[derive(Clone)]
pub(crate) struct Running {
    pub(crate) process: Process,
    pub(crate) platform: ThirdPartyPlatform,
}

impl Machine {
    /// One with a clock as the plan says.
    pub(crate) fn draw(plan: &Plan, dice: &Dice) -> Self {
        let skew = if plan.has(Fault::Skew) { either_way(dice, SKEW) } else { 0 };
        Self { offsets: vec![(Duration::ZERO, skew)], skew, ..Self::default() }
    }

    /// How far its clock is ahead, in milliseconds.
    pub(crate) fn offset(&self) -> i64 {
        self.offsets.last().map_or(0, |(_, offset)| *offset)
    }

    /// How far its clock was ahead in that time: at least, and at most.
    pub(crate) fn offset_within(&self, from: Duration, until: Duration) -> (i64, i64) {
        let ends = self.offsets.iter().skip(1).map(|(at, _)| *at).chain([Duration::MAX]);
        let within = self.offsets.iter().zip(ends).filter(|((since, _), end)| *since <= until && *end >= from);
        let offsets: Vec<_> = within.map(|((_, offset), _)| *offset).collect();
        (offsets.iter().copied().min().unwrap_or_default(), offsets.iter().copied().max().unwrap_or_default())
    }

    pub(crate) fn process(&self) -> Option<Process> {
        self.running.as_ref().map(|running| running.process)
    }
}

/// Up to so many milliseconds ahead or behind.
fn either_way(dice: &Dice, most: Duration) -> i64 {
    let most = i64::try_from(most.as_millis()).unwrap_or_default();
    let drawn = dice.number(u64::try_from(2 * most).unwrap_or_default());
    i64::try_from(drawn).unwrap_or_default() - most
}

/// Starts a process on a machine.
pub(crate) fn start(world: &Arc<World>, machine: usize) {
    let process = {
        let machines = &mut world.machines()[machine];
        machines.number += 1;
        Process { machine, number: machines.number }
    };
    let platform = process::platform(world, process);
    world.note(format_args!("{process}: starts"));
    world.machines()[machine].running = Some(Running { process, platform });
}

/// Ends a process where it is; a little later another one takes its place.
pub(crate) fn crash(world: &Arc<World>, process: Process) {
    let running = world.machines()[process.machine].running.take();
    world.count("crashes");
    world.note(format_args!("{process}: dies"));
    world.wechat().died(process);
    world.happenings().died(process, world.now());
    world.executor.kill(process);
    drop(running);
    let (theirs, rest) = (world.clone(), world.dice.between(Duration::from_millis(1), Duration::from_secs(20)));
    world.spawn(async move {
        theirs.sleep(rest).await;
        start(&theirs, process.machine);
    });
}

/// Ends a process that has just been given something, maybe before it has stored it.
pub(crate) fn crash_soon(world: &Arc<World>, process: Process) {
    let (world, rest) = (world.clone(), world.dice.between(Duration::ZERO, Duration::from_millis(100)));
    world.clone().spawn(async move {
        world.sleep(rest).await;
        if world.is_alive(process) && !world.is_calm() {
            crash(&world, process);
        }
    });
}

/// Nothing on a machine is run for a while.
pub(crate) fn stall(world: &World, machine: usize) {
    let time = world.dice.between(Duration::from_secs(1), Duration::from_secs(40));
    world.trouble(STALLED, Some(machine), None, Some(time));
    world.machines()[machine].stalled_until = world.now() + time;
}

/// Sets a machine's clock wrong, or right again.
pub(crate) fn step(world: &World, machine: usize) {
    let (now, wrong) = (world.now(), either_way(&world.dice, STEP));
    let machine = &mut world.machines()[machine];
    let offset = if machine.offset() == machine.skew { wrong } else { machine.skew };
    machine.offsets.push((now, offset));
}

/// Sets all clocks right, as far as clocks of this run are.
pub(crate) fn set_right(world: &World) {
    let now = world.now();
    for machine in world.machines().iter_mut() {
        machine.offsets.push((now, machine.skew));
    }
}

/// The processes that run.
pub(crate) fn all(world: &World) -> Vec<Running> {
    world.machines().iter().filter_map(|machine| machine.running.clone()).collect()
}

/// One of them; none runs: none.
pub(crate) fn any(world: &World) -> Option<Running> {
    let running = all(world);
    let chosen = world.dice.below(running.len());
    running.into_iter().nth(chosen)
}
