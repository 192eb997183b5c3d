//! `wxgen explain CODE`: what a diagnostic means and how to mend it, or what a return code of WeChat means.

use clap::Args;
use serde_json::json;
use wxgen::meanings::{Meaning, meanings};
use wxgen::report::{self, codes::CODES};

use super::{Format, Outcome, output};

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A code such as WX0201, or a return code of WeChat such as 61007; without one, those of diagnostics are listed
    #[arg(allow_negative_numbers = true)]
    code: Option<String>,
    /// Folder of the specs, for return codes
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: std::path::PathBuf,
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
        if let Ok(number) = code.parse() {
            return self.return_code(number);
        }
        let Some(entry) = report::explain(code) else {
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

    /// What WeChat means by a number.
    fn return_code(&self, code: i64) -> Outcome {
        let Some(api) = wxgen::pipeline::load(&self.spec).api else {
            let folder = self.spec.display();
            output::error(self.format, &format!("the spec in {folder} has errors; `wxgen check` tells them"));
            return Outcome::CouldNotRun;
        };
        let meanings = meanings(&api, code);
        if meanings.is_empty() {
            output::error(self.format, &format!("the spec does not know the return code {code}"));
            return Outcome::No;
        }
        match self.format {
            Format::Json => {
                let meanings: Vec<_> = meanings.iter().map(Meaning::json).collect();
                output::json(&json!({ "return_code": code, "meanings": meanings }));
            }
            _ => {
                let texts: Vec<_> = meanings.iter().map(Meaning::text).collect();
                output::line(texts.join("\n").trim_end());
            }
        }
        Outcome::Yes
    }

    fn list(&self) {
        let all = CODES.iter();
        if self.format == Format::Json {
            let codes: Vec<_> = all.map(|entry| json!({ "code": entry.code, "title": entry.title })).collect();
            return output::json(&json!({ "codes": codes }));
        }
        all.for_each(|entry| output::line(&format!("{}  {}", entry.code, entry.title)));
    }
}
