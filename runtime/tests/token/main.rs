//! What a service relies on to have the right token at any time: against a small WeChat in memory, with every store there
//! is. Redis is started for the tests that need it; where it is not installed they say so and are left out.
#![cfg(feature = "platform")]

mod before_lease;
mod clients;
mod clocks;
mod codes;
mod conformance;
mod faulty;
mod flights;
#[cfg(any(feature = "sqlite", feature = "redis"))]
mod hanging_stores;
mod interleavings;
mod lifecycle;
#[cfg(any(feature = "sqlite", feature = "redis"))]
mod losses;
mod lost_data;
#[cfg(all(feature = "sqlite", feature = "reqwest"))]
mod lost_stores;
mod merchants;
mod mishaps;
#[cfg(all(feature = "sqlite", feature = "reqwest"))]
mod processes;
#[cfg(feature = "redis")]
mod redis_server;
mod refusals;
#[cfg(any(feature = "sqlite", feature = "redis"))]
mod rollout;
#[cfg(feature = "sealed")]
mod sealed;
mod secrets;
mod setbacks;
mod spawning;
mod stores;
mod waiting;
mod wechat;
