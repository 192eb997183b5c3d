//! What a service relies on to have the right token at any time: against a small WeChat in memory, with every store there
//! is. Redis is started for the tests that need it; where it is not installed they say so and are left out.
#![cfg(feature = "platform")]

mod before_lease;
mod conformance;
mod flights;
mod interleavings;
mod lifecycle;
mod merchants;
#[cfg(all(feature = "sqlite", feature = "reqwest"))]
mod processes;
mod refusals;
#[cfg(feature = "sealed")]
mod sealed;
mod secrets;
mod setbacks;
mod stores;
mod wechat;
