//! Finds the files of a spec folder and keeps their text.
//!
//! A spec folder holds `api.yaml`, `permission_sets.yaml` and `errcodes.yaml`, and a folder per area with one YAML file
//! per endpoint. Other files are left alone. A file that cannot be read is reported and taken for an empty one.

mod decode;
mod disk;
mod links;
mod listed;

pub use disk::read_spec;
pub use links::Links;
pub use listed::{Fetched, Listed, read_listed};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 1 << 20;
/// The largest spec that is read, in bytes.
pub const LARGEST_SPEC: u64 = 64 << 20;
/// The most files a spec may have.
pub const MOST_FILES: usize = 20_000;
