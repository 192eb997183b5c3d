//! `wxgen schema`: the JSON Schema of the spec format.

use clap::Args;

use super::{Outcome, output};

#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run(self) -> Outcome {
        output::json(&wxgen::schema::json_schema());
        Outcome::Yes
    }
}
