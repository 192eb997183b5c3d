//! `wxgen call`: any endpoint from the shell.

use std::cell::Cell;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use wxgen::call::{
    Content, Found, Hidden, NotFound, Ready, Report, Target, Trouble, arguments, describe, find, listed, place, send,
};
use wxgen::pipeline::{self, Loaded};
use wxgen::report;

use super::json_text::json_text;
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
    fn call(&self, name: &mut Option<String>) -> Result<Outcome, Trouble> {
        let loaded = pipeline::load(&self.spec);
        let Some(api) = &loaded.api else { return Err(self.broken(&loaded)) };
        if let Some(word) = &self.list {
            return Ok(self.tell_list(&listed(api, Some(word.as_str()).filter(|word| !word.is_empty()))));
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
    fn make(&self, found: Found<'_>, loaded: &Loaded) -> Result<Outcome, Trouble> {
        let stdin = Cell::new(true);
        let read = |path: &str| read_file(path, &stdin);
        let body = self.body.as_deref().map(|path| read_body(path, &read)).transpose()?;
        let values = arguments(found.endpoint, &self.parameters, body, &read).map_err(|problems| {
            let file = &found.endpoint.spec_file;
            let mut trouble = Trouble::new("arguments", format!("{} cannot be called like that", found.endpoint.name))
                .help(format!("wxgen call {} --describe tells all", found.endpoint.name));
            let placed = |path: &str| if path.is_empty() { None } else { place(&loaded.sources, file, path) };
            trouble.problems = problems.into_iter().map(|problem| (problem.clone(), placed(&problem.path))).collect();
            trouble
        })?;
        let token = self.given_token();
        let request = &found.endpoint.request;
        let hidden = |token: Option<&str>| Hidden::new(self.show_secrets, token, request, &values.values);
        let ready = Ready::new(found, values.clone());
        if self.dry_run || self.curl {
            return Ok(self.show(found, &ready, &hidden(token.as_deref()), token.as_deref()));
        }
        self.check_output(&ready)?;
        let (mock, target) = self.target(found, token)?;
        let hidden = hidden(target.token.as_deref());
        let report = Report::of(found, send(ready, &target), &hidden);
        drop(mock);
        self.tell(found, report)
    }

    fn given_token(&self) -> Option<String> {
        let from_environment = || if self.mock { None } else { std::env::var(VARIABLE).ok() };
        self.token.clone().or_else(from_environment).filter(|token| !token.is_empty())
    }

    /// Where to call, with which token; and the mock that runs for it.
    fn target(&self, found: Found<'_>, token: Option<String>) -> Result<(Option<Mocked>, Target), Trouble> {
        let timeout = Duration::from_secs(self.timeout.into());
        if self.mock {
            let (mock, base_url, token) = start_mock(&self.spec, found)?;
            return Ok((Some(mock), Target { token, base_url: Some(base_url), timeout }));
        }
        match &found.endpoint.token {
            Some(needed) if token.is_none() => {
                let kinds: Vec<_> = needed.kinds().collect();
                let message = format!("{} needs a token: {}", found.endpoint.name, kinds.join(" or "));
                Err(Trouble::new("token", message).help(format!("set {VARIABLE}, give --token, or try it with --mock")))
            }
            _ => Ok((None, Target { token, base_url: self.base_url.clone(), timeout })),
        }
    }

    /// Bytes need a place to go to before anything is sent.
    fn check_output(&self, ready: &Ready) -> Result<(), Trouble> {
        let no_place = match self.format {
            CallFormat::Text => io::stdout().is_terminal(),
            CallFormat::Json => true,
        };
        if ready.wants_bytes() && self.output.is_none() && no_place {
            let message = format!("{} answers with bytes, which do not belong here", ready.meta().name);
            return Err(Trouble::new("output", message).help("--output FILE says where to write them"));
        }
        Ok(())
    }

    fn show(&self, found: Found<'_>, ready: &Ready, hidden: &Hidden, token: Option<&str>) -> Outcome {
        let base_url = self.base_url.as_deref();
        let name = &found.endpoint.name;
        match (self.curl, self.format) {
            (true, format) => {
                let command = ready.curl(found, base_url, token.filter(|_| self.show_secrets), hidden);
                match format {
                    CallFormat::Text => output::line(&command),
                    CallFormat::Json => output::json(&json!({ "ok": true, "endpoint": name, "curl": command })),
                }
            }
            (false, CallFormat::Text) => {
                let terminal = io::stdout().is_terminal();
                output::line(&ready.dry(found, base_url, token, hidden).text(|body| json_text(body, terminal)));
            }
            (false, CallFormat::Json) => output::json(&ready.dry(found, base_url, token, hidden).json(name)),
        }
        Outcome::Yes
    }

    fn tell(&self, found: Found<'_>, report: Report) -> Result<Outcome, Trouble> {
        let name = &found.endpoint.name;
        match report {
            Report::Failed(trouble) => Err(trouble),
            Report::Done(content) => self.tell_done(name, content).map(|()| Outcome::Yes),
            Report::Refused(refusal, reply) => {
                if self.format == CallFormat::Json {
                    output::json(&json!({ "ok": false, "endpoint": name, "reply": reply, "error": refusal.json() }));
                    return Ok(Outcome::No);
                }
                if let Some(reply) = &reply {
                    output::line(&json_text(reply, io::stdout().is_terminal()));
                }
                let mut text = format!("error: {}\n", report::visible(&refusal.headline()));
                for (label, words) in refusal.lines() {
                    text.push_str(&format!("  {label:<8}{}\n", report::visible(&words)));
                }
                output::trouble(&text);
                Ok(Outcome::No)
            }
        }
    }

    fn tell_done(&self, name: &str, content: Content) -> Result<(), Trouble> {
        let (bytes, content_type, reply) = match content {
            Content::Json(reply) => (format!("{}\n", json_text(&reply, false)).into_bytes(), None, Some(reply)),
            Content::Bytes { bytes, content_type } => (bytes, content_type, None),
        };
        if let Some(file) = &self.output {
            std::fs::write(file, &bytes).map_err(|error| {
                let message = format!("{}: {error}", file.display());
                Trouble::new("output", message).help("the call has been made, and its reply is lost")
            })?;
        }
        match (self.format, &self.output, &reply) {
            (CallFormat::Json, file, reply) => {
                let written = file.as_ref().map(|file| {
                    json!({ "file": file.to_string_lossy(), "bytes": bytes.len(), "content_type": content_type })
                });
                let mut told = json!({ "ok": true, "endpoint": name, "reply": reply, "error": null });
                if let (Value::Object(told), Some(written)) = (&mut told, written) {
                    told.insert("output".to_owned(), written);
                }
                output::json(&told);
            }
            (CallFormat::Text, Some(file), _) => {
                let kind = content_type.map_or(String::new(), |kind| format!(", {}", report::visible(&kind)));
                output::trouble(&format!("{}: {}{kind}\n", file.display(), output::count(bytes.len(), "byte")));
            }
            (CallFormat::Text, None, Some(reply)) => output::line(&json_text(reply, io::stdout().is_terminal())),
            (CallFormat::Text, None, None) => {
                let _ = io::stdout().write_all(&bytes);
            }
        }
        Ok(())
    }

    fn tell_list(&self, all: &[Found<'_>]) -> Outcome {
        if self.format == CallFormat::Json {
            let endpoint = |found: &Found<'_>| {
                let endpoint = found.endpoint;
                json!({
                    "endpoint": endpoint.name, "area": found.area.id, "summary": endpoint.summary,
                    "method": endpoint.method.name(), "path": endpoint.path,
                })
            };
            output::json(&json!({ "endpoints": all.iter().map(endpoint).collect::<Vec<_>>() }));
        } else {
            let width = all.iter().map(|found| found.full_name().len()).max().unwrap_or_default();
            let line =
                |found: &Found<'_>| format!("{:<width$}  {}\n", found.full_name(), found.endpoint.summary.trim());
            let lines: String = all.iter().map(line).collect();
            output::line(&format!("{lines}{}", output::count(all.len(), "endpoint")));
        }
        if all.is_empty() { Outcome::No } else { Outcome::Yes }
    }

    fn broken(&self, loaded: &Loaded) -> Trouble {
        if self.format == CallFormat::Text {
            output::trouble(&report::text(&loaded.diagnostics, &loaded.sources, io::stderr().is_terminal()));
        }
        Trouble::new("spec", format!("{} in the spec", output::count(loaded.errors(), "error")))
            .help("wxgen check tells them; --spec says where the spec is")
    }
}

fn not_found(written: &str, why: NotFound) -> Trouble {
    match why {
        NotFound::Unknown(near) => {
            let help = match near.as_slice() {
                [] => "wxgen call --list tells all".to_owned(),
                near => format!("did you mean {}?", near.join(", ")),
            };
            Trouble::new("endpoint", format!("no endpoint is called {written:?}")).help(help)
        }
        NotFound::Ambiguous(all) => {
            let message = format!("{} endpoints are called {written:?}", all.len());
            Trouble::new("endpoint", message).help(format!("say which: {}", all.join(", ")))
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

fn read_body(path: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Value, Trouble> {
    let bytes = read(path).map_err(|error| Trouble::new("arguments", format!("--body {path}: {error}")))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Trouble::new("arguments", format!("--body {path} is not JSON: {error}")))
}

#[cfg(feature = "mock")]
type Mocked = wxgen::mock::MockHandle;
#[cfg(not(feature = "mock"))]
type Mocked = ();

/// A mock, where it listens, and a token that it takes.
#[cfg(feature = "mock")]
fn start_mock(spec: &Path, found: Found<'_>) -> Result<(Mocked, String, Option<String>), Trouble> {
    use wxgen::mock::{COMPONENT_APPID, MERCHANT, Mock};
    let mock = Mock::builder().spec(spec).start().map_err(|error| Trouble::new("mock", error.to_string()))?;
    let base_url = mock.base_url();
    let token = found.endpoint.token.as_ref().map(|token| {
        let of_merchant = token.kind == "authorizer_access_token";
        mock.issue_token(&token.kind, if of_merchant { MERCHANT } else { COMPONENT_APPID })
    });
    Ok((mock, base_url, token))
}

#[cfg(not(feature = "mock"))]
fn start_mock(_: &Path, _: Found<'_>) -> Result<(Mocked, String, Option<String>), Trouble> {
    Err(Trouble::new("mock", "this wxgen was built without the feature `mock`"))
}
