//! Calls from the shell: arguments judged by a spec, calls over real HTTP, what is printed, what shells complete.

mod arguments;
mod completing;
mod finding;
mod mocked;
mod secrets;
mod support;
mod told;
