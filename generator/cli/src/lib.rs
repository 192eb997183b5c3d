//! The command `wxgen`: one file per verb, each thin, and what only the command needs. It is a library too so that tests can
//! reach the parts; programs use the crates that it puts together.
//!
//! Features: `call` calls endpoints from the shell, `mock` serves a local WeChat, `site` writes the docs as HTML, `full` is
//! all of them. Without any it compiles fast and needs no C compiler.

pub mod coverage;
#[cfg(feature = "site")]
pub mod site;
mod verbs;

pub use verbs::run;
