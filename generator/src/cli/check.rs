//! `wxgen check`: is the spec valid and the generated crate fresh?

use clap::Args;
use serde_json::{Value, json};
use wxgen::persist::{self, Finding};
use wxgen::pipeline::{self, Loaded};
use wxgen::report;

use super::{Folders, Format, Outcome, output};

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    folders: Folders,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Check {
    pub(super) fn run(self) -> Outcome {
        let mut loaded = pipeline::load(&self.folders.spec);
        output::diagnostics(self.format, &loaded);
        let Some(mut api) = loaded.api.take() else {
            self.tell_invalid(&loaded);
            return Outcome::No;
        };
        if self.folders.runtime.is_some() {
            api.krate.runtime_path.clone_from(&self.folders.runtime);
        }
        let files = pipeline::emit(&api);
        match persist::compare(&self.folders.out, &files) {
            Ok(findings) => {
                self.tell(&loaded, &findings, files.len());
                if findings.is_empty() { Outcome::Yes } else { Outcome::No }
            }
            Err(error) => {
                output::error(self.format, &error.to_string());
                Outcome::CouldNotRun
            }
        }
    }

    fn tell_invalid(&self, loaded: &Loaded) {
        match self.format {
            Format::Json => output::json(&self.to_json(loaded, &[])),
            _ => output::error(self.format, &format!("{} in the spec", output::count(loaded.errors(), "error"))),
        }
    }

    fn tell(&self, loaded: &Loaded, findings: &[Finding], files: usize) {
        match self.format {
            Format::Json => return output::json(&self.to_json(loaded, findings)),
            Format::Github => findings.iter().for_each(|finding| self.annotate(finding)),
            Format::Text => findings.iter().for_each(list),
        }
        let out = self.folders.out.display();
        if findings.is_empty() {
            output::line(&format!("{out}: {} fresh", output::count(files, "file")));
        } else {
            let count = output::count(findings.len(), "file");
            output::line(&format!("{out}: {count} not as the spec says; run: {}", self.command()));
        }
    }

    /// The command that mends it.
    fn command(&self) -> String {
        let Folders { spec, out, runtime } = &self.folders;
        let mut command = "wxgen generate".to_owned();
        if spec.as_os_str() != "spec" {
            command.push_str(&format!(" --spec {}", spec.display()));
        }
        if out.as_os_str() != "generated" {
            command.push_str(&format!(" --out {}", out.display()));
        }
        if let Some(runtime) = runtime {
            command.push_str(&format!(" --runtime {runtime}"));
        }
        command
    }

    fn annotate(&self, finding: &Finding) {
        let line = finding.first_difference.as_ref().map_or(1, |(line, ..)| *line);
        let path = self.folders.out.join(&finding.path);
        let message = format!("{} file; run {}", finding.state.name(), self.command());
        output::line(&report::github_line("error", &path.to_string_lossy(), line, 1, "not fresh", &message));
    }

    fn to_json(&self, loaded: &Loaded, findings: &[Finding]) -> Value {
        let mut result = report::json(&loaded.diagnostics, &loaded.sources);
        let files: Vec<_> = findings.iter().map(finding_json).collect();
        if let Value::Object(entries) = &mut result {
            entries.insert("fresh".to_owned(), json!(findings.is_empty() && loaded.errors() == 0));
            entries.insert("files".to_owned(), json!(files));
            entries.insert("command".to_owned(), json!(self.command()));
        }
        result
    }
}

fn list(finding: &Finding) {
    output::line(&format!("{:<8} {}", finding.state.name(), finding.path));
    if let Some((line, is, should)) = &finding.first_difference {
        output::line(&format!("         line {line}"));
        output::line(&format!("         is      {}", report::visible(is)));
        output::line(&format!("         should  {}", report::visible(should)));
    }
}

fn finding_json(finding: &Finding) -> Value {
    let Finding { path, state, first_difference } = finding;
    let difference =
        first_difference.as_ref().map(|(line, is, should)| json!({ "line": line, "is": is, "should": should }));
    json!({ "path": path, "state": state.name(), "first_difference": difference })
}
