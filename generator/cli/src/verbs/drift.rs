//! `wxgen drift`: what documentation pages and the spec disagree on.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Args;
use wxgen::read::read_spec;
use wxgen::report;
use wxgen::report::Severity;
use wxgen::source::Sources;
use wxgen_pages::Page;
use wxgen_pages::drift;
use wxgen_pages::drift::Drift as Drifted;

use super::capture::gather;
use super::{Outcome, ReportFormat, SPEC_IS_BROKEN, output};

const AFTER: &str = "\
Exit status: 0 pages and spec agree, 1 they do not, 2 a page or the spec could not be read.

With --format json, one object is printed:
  {\"drifted\": true, \"pages\": 1, \"endpoints\": 1, \"changes\": [{
    \"endpoint\": \"bindTester\", \"change\": \"required_changed\", \"side\": \"request\", \"name\": \"wechatid\",
    \"page_says\": \"required\", \"spec_says\": \"not required\",
    \"page\": {\"file\": \"page.md\", \"line\": 30}, \"spec\": {\"file\": \"member/bind_tester.yaml\", \"line\": 12}}]}
`change` is one of endpoint_new, endpoint_gone, method_changed, path_changed, permission_sets_changed, returns_changed,
param_added, param_removed, required_changed, type_changed, place_changed, one_of_changed, code_added, code_removed,
code_text_changed. `side` is request, reply or null; `name` a path such as a.b[].c, a code, or empty. What is not said,
or is nowhere, is null. Or {\"error\": \"…\"}, with status 2.";

#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Drift {
    /// Pages: files, folders of them, or - for standard input
    #[arg(value_name = "PAGE", required = true)]
    pages: Vec<PathBuf>,
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
}

impl Drift {
    pub(super) fn run(self) -> Outcome {
        match self.compare() {
            Ok(drift) => self.tell(&drift),
            Err(error) => self.format.fail(&error),
        }
    }

    fn compare(&self) -> Result<Drifted, String> {
        let files = gather::files(&self.pages)?;
        let pages: Vec<Page> = gather::read(&files, None).into_iter().collect::<Result<_, _>>()?;
        for page in pages.iter().filter(|page| page.captured.endpoints.is_empty()) {
            output::trouble(&format!("warning: {}: the page holds no endpoint\n", page.file));
        }
        let mut diagnostics = Vec::new();
        let sources = read_spec(&self.spec, &mut diagnostics);
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Err(broken(&diagnostics, &sources));
        }
        drift::drift(&sources, &pages).map_err(|diagnostics| broken(&diagnostics, &sources))
    }

    fn tell(&self, drift: &Drifted) -> Outcome {
        match self.format {
            ReportFormat::Json => output::json(&drift.json()),
            ReportFormat::Text => output::line(drift.text().trim_end()),
            ReportFormat::Markdown => output::line(drift.markdown().trim_end()),
        }
        if drift.changes.is_empty() { Outcome::Yes } else { Outcome::No }
    }
}

fn broken(diagnostics: &[report::Diagnostic], sources: &Sources) -> String {
    output::trouble(&report::text(diagnostics, sources, io::stderr().is_terminal()));
    SPEC_IS_BROKEN.to_owned()
}
