//! The command `wxgen`, run as people run it: what it prints, what it writes, how it ends.

#[cfg(unix)]
mod alike;
mod call;
mod capture_into;
mod coverage;
mod diff_git;
mod drift;
mod generate;
#[cfg(unix)]
mod mock;
mod support;
