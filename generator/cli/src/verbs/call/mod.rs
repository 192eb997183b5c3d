//! `wxgen call`: any endpoint from the shell.

mod json_text;
mod mocked;
mod print;

use std::cell::Cell;
use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use mocked::{Mocked, start_mock};
use serde_json::Value;
use wxgen::pipeline;
use wxgen::pipeline::Loaded;
use wxgen::report;
use wxgen_call::{
    CallError, Found, Hidden, NotFound, PreparedCall, Report, Target, arguments, describe, find, listed, send,
    spec_location,
};

use super::{Outcome, output};

/// The environment variable of the token.
const VARIABLE: &str = "WXOPEN_TOKEN";

const AFTER: &str = "\
Parameters, read by their types in the spec:
  name=text            a text, number, true or false, or a value of an enum by value or name
  name:=JSON           JSON as it is: name:=[1,2]
  name@file            an upload; for other types what the file holds; @- is standard input
  a.b=x                a part of an object
  a[]=x a[]=y          the items of a list; a[0].b=x is a part of one, a[].b=x a[].c=y of the same new one
What is fixed is sent by itself. Exactly one of a choice is given. Everything that is wrong is told at once.

The token comes from --token, else from the environment variable WXOPEN_TOKEN. Tokens and secrets are never printed,
unless --show-secrets is given.

Exit status: 0 done, 1 WeChat answered with an error, 2 the call could not be made or its reply not be read.

The reply goes to standard output, everything else to standard error. With --format json one object is printed:
  {\"ok\": true, \"endpoint\": \"bindTester\", \"reply\": {…}, \"error\": null}
  {\"ok\": false, \"endpoint\": \"bindTester\", \"reply\": {…}, \"error\": {\"kind\": \"wechat\", \"message\": \"…\", \"code\": 85004,
    \"name\": \"AlreadyBound\", \"errmsg\": \"…\", \"rid\": \"…\", \"class\": \"other\", \"advice\": \"…\", \"repeat\": \"no\",
    \"idempotent\": false, \"permission_sets\": null, \"docs\": \"…\"}}
  {\"ok\": false, \"endpoint\": \"bindTester\", \"reply\": null, \"error\": {\"kind\": \"arguments\", \"message\": \"…\", \"help\": \"…\",
    \"problems\": [{\"problem\": \"missing\", \"parameter\": \"wechatid\", \"message\": \"…\", \"help\": \"…\", \"spec\": \"spec/…:12\"}]}}
`repeat` is soon, later, with_new_token or no; `permission_sets` says which sets would do where that is the trouble. `kind`
is wechat (status 1), or one of spec, endpoint, arguments, token, output, mock, request, network, reply (status 2). What was
written to --output stands in \"output\": {\"file\": \"…\", \"bytes\": 3120, \"content_type\": \"image/png\"}.";

#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct Call {
    /// WeChat's name of the endpoint, in any case; bind_tester and member/bindTester will do, too
    #[arg(value_name = "ENDPOINT", required_unless_present = "list")]
    endpoint: Option<String>,
    /// What to send: key=value, key:=json or key@file
    #[arg(value_name = "KEY=VALUE")]
    parameters: Vec<String>,
    /// File with all parameters as a JSON object; - is standard input. What the command line says goes before it
    #[arg(long, value_name = "FILE")]
    body: Option<String>,
    /// The token, instead of the one in WXOPEN_TOKEN
    #[arg(long, value_name = "TOKEN", conflicts_with = "mock")]
    token: Option<String>,
    /// Call a local WeChat that is started for this call, with a token of its own
    #[cfg_attr(not(feature = "mock"), arg(hide = true))]
    #[arg(long, conflicts_with = "base_url")]
    mock: bool,
    /// Where to call instead of WeChat, such as http://127.0.0.1:8787
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// How long the call may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    timeout: u32,
    /// Where to write the reply
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the curl command that does the same, and send nothing
    #[arg(long, conflicts_with = "dry_run")]
    curl: bool,
    /// Tell what the endpoint takes, answers and fails with, and send nothing
    #[arg(long)]
    describe: bool,
    /// List the endpoints, those of an area, or those that have to do with a word
    #[arg(long, value_name = "AREA|WORD", num_args = 0..=1, default_missing_value = "")]
    list: Option<String>,
    /// Print tokens and secrets, too
    #[arg(long)]
    show_secrets: bool,
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: CallFormat,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CallFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

impl Call {
    pub(super) fn run(self) -> Outcome {
        let mut name = None;
        match self.call(&mut name) {
            Ok(outcome) => outcome,
            Err(trouble) => {
                match self.format {
                    CallFormat::Json => output::json(&trouble.json(name.as_deref())),
                    CallFormat::Text => output::trouble(&trouble.text()),
                }
                Outcome::CouldNotRun
            }
        }
    }

    /// Does what is asked; `name` becomes the endpoint's, once it is known.
    fn call(&self, name: &mut Option<String>) -> Result<Outcome, CallError> {
        let loaded = pipeline::load(&self.spec);
        let Some(api) = &loaded.api else { return Err(self.broken(&loaded)) };
        if let Some(word) = &self.list {
            return Ok(self.print_list(&listed(api, Some(word.as_str()).filter(|word| !word.is_empty()))));
        }
        let written = self.endpoint.as_deref().unwrap_or_default();
        let found = find(api, written).map_err(|why| not_found(written, why))?;
        *name = Some(found.endpoint.name.clone());
        if self.describe {
            match self.format {
                CallFormat::Json => output::json(&describe::json(found)),
                CallFormat::Text => output::line(describe::text(found).trim_end()),
            }
            return Ok(Outcome::Yes);
        }
        self.make(found, &loaded)
    }

    /// Makes the call, or shows it.
    fn make(&self, found: Found<'_>, loaded: &Loaded) -> Result<Outcome, CallError> {
        let stdin = Cell::new(true);
        let read = |path: &str| read_file(path, &stdin);
        let body = self.body.as_deref().map(|path| read_body(path, &read)).transpose()?;
        let values = arguments(found.endpoint, &self.parameters, body, &read).map_err(|problems| {
            let file = &found.endpoint.spec_file;
            let mut trouble =
                CallError::new("arguments", format!("{} cannot be called like that", found.endpoint.name))
                    .help(format!("wxgen call {} --describe tells all", found.endpoint.name));
            let placed = |path: &str| if path.is_empty() { None } else { spec_location(&loaded.sources, file, path) };
            trouble.problems = problems.into_iter().map(|problem| (problem.clone(), placed(&problem.path))).collect();
            trouble
        })?;
        let token = self.given_token();
        let request = &found.endpoint.request;
        let hidden = |token: Option<&str>| Hidden::new(self.show_secrets, token, request, &values.values);
        let prepared = PreparedCall::new(found, values.clone());
        if self.dry_run || self.curl {
            return Ok(self.show(found, &prepared, &hidden(token.as_deref()), token.as_deref()));
        }
        self.check_output(&prepared)?;
        let (mock, target) = self.target(found, token)?;
        let hidden = hidden(target.token.as_deref());
        let report = Report::of(found, send(prepared, &target), &hidden);
        drop(mock);
        self.print(found, report)
    }

    fn given_token(&self) -> Option<String> {
        let from_environment = || if self.mock { None } else { std::env::var(VARIABLE).ok() };
        self.token.clone().or_else(from_environment).filter(|token| !token.is_empty())
    }

    /// Where to call, with which token; and the mock that runs for it.
    fn target(&self, found: Found<'_>, token: Option<String>) -> Result<(Option<Mocked>, Target), CallError> {
        let timeout = Duration::from_secs(self.timeout.into());
        if self.mock {
            let (mock, base_url, token) = start_mock(&self.spec, found)?;
            return Ok((Some(mock), Target { token, base_url: Some(base_url), timeout }));
        }
        match &found.endpoint.token {
            Some(needed) if token.is_none() => {
                let kinds: Vec<_> = needed.kinds().collect();
                let message = format!("{} needs a token: {}", found.endpoint.name, kinds.join(" or "));
                Err(CallError::new("token", message)
                    .help(format!("set {VARIABLE}, give --token, or try it with --mock")))
            }
            _ => Ok((None, Target { token, base_url: self.base_url.clone(), timeout })),
        }
    }

    /// What comes back needs a place to go to before anything is sent.
    fn check_output(&self, prepared: &PreparedCall) -> Result<(), CallError> {
        if let Some(file) = &self.output {
            wxgen::persist::replaceable(file).map_err(|error| CallError::new("output", error.to_string()))?;
        }
        let no_place = match self.format {
            CallFormat::Text => io::stdout().is_terminal(),
            CallFormat::Json => true,
        };
        if prepared.wants_bytes() && self.output.is_none() && no_place {
            let message = format!("{} answers with bytes, which do not belong here", prepared.meta().name);
            return Err(CallError::new("output", message).help("--output FILE says where to write them"));
        }
        Ok(())
    }

    fn broken(&self, loaded: &Loaded) -> CallError {
        if self.format == CallFormat::Text {
            output::trouble(&report::text(&loaded.diagnostics, &loaded.sources, io::stderr().is_terminal()));
        }
        CallError::new("spec", format!("{} in the spec", output::count(loaded.errors(), "error")))
            .help("wxgen check tells them; --spec says where the spec is")
    }
}

fn not_found(written: &str, why: NotFound) -> CallError {
    match why {
        NotFound::Unknown(near) => {
            let help = match near.as_slice() {
                [] => "wxgen call --list tells all".to_owned(),
                near => format!("did you mean {}?", near.join(", ")),
            };
            CallError::new("endpoint", format!("no endpoint is called {written:?}")).help(help)
        }
        NotFound::Ambiguous(all) => {
            let message = format!("{} endpoints are called {written:?}", all.len());
            CallError::new("endpoint", message).help(format!("say which: {}", all.join(", ")))
        }
    }
}

/// A file; standard input only once.
fn read_file(path: &str, stdin: &Cell<bool>) -> io::Result<Vec<u8>> {
    if path != "-" {
        return std::fs::read(path);
    }
    if !stdin.replace(false) {
        return Err(io::Error::other("standard input has been read already"));
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_body(path: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Value, CallError> {
    let bytes = read(path).map_err(|error| CallError::new("arguments", format!("--body {path}: {error}")))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| CallError::new("arguments", format!("--body {path} is not JSON: {error}")))
}
