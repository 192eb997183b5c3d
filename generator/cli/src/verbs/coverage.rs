//! `wxgen coverage`: how much of an API the spec holds, and how well.

use std::fs;
use std::path::PathBuf;

use crate::coverage::Coverage as Covered;
use crate::coverage::inventory::{Inventory, LARGEST};
use clap::Args;
use wxgen::pipeline;

use super::{Format, Outcome, ReportFormat, SPEC_IS_BROKEN, output};

const AFTER: &str = "\
The inventory is a file of tab-separated lines under a line of column names: `path`, and where known `action` (a value
that the endpoint always sends, where several have one path), `method`, `name`, `docs`. Other columns are passed over.

Exit status: 0 done, 1 with --at-least: the spec has fewer endpoints of the inventory, 2 the spec or the inventory could
not be read.

With --format json, one object is printed:
  {\"inventory\": {\"endpoints\": 544, \"covered\": 438, \"unlisted\": 0}, \"total\": {…}, \"missing\": [{\"path\": \"/a\",
    \"action\": \"\", \"method\": \"POST\", \"name\": \"\"}], \"areas\": [{\"area\": \"member\", \"title\": \"Member management\",
    \"endpoints\": 3, \"listed\": 3, \"with_examples\": 3, \"parameters\": {\"done\": 3, \"all\": 3},
    \"reply_fields\": {…}, \"codes\": {…}, \"examples\": {…}}]}
Or {\"error\": \"…\"}, with status 2.";

#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Coverage {
    /// The inventory
    #[arg(long, value_name = "TSV")]
    against: PathBuf,
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// Fail when the spec has fewer endpoints of the inventory
    #[arg(long, value_name = "N")]
    at_least: Option<usize>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
}

impl Coverage {
    pub(super) fn run(self) -> Outcome {
        match self.count() {
            Ok(coverage) => self.tell(&coverage),
            Err(error) => self.format.fail(&error),
        }
    }

    fn count(&self) -> Result<Covered, String> {
        let shown = self.against.display();
        let size = fs::metadata(&self.against).map_err(|error| format!("{shown}: {error}"))?.len();
        if size > LARGEST {
            return Err(format!("{shown}: {size} bytes are too many; an inventory has {LARGEST} at most"));
        }
        let text = fs::read_to_string(&self.against).map_err(|error| format!("{shown}: {error}"))?;
        let inventory = Inventory::read(&text).map_err(|faults| {
            let faults = faults.iter().take(20).map(|fault| format!("{shown}:{}: {}", fault.line, fault.message));
            faults.collect::<Vec<_>>().join("\n       ")
        })?;
        let loaded = pipeline::load(&self.spec);
        let Some(api) = &loaded.api else {
            output::diagnostics(Format::Text, &loaded);
            return Err(SPEC_IS_BROKEN.to_owned());
        };
        Ok(Covered::of(api, &inventory))
    }

    fn tell(&self, coverage: &Covered) -> Outcome {
        match self.format {
            ReportFormat::Text => output::line(coverage.text().trim_end()),
            ReportFormat::Json => output::json(&coverage.json()),
            ReportFormat::Markdown => output::line(coverage.markdown().trim_end()),
        }
        if self.at_least.is_some_and(|least| coverage.covered < least) { Outcome::No } else { Outcome::Yes }
    }
}
