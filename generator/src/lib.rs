//! `wxgen`: reads a folder of WeChat API specs and writes a Rust client, its error enums and its docs.

pub mod model;
pub mod names;
pub mod parse;
pub mod read;
pub mod report;
