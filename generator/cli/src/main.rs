//! The `wxgen` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    wxgen_cli::run()
}
