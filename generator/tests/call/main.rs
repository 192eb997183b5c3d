//! Calls from the shell.
