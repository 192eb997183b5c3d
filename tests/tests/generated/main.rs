//! What is checked in under `generated/`: fresh, complete, the same everywhere, and small to review when a spec changes.

mod diff;
mod fresh;
