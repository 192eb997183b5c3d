//! The local WeChat as a command, and its rule files. What it serves is tested with the generated client, in `tests/`.

#[cfg(unix)]
mod cli;
mod rules;
