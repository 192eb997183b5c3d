//! `wxgen docs`: a site to browse.

use std::fs;
use std::path::PathBuf;

use crate::site;
use crate::site::Home;
use clap::Args;
use wxgen::emit;
use wxgen::persist;
use wxgen::persist::Written;
use wxgen::pipeline;
use wxgen::pipeline::Loaded;

use super::{Format, Outcome, output};

#[derive(Debug, Args)]
pub(super) struct Docs {
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = "site")]
    out: PathBuf,
    /// Another page for the site, a Markdown file whose first heading is its title; can be given several times
    #[arg(long, value_name = "FILE")]
    page: Vec<PathBuf>,
    /// Branch that links to edit a spec lead to
    #[arg(long, value_name = "NAME", default_value = "main")]
    branch: String,
    /// Where the spec folder lies in the repository
    #[arg(long, value_name = "PATH", default_value = "spec")]
    folder: String,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Docs {
    pub(super) fn run(self) -> Outcome {
        let loaded = pipeline::load(&self.spec);
        output::diagnostics(self.format, &loaded);
        let Some(api) = &loaded.api else {
            let errors = output::count(loaded.errors(), "error");
            match self.format {
                Format::Json => output::json(&output::written(&loaded, &Written::default())),
                _ => output::error(self.format, &format!("{errors} in the spec; nothing was written")),
            }
            return Outcome::No;
        };
        let more = match self.pages() {
            Ok(pages) => pages,
            Err(error) => return self.fail(&error),
        };
        let home = Home { branch: self.branch.clone(), folder: self.folder.clone() };
        let files = match site::render(&emit::site::emit(api, more), &home) {
            Ok(files) => files,
            Err(error) => return self.fail(&error.to_string()),
        };
        match persist::persist(&self.out, &files) {
            Ok(written) => {
                self.tell(&loaded, &written);
                Outcome::Yes
            }
            Err(error) => self.fail(&error.to_string()),
        }
    }

    /// The other pages: title and text.
    fn pages(&self) -> Result<emit::site::More, String> {
        let read = |path: &PathBuf| {
            let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let title = text.lines().find_map(|line| line.strip_prefix("# "));
            let title = title.ok_or_else(|| format!("{} has no heading, `# …`", path.display()))?;
            Ok((title.trim().to_owned(), text))
        };
        self.page.iter().map(read).collect()
    }

    fn fail(&self, error: &str) -> Outcome {
        output::error(self.format, error);
        Outcome::CouldNotRun
    }

    fn tell(&self, loaded: &Loaded, outcome: &Written) {
        if self.format == Format::Json {
            return output::json(&output::written(loaded, outcome));
        }
        let Written { written, unchanged, removed, left, .. } = outcome;
        let out = self.out.display();
        let written = output::count(written.len(), "file");
        output::line(&format!(
            "{}{out}: {written} written, {unchanged} unchanged, {} removed",
            output::left(left),
            removed.len()
        ));
        output::line(&format!("open {}", self.out.join("index.html").display()));
    }
}
