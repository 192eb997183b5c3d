//! The clock of a machine, and where a process runs its tasks.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wxopen_runtime::{BoxFuture, Clock, Spawn};

use super::process::Process;
use super::world::World;

/// When a simulation begins, as right clocks show it.
pub(crate) fn beginning() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

/// The clock of a machine: ahead or behind by as much as the machine says.
pub(crate) struct MachineClock {
    pub(crate) world: Arc<World>,
    pub(crate) process: Process,
}

impl Clock for MachineClock {
    fn now(&self) -> SystemTime {
        let offset = self.world.offset(self.process.machine);
        let right = beginning() + self.world.now();
        match offset < 0 {
            true => right - Duration::from_millis(offset.unsigned_abs()),
            false => right + Duration::from_millis(offset.unsigned_abs()),
        }
    }

    fn elapsed(&self) -> Duration {
        self.world.now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(self.world.executor.sleep(time))
    }

    fn fraction(&self) -> f64 {
        self.world.dice.fraction()
    }
}

/// Runs the tasks of a process, as long as it lives.
pub(crate) struct ProcessTasks {
    pub(crate) world: Arc<World>,
    pub(crate) process: Process,
}

impl Spawn for ProcessTasks {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        if self.world.is_alive(self.process) {
            self.world.executor.spawn(Some(self.process), task);
        }
    }
}
