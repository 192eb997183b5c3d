//! A thousand runs of the simulation of the token lifecycle. `tests/examples/simulation` is the whole of it.

#[path = "../examples/simulation/sim/mod.rs"]
mod sim;

use std::thread;

/// So many seeds are run.
const SEEDS: u64 = 1_000;

#[test]
fn whatever_fails_no_token_is_lost_and_each_event_is_reported_once() {
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let failed: Vec<_> = thread::scope(|scope| {
        let of_thread = |first| {
            let seeds = (first..SEEDS).step_by(usize::try_from(threads).unwrap_or(1));
            seeds.filter_map(|seed| Some((seed, sim::run(seed, false).violations.into_iter().next()?))).collect()
        };
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(move || of_thread(first))).collect();
        running.into_iter().flat_map(|thread| -> Vec<_> { thread.join().expect("it ends") }).collect()
    });
    assert!(
        failed.is_empty(),
        "seeds and what did not hold first (`--example simulation -- --seed N --trace`): {failed:#?}"
    );
}

#[test]
fn the_same_seed_brings_the_same_run() {
    for seed in 0..10 {
        let (first, second) = (sim::run(seed, true), sim::run(seed, true));
        assert!(first.trace.len() > 1_000, "seed {seed}: something happens");
        assert!(first.trace == second.trace, "seed {seed}: the traces differ");
        assert_eq!(first.counts, sim::run(seed, false).counts, "seed {seed}: looking changes nothing");
    }
}
