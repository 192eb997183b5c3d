//! The `wxgen` command.

fn main() {}
