//! A call under way: tokens, attempts, the pauses between them.
//!
//! [`client`] is what users call, and [`blocking`](crate::blocking) the same without async. [`exchange`] runs a call from
//! its request to a reply that was found good or bad: it gets the token, sends each attempt as a [`transmission`] through
//! the [`layer`]s, tries other hosts ([`failover`]), and decides with [`retry`] what is sent again. Nothing in it knows the
//! types of a call. What it fails with is a [`failure`], which the client turns into the error of the endpoint.

#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod client;
pub(crate) mod download;
pub(crate) mod exchange;
pub(crate) mod failover;
pub(crate) mod failure;
pub(crate) mod layer;
pub(crate) mod log;
pub(crate) mod retry;
pub(crate) mod settings;
pub(crate) mod transmission;
