//! Includes generated code and denies about every lint there is.

#![deny(warnings, rust_2018_idioms, rust_2024_compatibility, nonstandard_style, future_incompatible, unused)]
#![deny(missing_docs, missing_debug_implementations, missing_copy_implementations, unreachable_pub, unnameable_types)]
#![deny(unused_qualifications, unused_results, unused_lifetimes, unused_import_braces, unused_macro_rules)]
#![deny(single_use_lifetimes, redundant_lifetimes, explicit_outlives_requirements, absolute_paths_not_starting_with_crate)]
#![deny(trivial_casts, trivial_numeric_casts, variant_size_differences, unit_bindings, let_underscore, unsafe_code)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::allow_attributes, clippy::allow_attributes_without_reason)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing, clippy::absolute_paths, clippy::missing_docs_in_private_items)]

/// A single call, and no codes that calls share.
pub mod single {
    include!(concat!(env!("OUT_DIR"), "/single.rs"));
}

/// One call of every shape.
pub mod golden {
    include!(concat!(env!("OUT_DIR"), "/golden.rs"));
}
