//! Runs the simulation of the token lifecycle for many seeds, or one seed again: `README.md` beside this file says what it
//! claims, and how to replay.

mod sim;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use clap::Parser;

use self::sim::Run;

/// So many kinds of failures are printed.
const EXAMPLES: usize = 20;

/// Simulates a fleet whose store, network, clocks and processes fail, once for each seed.
#[derive(Debug, Parser)]
#[command(name = "simulation")]
struct Options {
    /// How many seeds
    #[arg(long, default_value_t = 100_000)]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Threads; as many as there are cores unless told
    #[arg(long)]
    threads: Option<usize>,
    /// Only this seed
    #[arg(long, conflicts_with_all = ["seeds", "from", "threads"])]
    seed: Option<u64>,
    /// Print what happens in it
    #[arg(long, requires = "seed")]
    trace: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let holds = match options.seed {
        Some(seed) => replay(seed, options.trace),
        None => run_all(&options),
    };
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One seed, again.
fn replay(seed: u64, traces: bool) -> bool {
    let run = sim::run(seed, traces);
    let mut text = run.trace;
    count_lines(&run.counts, &mut text);
    let _ = writeln!(text, "seed {seed}: {} violations", run.violations.len());
    for violation in &run.violations {
        let _ = writeln!(text, "  {violation}");
    }
    // Whoever reads may have seen enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
    run.violations.is_empty()
}

/// All seeds, on all threads.
fn run_all(options: &Options) -> bool {
    let threads = options.threads.or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let (next, end) = (AtomicU64::new(options.from), options.from.saturating_add(options.seeds));
    let all = Mutex::new((BTreeMap::new(), BTreeMap::new()));
    let start = Instant::now();
    // A panic is a violation, and is told with its seed.
    std::panic::set_hook(Box::new(|_| {}));
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let Run { violations, counts, .. } = sim::run(seed, false);
                    let mut all = all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    for (what, count) in counts {
                        *all.0.entry(what).or_default() += count;
                    }
                    if !violations.is_empty() {
                        all.1.insert(seed, violations);
                    }
                }
            });
        }
    });
    let (counts, failed) = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut text = String::new();
    count_lines(&counts, &mut text);
    print!("{text}");
    println!("{} seeds in {:.1} s, {} failed", options.seeds, start.elapsed().as_secs_f64(), failed.len());
    let mut kinds = BTreeMap::<String, (usize, u64, &str)>::new();
    for (seed, violations) in &failed {
        // What comes after the first one may follow from it.
        let kind: String = violations[0].chars().filter(|c| !c.is_ascii_digit()).collect();
        kinds.entry(kind).or_insert((0, *seed, &violations[0])).0 += 1;
    }
    let mut kinds: Vec<_> = kinds.into_values().collect();
    kinds.sort_by_key(|(count, seed, _)| (usize::MAX - count, *seed));
    for (count, seed, first) in kinds.iter().take(EXAMPLES) {
        println!("{count} failed like seed {seed}: {first}");
    }
    failed.is_empty()
}

fn count_lines(counts: &BTreeMap<&'static str, u64>, text: &mut String) {
    for (what, count) in counts {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{count:>12}  {what}");
    }
}
