//! A verb that this build lacks: says what to type instead.

use clap::Args;

use super::{Format, Outcome, output};

/// A verb of the full build, with whatever comes after it.
#[derive(Debug, Args)]
pub(super) struct LeftOut {
    /// What the verb would take
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

impl LeftOut {
    pub(super) fn run(self, verb: &str) -> Outcome {
        let format = if asks_for_json(&self.words) { Format::Json } else { Format::Text };
        let message = format!(
            "`wxgen {verb}` is not part of this light build; type `cargo wxgen {verb} …` in the repository of wxopen, \
             or install the full build with `cargo install wxgen-cli --features full`"
        );
        output::error(format, &message);
        Outcome::CouldNotRun
    }
}

fn asks_for_json(words: &[String]) -> bool {
    words.iter().any(|word| word == "--format=json") || words.windows(2).any(|pair| pair == ["--format", "json"])
}
