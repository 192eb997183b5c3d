//! Everything that there is in a simulation, and the loop that runs it.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wxopen_runtime::BoxFuture;

use super::dice::Dice;
use super::executor::{Executor, Turn};
use super::happenings::Happenings;
use super::journal::{Journal, Trouble};
use super::machine::Machine;
use super::plan::{Fault, Plan};
use super::process::Process;
use super::store::Replicas;
use super::wechat::WeChat;

/// So many steps a run takes at most; more are a storm.
const MOST_STEPS: u32 = 400_000;
/// No run goes on for longer: somebody waits for what never comes.
const MOST_TIME: Duration = Duration::from_secs(24 * 3600);
/// Crashes and stalls, in a million steps.
const CRASHES: u32 = 1_500;
const STALLS: u32 = 1_000;
/// So many of each in a run.
const MOST: usize = 5;

/// A simulation.
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) dice: Dice,
    pub(crate) executor: Executor,
    pub(crate) journal: Journal,
    store: Mutex<Replicas>,
    wechat: Mutex<WeChat>,
    machines: Mutex<Vec<Machine>>,
    happenings: Mutex<Happenings>,
    /// Nothing goes wrong any more.
    calm: AtomicBool,
    done: AtomicBool,
    crashes: Mutex<usize>,
    stalls: Mutex<usize>,
}

impl World {
    /// The one of this seed.
    pub(crate) fn of(seed: u64, traces: bool) -> Arc<Self> {
        let dice = Dice::seeded(seed);
        let plan = Plan::draw(&dice);
        let wechat = WeChat::new(&plan);
        let machines = (0..plan.machines).map(|_| Machine::draw(&plan, &dice)).collect();
        Arc::new(Self {
            store: Mutex::new(Replicas::new(&plan)),
            happenings: Mutex::new(Happenings::of(wechat.merchants.keys().cloned())),
            wechat: Mutex::new(wechat),
            machines: Mutex::new(machines),
            journal: Journal::new(traces),
            executor: Executor::default(),
            calm: AtomicBool::new(false),
            done: AtomicBool::new(false),
            crashes: Mutex::default(),
            stalls: Mutex::default(),
            plan,
            dice,
        })
    }

    /// Runs everything until the course is over.
    pub(crate) fn run(self: &Arc<Self>) {
        for step in 0.. {
            if self.done.load(Ordering::Relaxed) {
                break;
            }
            if step > MOST_STEPS || self.now() > MOST_TIME {
                self.violation(format_args!("no end after {step} steps"));
                break;
            }
            match self.executor.pick(&self.dice) {
                Some(turn) => self.step(&turn),
                None if self.executor.advance() => {}
                None => {
                    self.violation(format_args!("nothing can go on, and the course is not over"));
                    break;
                }
            }
        }
        // They hold each other.
        self.executor.clear();
        let machines = std::mem::take(&mut *self.machines());
        drop(machines);
        self.executor.clear();
    }

    /// One step of one task, unless its process ends or is not run.
    fn step(self: &Arc<Self>, turn: &Turn) {
        if let Some(process) = turn.owner {
            if self.strikes(Fault::Crash, CRASHES) && within(&self.crashes) {
                return super::machine::crash(self, process);
            }
            if self.strikes(Fault::Stall, STALLS) && within(&self.stalls) {
                super::machine::stall(self, process.machine);
            }
            let until = self.machines()[process.machine].stalled_until;
            if until > self.now() {
                return self.executor.postpone(turn, until);
            }
        }
        self.executor.poll(turn);
    }

    /// Does this fault happen now? So many times in a million it does.
    pub(crate) fn strikes(&self, fault: Fault, million: u32) -> bool {
        !self.is_calm() && self.plan.has(fault) && self.dice.million(million)
    }

    /// Does this fault happen to this exchange?
    pub(crate) fn fails(&self, fault: Fault) -> bool {
        self.strikes(fault, self.plan.often)
    }

    /// From now on nothing goes wrong.
    pub(crate) fn calm(&self) {
        self.calm.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.calm.load(Ordering::Relaxed)
    }

    /// The course is over.
    pub(crate) fn end(&self) {
        self.done.store(true, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> Duration {
        self.executor.now()
    }

    /// A task that belongs to no process.
    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        let future: BoxFuture<'static, ()> = Box::pin(future);
        self.executor.spawn(None, future);
    }

    pub(crate) async fn sleep(&self, time: Duration) {
        self.executor.sleep(time).await;
    }

    /// After a time that the dice choose.
    pub(crate) async fn pause(&self, least: Duration, most: Duration) {
        self.sleep(self.dice.between(least, most)).await;
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Replicas> {
        held(&self.store)
    }

    pub(crate) fn wechat(&self) -> MutexGuard<'_, WeChat> {
        held(&self.wechat)
    }

    pub(crate) fn machines(&self) -> MutexGuard<'_, Vec<Machine>> {
        held(&self.machines)
    }

    pub(crate) fn happenings(&self) -> MutexGuard<'_, Happenings> {
        held(&self.happenings)
    }

    /// Does this process run?
    pub(crate) fn is_alive(&self, process: Process) -> bool {
        self.machines().get(process.machine).is_some_and(|machine| machine.process() == Some(process))
    }

    /// How far the clock of a machine is ahead, in milliseconds.
    pub(crate) fn offset(&self, machine: usize) -> i64 {
        self.machines().get(machine).map_or(0, Machine::offset)
    }

    /// How far the clock of a machine was ahead in that time: at least, and at most.
    pub(crate) fn offset_within(&self, machine: usize, from: Duration, until: Duration) -> (i64, i64) {
        self.machines().get(machine).map_or((0, 0), |machine| machine.offset_within(from, until))
    }

    pub(crate) fn note(&self, line: fmt::Arguments<'_>) {
        self.journal.note(self.now(), line);
    }

    pub(crate) fn count(&self, what: &'static str) {
        self.journal.count(what);
    }

    pub(crate) fn violation(&self, what: fmt::Arguments<'_>) {
        self.journal.violation(self.now(), what.to_string());
    }

    /// Something goes wrong by plan, for so long; none: until it is ended.
    pub(crate) fn trouble(
        &self,
        what: &'static str,
        machine: Option<usize>,
        owner: Option<&str>,
        time: Option<Duration>,
    ) {
        let now = self.now();
        self.count(what);
        let who = machine.map_or_else(|| "all".to_owned(), |machine| format!("m{machine}"));
        self.note(format_args!("{who}: {what} {}", owner.unwrap_or_default()));
        let until = time.map(|time| now + time);
        self.journal.trouble(Trouble { what, machine, owner: owner.map(str::to_owned), from: now, until });
    }
}

fn within(count: &Mutex<usize>) -> bool {
    let mut count = held(count);
    *count += 1;
    *count <= MOST
}

fn held<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
