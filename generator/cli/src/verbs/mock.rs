//! `wxgen mock`: a local WeChat that speaks the spec.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use wxgen::report;
use wxgen_mock::{
    ADDRESS, COMPONENT_APPID, COMPONENT_SECRET, Lifetimes, Mock, PushTarget, RecordedCall, StartError, TOKEN,
};

use super::{Outcome, output};

/// What is said beside the options.
const MORE: &str = "\
Calls can ask for trouble with headers: `x-mock-errcode: 85001`, `x-mock-latency-ms: 500`, and `x-mock-fault` with one
of refuse, drop, half_body, content_type, not_json, status_500. A rule file does the same for chosen calls:

  - { endpoint: bindTester, nth: 3, errcode: 85004 }
  - { endpoint: getTester, every: 10, fault: half_body }
  - { endpoint: \"*\", probability: 0.01, errcode: -1, latency_ms: 200 }

The page at / shows endpoints, calls and tokens. /mock/calls, /mock/tokens, /mock/state and /mock/endpoints are the same as
JSON. POST /mock/clock {\"advance\": 7200}, /mock/ticket, /mock/authorize {\"appid\": \"wx…\"}, /mock/unauthorize and
/mock/token {\"kind\": \"authorizer_access_token\", \"appid\": \"wx…\"} make things happen.";

#[derive(Debug, Args)]
#[command(after_help = MORE)]
pub(super) struct Serve {
    /// Folder of the specs
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// Where to listen; port 0 is any free one
    #[arg(long, value_name = "ADDR", default_value = ADDRESS)]
    listen: String,
    /// YAML file that says which calls get errors, faults and delays
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Token that every endpoint takes
    #[arg(long, value_name = "TOKEN", default_value = TOKEN)]
    token: String,
    /// Take only tokens that were issued here, and only JSON that says that it is JSON
    #[arg(long)]
    strict: bool,
    /// Remember nothing: answer with documented replies
    #[arg(long)]
    stateless: bool,
    /// Appid of the platform
    #[arg(long, value_name = "APPID", default_value = COMPONENT_APPID)]
    component_appid: String,
    /// Secret of the platform
    #[arg(long, value_name = "SECRET", default_value = COMPONENT_SECRET)]
    component_secret: String,
    /// How long access tokens live, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 7200)]
    token_lifetime: u64,
    /// How long a token lives on after a newer one has replaced it, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    overlap: u64,
    /// Replace the refresh token with each refresh
    #[arg(long)]
    rotate_refresh_tokens: bool,
    /// Where tickets and authorizations are pushed to, http://…
    #[arg(long, value_name = "URL", requires_all = ["push_token", "push_key"])]
    push_url: Option<String>,
    /// Token that pushes are signed with
    #[arg(long, value_name = "TOKEN")]
    push_token: Option<String>,
    /// EncodingAESKey of pushes, 43 characters
    #[arg(long, value_name = "KEY")]
    push_key: Option<String>,
    /// What probabilities and tokens are made from
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Let the clock stand still at these seconds since 1970
    #[arg(long, value_name = "SECONDS")]
    freeze: Option<u64>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    format: MockFormat,
}

/// How calls are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum MockFormat {
    /// For people
    Text,
    /// For programs: an object a line
    Json,
}

impl Serve {
    pub(super) fn run(self) -> Outcome {
        let format = self.format;
        let lifetimes = Lifetimes {
            component_token: self.token_lifetime,
            authorizer_token: self.token_lifetime,
            replaced_token: self.overlap,
            ..Lifetimes::default()
        };
        let mut mock = Mock::builder()
            .spec(self.spec)
            .listen(self.listen)
            .token((!self.strict).then_some(self.token.as_str()))
            .strict_content_type(self.strict)
            .platform(self.component_appid, self.component_secret)
            .lifetimes(lifetimes)
            .rotate_refresh_tokens(self.rotate_refresh_tokens)
            .stateless(self.stateless)
            .seed(self.seed)
            .on_call(move |call| tell(format, call));
        if let Some(rules) = self.rules {
            mock = mock.rule_file(rules);
        }
        if let Some(seconds) = self.freeze {
            mock = mock.frozen_at(seconds);
        }
        if let (Some(url), Some(token), Some(aes_key)) = (self.push_url, self.push_token, self.push_key) {
            mock = mock.push_to(PushTarget { url, token, aes_key });
        }
        let handle = match mock.start() {
            Ok(handle) => handle,
            Err(error) => return refuse(format, &error),
        };
        let base_url = handle.base_url();
        match format {
            MockFormat::Json => output::line(&json!({ "listening": base_url }).to_string()),
            MockFormat::Text => {
                output::line(&format!("listening on {base_url}"));
                if !self.strict {
                    output::line(&format!("every endpoint takes the token {}", self.token));
                }
            }
        }
        let waited = wait();
        drop(handle);
        match waited {
            Ok(()) => Outcome::Yes,
            Err(error) => {
                output::error(super::Format::Text, &format!("signals cannot be waited for: {error}"));
                Outcome::CouldNotRun
            }
        }
    }
}

/// Says why it did not start: a spec or rule with errors is a no, anything else could not run.
fn refuse(format: MockFormat, error: &StartError) -> Outcome {
    let found = match error {
        StartError::Spec(loaded) => Some((&loaded.diagnostics, &loaded.sources)),
        StartError::Rules(refused) => Some((&refused.diagnostics, &refused.sources)),
        _ => None,
    };
    match (format, found) {
        (MockFormat::Json, Some((diagnostics, sources))) => output::json(&report::json(diagnostics, sources)),
        (MockFormat::Json, None) => output::error(super::Format::Json, &error.to_string()),
        (MockFormat::Text, Some(_)) => output::trouble(&error.to_string()),
        (MockFormat::Text, None) => output::error(super::Format::Text, &error.to_string()),
    }
    if found.is_some() { Outcome::No } else { Outcome::CouldNotRun }
}

/// Waits for Ctrl-C, or to be told to end.
fn wait() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        #[cfg(unix)]
        {
            let mut end = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
            tokio::select! {
                pressed = tokio::signal::ctrl_c() => pressed,
                _ = end.recv() => Ok(()),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await
    })
}

/// Prints a call. The path is somebody else's text.
fn tell(format: MockFormat, call: &RecordedCall) {
    match format {
        MockFormat::Json => output::line(&report::visible_json(&serde_json::to_string(call).unwrap_or_default())),
        MockFormat::Text => {
            let RecordedCall { method, path, verdict, errcode, message, fault, .. } = call;
            let mut line = format!("{:<9} {errcode:>6}  {method} {path}", verdict.name());
            if let Some(fault) = fault {
                line.push_str(&format!("  [{fault}]"));
            }
            if !message.is_empty() {
                line.push_str(&format!("  {message}"));
            }
            output::line(&report::visible(&line));
        }
    }
}
