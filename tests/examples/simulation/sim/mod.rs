//! A simulation of a fleet: processes, each with a platform of its own, on a store and a WeChat of which anything can fail at
//! any await. One thread, virtual time, and dice with a seed: the same seed brings the same run, to the last line of its
//! trace.
//!
//! `course` is what happens; `judge` and `happenings` say what has to hold.

mod clock;
mod course;
mod dice;
mod executor;
mod happenings;
mod journal;
mod judge;
mod line;
mod machine;
mod merchants;
mod plan;
mod process;
mod store;
mod store_link;
mod tokens;
mod wechat;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) use journal::Run;

use self::world::World;

/// Runs the simulation of a seed, and says what came of it.
pub(crate) fn run(seed: u64, traces: bool) -> Run {
    let world = World::of(seed, traces);
    world.note(format_args!("{:?}", world.plan));
    world.spawn(course::course(world.clone()));
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| world.run())) {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        world.violation(format_args!("panic: {}", text.unwrap_or("without a text")));
    }
    world.journal.take()
}
