//! What happens to calls that fail: when they are made again, after which pause, where; and what layers see of it. Time
//! is a clock that moves when someone sleeps, so none of it takes any.

mod api;
mod deadlines;
mod hosts;
mod layers;
mod listener;
mod logs;
#[cfg(feature = "reqwest")]
mod network;
mod pauses;
mod properties;
mod repeats;
mod secrets;
