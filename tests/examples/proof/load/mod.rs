//! The proof of the token lifecycle under load: many processes on one store, killed one after the other, and a WeChat whose
//! tokens live for a second. Midway the store forgets everything, and all clocks are wrong.
//!
//! `fleet` runs it, `worker` is one process of it, which notes what happens in a `trace`; `judge` reads what all of them
//! noted, compares it with what the mock issued, and says which claims hold.

mod clock;
mod fleet;
mod judge;
mod owner;
mod plan;
mod redis_server;
mod report;
mod trace;
mod watched;
mod worker;

pub(crate) use fleet::{Outcome, run};
pub(crate) use plan::{Plan, StoreKind};
pub(crate) use worker::work_if_told;
