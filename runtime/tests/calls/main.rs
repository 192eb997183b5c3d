//! What a caller relies on, over a transport in memory and with endpoints written by hand as the generator writes them.

mod api;
#[cfg(feature = "serde")]
mod as_data;
mod binary;
#[cfg(feature = "blocking")]
mod blocking;
mod bring_your_own_io;
mod clients;
mod decoding;
mod downloads;
mod failures;
mod files;
mod forms;
mod links;
mod local;
mod permissions;
mod requests;
mod secrets;
mod tokens;
