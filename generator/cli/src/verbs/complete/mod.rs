//! `wxgen completions` prints what a shell needs to complete command lines; `wxgen __complete` is what that runs.

mod candidates;
mod shell_words;
#[cfg(feature = "call")]
mod spec_words;

use clap::{Args, ValueEnum};

use super::{Outcome, output};
use candidates::candidates;

const AFTER: &str = "\
Endpoints, parameters and their values come from the spec in the folder spec, or in the one that --spec names.

  bash  eval \"$(wxgen completions bash)\"                                  in ~/.bashrc
  zsh   wxgen completions zsh > ~/.zfunc/_wxgen                           with ~/.zfunc in fpath, before compinit
  fish  wxgen completions fish > ~/.config/fish/completions/wxgen.fish";

#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Completions {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

/// A shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl Completions {
    pub(super) fn run(self) -> Outcome {
        let script = match self.shell {
            Shell::Bash => include_str!("wxgen.bash"),
            Shell::Zsh => include_str!("wxgen.zsh"),
            Shell::Fish => include_str!("wxgen.fish"),
        };
        output::line(script.trim_end());
        Outcome::Yes
    }
}

/// What can come next.
#[derive(Debug, Args)]
pub(super) struct Complete {
    /// Who asks
    #[arg(value_enum)]
    shell: Shell,
    /// The words up to the cursor, the last one typed in part; for bash the line and COMP_WORDBREAKS
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

impl Complete {
    /// Prints a candidate a line, with a tab and what it is behind it where the shell shows that.
    pub(super) fn run(self) -> Outcome {
        let (words, breaks) = match (self.shell, self.words.as_slice()) {
            (Shell::Bash, [line, breaks]) => (shell_words::split(line), breaks.clone()),
            (_, words) => (words.to_vec(), String::new()),
        };
        let Some((typed, before)) = words.split_last() else { return Outcome::Yes };
        let done = shell_words::up_to_break(typed, &breaks);
        for candidate in candidates(before, typed) {
            let text: String = candidate.text.chars().filter(|c| !c.is_control()).collect();
            match self.shell {
                // Bash replaces what stands after the last break of a word.
                Shell::Bash => output::line(text.strip_prefix(done).unwrap_or(&text)),
                _ => {
                    let about: String = candidate.about.chars().filter(|c| !c.is_control()).collect();
                    output::line(format!("{text}\t{about}").trim_end_matches('\t'));
                }
            }
        }
        Outcome::Yes
    }
}
