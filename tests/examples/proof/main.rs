//! Proves, with real processes, that tokens are kept as promised: `README.md` beside this file says what and how.

mod load;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Parser;

use self::load::{Outcome, Plan, StoreKind, run, work_if_told};

/// Proves that tokens are refreshed once and never lost, whoever is killed.
#[derive(Debug, Parser)]
#[command(name = "proof")]
struct Options {
    /// Where tokens are kept; both, one after the other, unless told
    #[arg(long, value_enum)]
    store: Option<StoreKind>,
    /// Processes at a time
    #[arg(long, default_value_t = 8, value_parser = positive)]
    processes: usize,
    /// Tasks of each process
    #[arg(long, default_value_t = 64, value_parser = positive)]
    tasks: usize,
    /// Merchants they call for
    #[arg(long, default_value_t = 200, value_parser = positive)]
    authorizers: usize,
    /// How long
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(2..=3600))]
    seconds: u64,
    /// Calls a second, as far as the machine goes; 0: tasks do not rest between calls
    #[arg(long, default_value_t = 2000)]
    rate: u64,
    /// Decides who is killed and who is called for
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A refresh leaves the refresh token as it is
    #[arg(long)]
    keep_refresh_tokens: bool,
    /// The store forgets nothing
    #[arg(long)]
    keep_store: bool,
    /// All clocks are right
    #[arg(long)]
    right_clocks: bool,
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))]
    spec: PathBuf,
}

fn positive(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "a number above 0 is wanted".to_owned())
}

fn main() -> ExitCode {
    if work_if_told() {
        return ExitCode::SUCCESS;
    }
    let options = Options::parse();
    let stores = options.store.map_or_else(|| vec![StoreKind::Redis, StoreKind::Sqlite], |store| vec![store]);
    let mut holds = true;
    for store in stores {
        match prove(&options, store) {
            Ok(answer) => holds &= answer,
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::from(2);
            }
        }
    }
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn prove(options: &Options, store: StoreKind) -> Result<bool, Box<dyn std::error::Error>> {
    let Options { processes, tasks, authorizers, seconds, rate, seed, .. } = *options;
    let (rotate, forget, wrong_clocks) = (!options.keep_refresh_tokens, !options.keep_store, !options.right_clocks);
    let plan = Plan { store, processes, tasks, authorizers, seconds, rate, seed, rotate, forget, wrong_clocks };
    println!("{store:?}: {processes} processes × {tasks} tasks, {authorizers} authorizers, {seconds} s, seed {seed}");
    let program = env::current_exe()?;
    match run(&plan, Path::new(&options.spec), || Command::new(&program))? {
        Outcome::Judged(judgement) => {
            print!("{judgement}");
            Ok(judgement.holds())
        }
        Outcome::NoRedis if options.store.is_some() => Err("redis-server is not on PATH".into()),
        Outcome::NoRedis => {
            println!("  skipped: redis-server is not on PATH");
            Ok(true)
        }
    }
}
