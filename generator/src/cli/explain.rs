//! `wxgen explain CODE`: what a diagnostic means and how to mend it.

use clap::Args;
use serde_json::json;

use super::{Format, Outcome, output};

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A code such as WX0201; without one, all are listed
    code: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Explain {
    pub(super) fn run(self) -> Outcome {
        let Some(code) = &self.code else {
            self.list();
            return Outcome::Yes;
        };
        let Some(entry) = wxgen::explain::explain(code) else {
            output::error(self.format, &format!("no code is called {code:?}; `wxgen explain` lists all"));
            return Outcome::No;
        };
        match self.format {
            Format::Json => {
                output::json(&json!({ "code": entry.code, "title": entry.title, "explanation": entry.explanation }))
            }
            _ => output::line(&format!("{}: {}\n\n{}", entry.code, entry.title, entry.explanation.trim())),
        }
        Outcome::Yes
    }

    fn list(&self) {
        let all = wxgen::explain::all();
        if self.format == Format::Json {
            let codes: Vec<_> = all.map(|entry| json!({ "code": entry.code, "title": entry.title })).collect();
            return output::json(&json!({ "codes": codes }));
        }
        all.for_each(|entry| output::line(&format!("{}  {}", entry.code, entry.title)));
    }
}
