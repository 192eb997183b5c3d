//! `wxgen openapi`: the API as an OpenAPI document.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::Value;
use wxgen::emit::openapi;
use wxgen::emit::openapi::Version;
use wxgen::persist;
use wxgen::pipeline;

use super::{Outcome, output};

/// What stands where.
const EXTENSIONS: &str = "\
Every endpoint is an operation. Endpoints that share a path and a method are told apart by a fragment, as in
/wxa/plugin#action=apply; it is never sent. An error is a second kind of the reply with status 200. Permission sets,
return codes and choices stand in x- extensions; docs/openapi.md in wxgen's repository lists them.

Exit status: 0 printed or written, 1 the spec has errors, 2 the file could not be written.";

#[derive(Debug, Args)]
#[command(after_help = EXTENSIONS)]
pub(super) struct Openapi {
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// File to write, instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How to write
    #[arg(long, value_enum, default_value = "json")]
    format: Language,
    /// Version of OpenAPI
    #[arg(long, value_name = "VERSION", value_enum, default_value = "3.1")]
    openapi_version: OpenapiVersion,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// JSON
    Json,
    /// YAML
    Yaml,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OpenapiVersion {
    /// For tools that read no other
    #[value(name = "3.0")]
    V3_0,
    /// The one that says most
    #[value(name = "3.1")]
    V3_1,
}

impl Openapi {
    pub(super) fn run(self) -> Outcome {
        let loaded = pipeline::load(&self.spec);
        output::diagnostics(super::Format::Text, &loaded);
        let Some(api) = &loaded.api else {
            let errors = output::count(loaded.errors(), "error");
            output::error(super::Format::Text, &format!("{errors} in the spec; nothing was written"));
            return Outcome::No;
        };
        let version = match self.openapi_version {
            OpenapiVersion::V3_0 => Version::V3_0,
            OpenapiVersion::V3_1 => Version::V3_1,
        };
        match self.text(&openapi::emit(api, version)).and_then(|text| self.put(&text)) {
            Ok(()) => Outcome::Yes,
            Err(error) => {
                output::error(super::Format::Text, &error);
                Outcome::CouldNotRun
            }
        }
    }

    fn text(&self, document: &Value) -> Result<String, String> {
        match self.format {
            Language::Json => serde_json::to_string_pretty(document).map_err(|error| error.to_string()),
            Language::Yaml => serde_yaml::to_string(document).map_err(|error| error.to_string()),
        }
    }

    fn put(&self, text: &str) -> Result<(), String> {
        let text = text.trim_end();
        match &self.out {
            Some(file) => persist::put(file, format!("{text}\n").as_bytes()).map_err(|error| error.to_string()),
            None => {
                output::line(text);
                Ok(())
            }
        }
    }
}
