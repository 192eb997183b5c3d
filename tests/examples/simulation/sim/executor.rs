//! One thread that runs all tasks of all processes. Of those that can go on, the dice pick the next one; when none can,
//! time moves to the next alarm. Nothing else moves time, so a run takes no longer than its steps do.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use wxopen_runtime::BoxFuture;

use super::dice::Dice;
use super::process::Process;

/// The tasks that can go on. In order: in which order they were woken may be random, as with a watch channel of tokio.
type Ready = Arc<Mutex<BTreeSet<usize>>>;

/// Tasks and alarms. Clones are the same executor.
#[derive(Clone, Default)]
pub(crate) struct Executor(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    ready: Ready,
}

#[derive(Default)]
struct State {
    now: Duration,
    tasks: Vec<Option<Task>>,
    alarms: BinaryHeap<Reverse<Alarm>>,
    /// How many alarms were set.
    set: u64,
}

struct Task {
    /// The process that it belongs to; it ends with it. None: it is part of the world around.
    owner: Option<Process>,
    /// Not there while it runs.
    future: Option<BoxFuture<'static, ()>>,
    signal: Arc<Signal>,
}

/// Wakes a task.
struct Alarm {
    at: Duration,
    number: u64,
    waker: Waker,
}

impl Alarm {
    fn key(&self) -> (Duration, u64) {
        (self.at, self.number)
    }
}

impl PartialEq for Alarm {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Alarm {}

impl PartialOrd for Alarm {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Alarm {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// Puts its task among those that can go on, once.
struct Signal {
    task: usize,
    queued: AtomicBool,
    ready: Ready,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.queued.swap(true, Ordering::Relaxed) {
            held(&self.ready).insert(self.task);
        }
    }
}

/// A task that is about to run.
pub(crate) struct Turn {
    task: usize,
    /// Whose it is.
    pub(crate) owner: Option<Process>,
}

impl Executor {
    fn state(&self) -> MutexGuard<'_, State> {
        held(&self.0.state)
    }

    /// The time since the beginning.
    pub(crate) fn now(&self) -> Duration {
        self.state().now
    }

    /// Adds a task.
    pub(crate) fn spawn(&self, owner: Option<Process>, future: BoxFuture<'static, ()>) {
        let mut state = self.state();
        let task = state.tasks.len();
        let signal = Arc::new(Signal { task, queued: AtomicBool::new(false), ready: self.0.ready.clone() });
        signal.wake_by_ref();
        state.tasks.push(Some(Task { owner, future: Some(future), signal }));
    }

    /// Returns after that time.
    pub(crate) fn sleep(&self, time: Duration) -> Sleep {
        Sleep { executor: self.clone(), at: self.now().saturating_add(time), set: None }
    }

    /// The next task, as the dice say; none: nothing can go on before time moves.
    pub(crate) fn pick(&self, dice: &Dice) -> Option<Turn> {
        loop {
            let task = {
                let mut ready = held(&self.0.ready);
                if ready.is_empty() {
                    return None;
                }
                let place = dice.below(ready.len());
                let task = ready.iter().nth(place).copied()?;
                ready.remove(&task);
                task
            };
            if let Some(Some(found)) = self.state().tasks.get(task) {
                found.signal.queued.store(false, Ordering::Relaxed);
                return Some(Turn { task, owner: found.owner });
            }
        }
    }

    /// Runs a task until it waits.
    pub(crate) fn poll(&self, turn: &Turn) {
        let Some((mut future, waker)) = self.state().tasks.get_mut(turn.task).and_then(|task| {
            let task = task.as_mut()?;
            Some((task.future.take()?, Waker::from(task.signal.clone())))
        }) else {
            return;
        };
        let poll = future.as_mut().poll(&mut Context::from_waker(&waker));
        let mut state = self.state();
        if let (Poll::Pending, Some(Some(task))) = (poll, state.tasks.get_mut(turn.task)) {
            task.future = Some(future);
            return;
        }
        let ended = state.tasks.get_mut(turn.task).and_then(Option::take);
        // What ends here may spawn, wake, or read the time.
        drop(state);
        drop((ended, future));
    }

    /// Lets a task that can go on wait until then.
    pub(crate) fn postpone(&self, turn: &Turn, until: Duration) {
        let mut state = self.state();
        if let Some(Some(task)) = state.tasks.get(turn.task) {
            let waker = Waker::from(task.signal.clone());
            state.set_alarm(until, waker);
        }
    }

    /// Ends all tasks of a process where they are.
    pub(crate) fn kill(&self, process: Process) {
        let theirs = |task: &&mut Option<Task>| task.as_ref().is_some_and(|task| task.owner == Some(process));
        let ended: Vec<_> = self.state().tasks.iter_mut().filter(theirs).map(Option::take).collect();
        drop(ended);
    }

    /// Ends everything.
    pub(crate) fn clear(&self) {
        let state = std::mem::take(&mut *self.state());
        drop(state);
    }

    /// Moves time to the next alarm. `false`: there is none.
    pub(crate) fn advance(&self) -> bool {
        let mut state = self.state();
        let Some(Reverse(first)) = state.alarms.pop() else { return false };
        state.now = state.now.max(first.at);
        first.waker.wake();
        while state.alarms.peek().is_some_and(|Reverse(alarm)| alarm.at <= first.at) {
            if let Some(Reverse(next)) = state.alarms.pop() {
                next.waker.wake();
            }
        }
        true
    }
}

impl State {
    fn set_alarm(&mut self, at: Duration, waker: Waker) {
        self.set += 1;
        self.alarms.push(Reverse(Alarm { at, number: self.set, waker }));
    }
}

/// Waits for a moment.
pub(crate) struct Sleep {
    executor: Executor,
    at: Duration,
    /// Whom the alarm wakes.
    set: Option<Waker>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let executor = self.executor.clone();
        let mut state = executor.state();
        if state.now >= self.at {
            return Poll::Ready(());
        }
        if !self.set.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            state.set_alarm(self.at, context.waker().clone());
            self.set = Some(context.waker().clone());
        }
        Poll::Pending
    }
}

/// What a future returns, unless the other one ends before.
pub(crate) async fn unless<T>(end: impl Future<Output = ()>, future: impl Future<Output = T>) -> Option<T> {
    let (mut end, mut future) = (Box::pin(end), Box::pin(future));
    std::future::poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Where a caller gives up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    /// After so many polls.
    pub(crate) polls: usize,
    /// Right after the last of them, not when it would go on.
    pub(crate) at_once: bool,
}

/// What a future returns, unless it is dropped before.
pub(crate) async fn cut<T>(cut: Option<Cut>, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut polls) = (Box::pin(future), 0);
    std::future::poll_fn(move |context| {
        if cut.is_some_and(|cut| polls >= cut.polls) {
            return Poll::Ready(None);
        }
        polls += 1;
        match future.as_mut().poll(context) {
            Poll::Pending if cut.is_some_and(|cut| cut.at_once && polls >= cut.polls) => Poll::Ready(None),
            poll => poll.map(Some),
        }
    })
    .await
}

fn held<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
