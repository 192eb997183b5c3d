//! `wxgen check`: is the spec valid and the generated crate fresh?

use clap::Args;
use serde_json::{Value, json};
use wxgen::persist;
use wxgen::persist::{Difference, Finding, State};
use wxgen::pipeline;
use wxgen::pipeline::Loaded;
use wxgen::report;

use super::{Folders, Format, Outcome, output};

/// What to do about files that others made.
const MOVE_AWAY: &str = "move the foreign files away";

/// The words of the list.
const STATES: &str = "\
Files are
  stale    as they were written, and the spec or wxgen has changed since
  missing  not there
  orphan   written once, and no longer part of the output
  edited   changed by hand since they were written
  foreign  in src, docs or tests/examples, and never written by wxgen";

#[derive(Debug, Args)]
#[command(after_help = STATES)]
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
            output::line(&format!("{out}: {count} not as the spec says; {}", self.remedy(findings)));
        }
    }

    /// What to do. No command takes away files that others made.
    fn remedy(&self, findings: &[Finding]) -> String {
        let foreign = findings.iter().filter(|finding| finding.state == State::Foreign).count();
        match foreign {
            0 => format!("run: {}", self.command()),
            all if all == findings.len() => MOVE_AWAY.to_owned(),
            _ => format!("{MOVE_AWAY}, then run: {}", self.command()),
        }
    }

    /// The command that mends it.
    fn command(&self) -> String {
        let Folders { spec, out, runtime } = &self.folders;
        let mut command = "wxgen generate".to_owned();
        if spec.as_os_str() != "spec" {
            command.push_str(&format!(" --spec {}", quoted(&spec.to_string_lossy())));
        }
        if out.as_os_str() != "generated" {
            command.push_str(&format!(" --out {}", quoted(&out.to_string_lossy())));
        }
        if let Some(runtime) = runtime {
            command.push_str(&format!(" --runtime {}", quoted(runtime)));
        }
        command
    }

    fn annotate(&self, finding: &Finding) {
        let line = finding.first_difference.as_ref().map_or(1, |difference| difference.line);
        let path = self.folders.out.join(&finding.path);
        let message = format!("{} file; {}", finding.state.name(), self.remedy(std::slice::from_ref(finding)));
        output::line(&report::github_line("error", &path.to_string_lossy(), line, 1, "not fresh", &message));
    }

    fn to_json(&self, loaded: &Loaded, findings: &[Finding]) -> Value {
        let mut result = report::json(&loaded.diagnostics, &loaded.sources);
        let files: Vec<_> = findings.iter().map(finding_json).collect();
        if let Value::Object(entries) = &mut result {
            entries.insert("fresh".to_owned(), json!(findings.is_empty() && loaded.errors() == 0));
            entries.insert("files".to_owned(), json!(files));
            let helps = findings.iter().any(|finding| finding.state != State::Foreign);
            entries.insert("command".to_owned(), json!(helps.then(|| self.command())));
        }
        result
    }
}

fn list(finding: &Finding) {
    output::line(&format!("{:<8} {}", finding.state.name(), report::visible(&finding.path)));
    if let Some(Difference { line, is, should }) = &finding.first_difference {
        let text = |line: &Option<String>| line.as_deref().map_or("(end of file)".to_owned(), report::visible);
        output::line(&format!("         line {line}"));
        output::line(&format!("         is      {}", text(is)));
        output::line(&format!("         should  {}", text(should)));
    }
}

fn finding_json(finding: &Finding) -> Value {
    let Finding { path, state, first_difference } = finding;
    let difference = first_difference.as_ref().map(|Difference { line, is, should }| {
        let visible = |text: &Option<String>| text.as_deref().map(report::visible);
        json!({ "line": line, "is": visible(is), "should": visible(should) })
    });
    json!({ "path": path, "state": state.name(), "first_difference": difference })
}

/// An argument as a shell takes it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=,@:".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
