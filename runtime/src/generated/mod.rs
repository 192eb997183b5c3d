//! What generated files use: nothing here is meant for code written by hand, and it changes with the generator.

mod error_enum;
#[cfg(feature = "serde")]
pub mod example;
pub mod prelude;
#[doc(hidden)]
pub mod serde_support;
mod structs;
