//! `wxgen`: reads a folder of WeChat API specs and writes a Rust client, its error enums and its docs.
//!
//! Data flows one way, and the modules are named after the stages: [`read`] finds the files, [`parse`] turns them into
//! the spec as written, [`check`] judges it, [`lower`] makes the [`model`] of it, [`emit`] turns that into files in
//! memory and [`persist`] puts them on disk. [`pipeline`] runs the stages up to the files. [`report`] shows what is
//! wrong, and [`build`] serves build scripts.
//!
//! Features: `cli` is the command, `mock` a local WeChat, `call` calls endpoints from what people type, `site` the docs as
//! HTML; all are on unless turned off, and a build script needs none.

pub mod build;
#[cfg(feature = "call")]
pub mod call;
pub mod capture;
pub mod check;
pub mod compare;
pub mod coverage;
pub mod emit;
pub mod explain;
pub mod lower;
#[cfg(feature = "mock")]
pub mod mock;
pub mod model;
pub mod names;
pub mod parse;
pub mod persist;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod schema;
#[cfg(feature = "site")]
pub mod site;
mod stamp;
mod threads;

pub use build::{BuildError, Builder};
pub use stamp::Stamp;
