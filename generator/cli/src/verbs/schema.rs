//! `wxgen schema`: the JSON Schema of the spec format, or of what `wxgen diff` prints.

use clap::{Args, ValueEnum};

use super::{Outcome, output};

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of what
    #[arg(value_enum, default_value = "spec")]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// Files of a spec
    Spec,
    /// What `wxgen diff --format json` prints
    Diff,
}

impl Schema {
    pub(super) fn run(self) -> Outcome {
        output::json(&match self.of {
            Of::Spec => wxgen::schema::json_schema(),
            Of::Diff => wxgen_diff::show::json_schema(),
        });
        Outcome::Yes
    }
}
