//! `wxgen`: reads a folder of WeChat API specs and writes a Rust client, its error enums and its docs.
//!
//! [`Builder`] is for build scripts:
//!
//! ```no_run
//! // build.rs; src/lib.rs has include!(concat!(env!("OUT_DIR"), "/wxopen.rs"));
//! fn main() -> Result<(), wxgen::BuildError> {
//!     wxgen::Builder::new().specs("spec").generate()
//! }
//! ```
//!
//! Data flows one way, and the modules are named after the stages: [`read`] finds the files, [`yaml`] makes trees of them,
//! [`parse`] the spec as written, [`check`] judges it, [`lower`] makes the [`model`] of it, [`emit`] turns that into files
//! in memory and [`persist`] puts them on disk. [`pipeline`] runs the stages up to the files. All stages stand on
//! [`source`], [`names`] and [`report`]; a stage imports only stages before it.

pub mod build;
pub mod check;
pub mod emit;
pub mod lower;
pub mod markdown;
pub mod meanings;
pub mod model;
pub mod names;
pub mod parse;
pub mod persist;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod schema;
pub mod source;
pub mod text;
pub mod threads;
pub mod yaml;

pub use build::{BuildError, Builder};
