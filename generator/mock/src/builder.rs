//! Starts a mock.

use std::fmt;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::calls::RecordedCall;
use super::handle::MockHandle;
use super::hosts::Hosts;
use super::rule_file::{RuleFileError, read_rules};
use super::rules::Rule;
use super::server::{Listener, Server};
use super::settings::{Lifetimes, PushTarget, Settings};
use super::state::MockState;
use super::{push, serve};
use wxgen::model::Api;
use wxgen::pipeline;
use wxgen::pipeline::Loaded;
use wxgen::report;

/// A local WeChat that is not started yet.
#[derive(Debug)]
pub struct Mock;

impl Mock {
    /// One with the usual settings: any free port of this machine, the spec in `spec`, and [`TOKEN`](super::TOKEN) good
    /// everywhere.
    pub fn builder() -> MockBuilder {
        MockBuilder {
            spec: PathBuf::from("spec"),
            listen: "127.0.0.1:0".to_owned(),
            rules: Vec::new(),
            rule_file: None,
            settings: Settings::default(),
            listener: None,
        }
    }
}

/// Settings of a mock.
pub struct MockBuilder {
    spec: PathBuf,
    listen: String,
    rules: Vec<Rule>,
    rule_file: Option<PathBuf>,
    settings: Settings,
    listener: Option<Listener>,
}

impl MockBuilder {
    /// The spec folder.
    #[must_use]
    pub fn spec(mut self, dir: impl Into<PathBuf>) -> Self {
        self.spec = dir.into();
        self
    }

    /// The address to listen at. Other machines can call it where that is not a loopback address.
    #[must_use]
    pub fn listen(mut self, address: impl Into<String>) -> Self {
        self.listen = address.into();
        self
    }

    /// The token that every endpoint takes; `None`: only tokens that the mock issued are good.
    #[must_use]
    pub fn token(mut self, token: Option<&str>) -> Self {
        self.settings.token = token.map(str::to_owned);
        self
    }

    /// The platform's appid and secret.
    #[must_use]
    pub fn platform(mut self, appid: impl Into<String>, secret: impl Into<String>) -> Self {
        self.settings.component_appid = appid.into();
        self.settings.component_secret = secret.into();
        self
    }

    /// How long tokens, tickets and codes live.
    #[must_use]
    pub fn lifetimes(mut self, lifetimes: Lifetimes) -> Self {
        self.settings.lifetimes = lifetimes;
        self
    }

    /// Does each refresh of a merchant's token replace the refresh token, too?
    #[must_use]
    pub fn rotate_refresh_tokens(mut self, rotate: bool) -> Self {
        self.settings.rotate_refresh_tokens = rotate;
        self
    }

    /// Remember nothing: documented replies only.
    #[must_use]
    pub fn stateless(mut self, stateless: bool) -> Self {
        self.settings.stateless = stateless;
        self
    }

    /// What random-looking things are made from; the same seed gives the same.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// The clock stands still at these seconds since 1970, and moves only when it is put forward.
    #[must_use]
    pub fn frozen_at(mut self, seconds: u64) -> Self {
        self.settings.frozen_at = Some(seconds);
        self
    }

    /// Where tickets and authorizations are pushed to.
    #[must_use]
    pub fn push_to(mut self, target: PushTarget) -> Self {
        self.settings.push = Some(target);
        self
    }

    /// The largest body that is read, in bytes.
    #[must_use]
    pub fn largest_body(mut self, bytes: usize) -> Self {
        self.settings.largest_body = bytes;
        self
    }

    /// How long a body may take to come; then the answer is 408.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.settings.patience = patience;
        self
    }

    /// Refuses JSON whose content type is another one, or none. WeChat takes it.
    #[must_use]
    pub fn strict_content_type(mut self, strict: bool) -> Self {
        self.settings.strict_content_type = strict;
        self
    }

    /// Adds a rule.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Reads rules from a file.
    #[must_use]
    pub fn rule_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.rule_file = Some(path.into());
        self
    }

    /// Is told of each call, in the thread that answers it.
    #[must_use]
    pub fn on_call(mut self, listener: impl Fn(&RecordedCall) + Send + Sync + 'static) -> Self {
        self.listener = Some(Box::new(listener));
        self
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// When the spec or a rule file has errors, or the address cannot be used.
    pub fn start(self) -> Result<MockHandle, StartError> {
        let mut loaded = pipeline::load(&self.spec);
        let Some(api) = loaded.api.take() else { return Err(StartError::Spec(Box::new(loaded))) };
        let mut rules = self.rules;
        if let Some(path) = &self.rule_file {
            rules.extend(rules_of(path, &api)?);
        }
        let settings = self.settings;
        if let Some(push) = &settings.push {
            push::check(push, &settings.component_appid).map_err(StartError::Push)?;
        }
        let sets = api.permission_sets.iter().map(|set| set.id).collect();
        let io = |error| StartError::Io(self.listen.clone(), error);
        let listener = TcpListener::bind(&self.listen).map_err(io)?;
        listener.set_nonblocking(true).map_err(io)?;
        let address = listener.local_addr().map_err(io)?;
        let hosts = Hosts::new(&self.listen, address, &api);
        let server = Arc::new(Server::new(api, rules, hosts, MockState::new(settings, sets), self.listener));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(io)?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(io)?
        };
        runtime.spawn(serve::serve(listener, server.clone()));
        runtime.spawn(push::tickets(server.clone()));
        Ok(MockHandle { address, server, runtime: Some(runtime) })
    }
}

fn rules_of(path: &Path, api: &Api) -> Result<Vec<Rule>, StartError> {
    let shown = path.to_string_lossy().replace('\\', "/");
    let text = std::fs::read_to_string(path).map_err(|error| StartError::Io(shown.clone(), error))?;
    read_rules(&shown, &text, api).map_err(|refused| StartError::Rules(Box::new(refused)))
}

impl fmt::Debug for MockBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockBuilder")
            .field("spec", &self.spec)
            .field("listen", &self.listen)
            .field("rules", &self.rules)
            .field("rule_file", &self.rule_file)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// Why a mock could not start.
pub enum StartError {
    /// The spec has errors.
    Spec(Box<Loaded>),
    /// The rule file has errors.
    Rules(Box<RuleFileError>),
    /// Pushes cannot go there.
    Push(String),
    /// An address or a file cannot be used.
    Io(String, io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(loaded) => f.write_str(&report::text(&loaded.diagnostics, &loaded.sources, false)),
            Self::Rules(refused) => f.write_str(&report::text(&refused.diagnostics, &refused.sources, false)),
            Self::Push(error) => write!(f, "pushes: {error}"),
            Self::Io(what, error) => write!(f, "{what}: {error}"),
        }
    }
}

impl fmt::Debug for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for StartError {}
