//! `wxgen diff` over git repositories made for the purpose, with real commits, branches, tags and clones; and the
//! workflows of docs/ci.md, run as they stand there.

// What the workflows run are programs of Linux.
#![cfg(target_os = "linux")]

mod hostile;
mod mistakes;
mod naming;
mod options;
mod parts;
mod repo;
mod shallow;
mod workflows;
