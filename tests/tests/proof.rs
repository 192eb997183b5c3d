//! A few seconds of the proof of the token lifecycle, on each store: real processes, one of which is killed each second.
//! `tests/examples/proof` is the whole of it.

#[path = "../examples/proof/load/mod.rs"]
mod load;

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use load::{Outcome, Plan, StoreKind, run, work_if_told};

/// One at a time: each of them keeps the machine busy.
static TURN: Mutex<()> = Mutex::new(());

/// What a process started by these tests does.
#[test]
fn worker() {
    work_if_told();
}

fn prove(store: StoreKind) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let plan = Plan {
        store,
        processes: 3,
        tasks: 8,
        authorizers: 12,
        seconds: 4,
        rate: 120,
        seed: 7,
        rotate: true,
        forget: true,
        wrong_clocks: true,
    };
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let program = env::current_exe().expect("this program");
    let command = || {
        let mut command = Command::new(&program);
        command.args(["worker", "--exact"]).stdout(Stdio::null());
        command
    };
    match run(&plan, &spec, command).expect("it runs") {
        Outcome::Judged(judgement) => assert!(judgement.holds(), "{store:?}\n{judgement}"),
        Outcome::NoRedis => eprintln!("redis-server is not installed: this test is left out"),
    }
}

#[test]
fn processes_that_are_killed_lose_no_token_in_redis() {
    prove(StoreKind::Redis);
}

#[test]
fn processes_that_are_killed_lose_no_token_in_sqlite() {
    prove(StoreKind::Sqlite);
}
