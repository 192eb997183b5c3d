//! `wxgen capture`: documentation pages → specs on stdout, or merged into a spec folder.

pub(super) mod gather;
mod write;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use wxgen::report;
use wxgen::report::{Diagnostic, Severity};
use wxgen::source::{FileId, SourceFile, Sources, Span};

use wxgen_pages::{Finding, Page, spec_folder};

use super::{Outcome, SPEC_IS_BROKEN, output};

#[derive(Debug, Args)]
pub(super) struct Capture {
    /// Pages: files, folders of them, or - for standard input
    #[arg(value_name = "PAGE", required = true)]
    pages: Vec<PathBuf>,
    /// Spec folder to create endpoints in, or to merge into
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Area of endpoints that the spec does not have yet
    #[arg(long, value_name = "NAME", default_value = spec_folder::AREA, value_parser = area)]
    area: String,
    /// When the pages were fetched; noted in the sources of each spec
    #[arg(long, value_name = "DATE", value_parser = date)]
    captured: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Specs in YAML, findings as diagnostics
    Text,
    /// One object a line for each page
    Json,
}

fn area(name: &str) -> Result<String, String> {
    let why = "an area is a folder, a module and a feature at once: letters, digits, `-` and `_`";
    if spec_folder::is_area(name) { Ok(name.to_owned()) } else { Err(why.to_owned()) }
}

fn date(text: &str) -> Result<String, String> {
    if wxgen::check::is_date(text) { Ok(text.to_owned()) } else { Err("a date is YYYY-MM-DD".to_owned()) }
}

/// A page, or why there is none.
pub(super) type Read = Result<Page, String>;

impl Capture {
    pub(super) fn run(self) -> Outcome {
        let files = match gather::files(&self.pages) {
            Ok(files) => files,
            Err(error) => return self.fail(&error),
        };
        let read = gather::read(&files, self.captured.as_deref());
        let unreadable = read.iter().any(Result::is_err);
        let empty = read.iter().flatten().any(|page| page.captured.endpoints.is_empty());
        for error in read.iter().filter_map(|page| page.as_ref().err()) {
            self.tell_error(error);
        }
        let broken = self.deliver(read).is_err();
        match (broken || unreadable, empty) {
            (true, _) => Outcome::CouldNotRun,
            (false, true) => Outcome::No,
            (false, false) => Outcome::Yes,
        }
    }

    /// Prints what the pages say, or writes it.
    fn deliver(&self, read: Vec<Read>) -> Result<(), ()> {
        let sources = match &self.into {
            Some(dir) => write::sources(dir).map_err(|text| self.tell_broken(&text))?,
            None => Sources::default(),
        };
        // Errors stand in their places among the pages; numbers of pages do not count them.
        let errors: Vec<_> = read.iter().map(|page| page.as_ref().err().cloned()).collect();
        let pages: Vec<Page> = read.into_iter().flatten().collect();
        if self.format == Format::Json && self.into.is_none() {
            tell_json(&errors, &pages, wxgen_pages::reconcile(&pages).1);
            return Ok(());
        }
        let mut result = spec_folder::bring(&sources, &pages, &self.area)
            .map_err(|found| self.tell_broken(&report::text(&found, &sources, io::stderr().is_terminal())))?;
        let findings = std::mem::take(&mut result.findings);
        match self.format {
            Format::Text => tell_findings(&pages, &findings),
            Format::Json => tell_json(&errors, &pages, findings),
        }
        let Some(dir) = &self.into else {
            tell_specs(&result);
            return Ok(());
        };
        if let Err(error) = write::write(dir, &result.files) {
            self.fail(&error);
            return Err(());
        }
        if self.format == Format::Text {
            tell_files(&result);
        }
        Ok(())
    }

    fn fail(&self, error: &str) -> Outcome {
        if self.format == Format::Json {
            output::line(&json!({ "error": error }).to_string());
        }
        self.tell_error(error);
        Outcome::CouldNotRun
    }

    fn tell_error(&self, error: &str) {
        output::error(super::Format::Text, error);
    }

    fn tell_broken(&self, text: &str) {
        output::trouble(text);
        self.tell_error(&format!("{SPEC_IS_BROKEN}; nothing was written"));
    }
}

/// One object a line for each page, with what the pages together tell.
fn tell_json(errors: &[Option<String>], pages: &[Page], more: Vec<(usize, Finding)>) {
    let mut captured: Vec<_> = pages.iter().map(|page| page.captured.clone()).collect();
    for (page, finding) in more {
        if let Some(captured) = captured.get_mut(page) {
            captured.findings.push(finding);
        }
    }
    let mut captured = captured.into_iter();
    for error in errors {
        let object = match error {
            Some(error) => Some(json!({ "error": error })),
            None => captured.next().map(|mut captured| {
                captured.findings.sort_by_key(|finding| finding.line);
                wxgen_pages::json(&captured)
            }),
        };
        object.into_iter().for_each(|object| output::line(&report::visible_json(&object.to_string())));
    }
}

fn tell_specs(result: &spec_folder::SpecFolder) {
    let specs: Vec<_> = result.files.iter().filter(|file| file.is_endpoint()).collect();
    for file in specs {
        output::line(&format!("---\n# {}\n{}", file.path, file.text.trim_end()));
    }
}

fn tell_files(result: &spec_folder::SpecFolder) {
    let unchanged = result.files.iter().filter(|file| file.state == spec_folder::State::Unchanged).count();
    for file in result.files.iter().filter(|file| file.state != spec_folder::State::Unchanged) {
        output::line(&format!("{:<8} {}", file.state.name(), file.path));
        file.changes.iter().for_each(|change| output::line(&format!("         {}", report::visible(change))));
    }
    let changed = result.files.len() - unchanged;
    output::line(&format!("{} written, {unchanged} unchanged", output::count(changed, "file")));
}

/// Findings as diagnostics, page by page.
fn tell_findings(pages: &[Page], more: &[(usize, Finding)]) {
    let mut more_of: Vec<Vec<&Finding>> = vec![Vec::new(); pages.len()];
    for (page, finding) in more {
        if let Some(findings) = more_of.get_mut(*page) {
            findings.push(finding);
        }
    }
    for (page, more) in pages.iter().zip(more_of) {
        let mut findings: Vec<&Finding> = page.captured.findings.iter().chain(more).collect();
        findings.sort_by_key(|finding| finding.line);
        let lines = line_starts(&page.text);
        let diagnostics: Vec<_> = findings.iter().map(|finding| diagnostic(finding, &page.text, &lines)).collect();
        let file = SourceFile::new(&page.file, &page.file, &page.text);
        output::trouble(&report::text(&diagnostics, &Sources::of(vec![file]), io::stderr().is_terminal()));
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

fn diagnostic(finding: &Finding, text: &str, lines: &[usize]) -> Diagnostic {
    let start = lines.get(finding.line.saturating_sub(1)).copied().unwrap_or(text.len());
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let start = start + (line.len() - line.trim_start().len());
    let end = start + line.trim().len();
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span { file: FileId(0), start: byte(start), end: byte(end) };
    let diagnostic = Diagnostic::error(finding.code, finding.message.as_str()).at(span, "");
    Diagnostic { severity: Severity::Warning, ..diagnostic }
}
