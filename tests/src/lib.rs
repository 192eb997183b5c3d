//! Shared by the tests: the client of the golden spec, which has one of everything, as a build script makes it.
//!
//! Being a module of this crate it is held to the lints of the workspace.

/// The client of `tests/golden/spec`.
pub mod golden {
    include!(concat!(env!("OUT_DIR"), "/golden.rs"));
}
