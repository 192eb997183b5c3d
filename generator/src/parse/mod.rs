//! YAML → the spec as written.

mod spec;

pub use spec::*;
