//! All about HTTP in one place: proxy, certificates, pool, timeouts.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Certificate, ClientBuilder, Identity, Proxy};

use super::ReqwestTransport;
use super::pools::Pools;
use crate::transport::{TransportError, TransportErrorKind};

/// How long a connection may take to make unless set; after that another host is worth a try.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const USER_AGENT: &str = concat!("wxopen/", env!("CARGO_PKG_VERSION"));

/// Settings of HTTP: proxy, certificates, pool, timeouts. [`build`](Self::build) makes a transport of them, for a
/// [`Client`](crate::Client), for a [platform](crate::ThirdPartyPlatform) and for all clients that come from it.
///
/// ```
/// use std::time::Duration;
/// use wxopen_runtime::{Client, HttpSettings};
///
/// let http = HttpSettings::new()
///     .proxy("socks5h://127.0.0.1:1080")
///     .connect_timeout(Duration::from_secs(2))
///     .idle_connections(32)
///     .build()?;
/// let client = Client::with_transport("TOKEN", http).build();
/// # Ok::<_, wxopen_runtime::HttpSettingsError>(())
/// ```
#[derive(Clone)]
#[must_use = "`build` makes a transport of it"]
pub struct HttpSettings {
    proxy: ProxyChoice,
    trusted: Vec<Vec<u8>>,
    trusts_only_these: bool,
    identity: Option<Vec<u8>>,
    connect_timeout: Duration,
    idle_connections: Option<usize>,
    idle_timeout: Option<Duration>,
    min_tls: Option<reqwest::tls::Version>,
    user_agent: String,
    configure: Vec<Arc<Configure>>,
}

type Configure = dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync;

/// Which proxy is used.
#[derive(Clone)]
enum ProxyChoice {
    FromEnvironment,
    None,
    Url(String),
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows neither proxy nor certificates: both can hold secrets.
impl fmt::Debug for HttpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSettings").finish_non_exhaustive()
    }
}

impl HttpSettings {
    /// The usual settings.
    pub fn new() -> Self {
        Self {
            proxy: ProxyChoice::FromEnvironment,
            trusted: Vec::new(),
            trusts_only_these: false,
            identity: None,
            connect_timeout: CONNECT_TIMEOUT,
            idle_connections: None,
            idle_timeout: None,
            min_tls: None,
            user_agent: USER_AGENT.to_owned(),
            configure: Vec::new(),
        }
    }

    /// The proxy for all requests, by its URL: `http://`, `https://`, `socks5://` (this machine looks names up),
    /// `socks5h://` (the proxy does) or `socks4://`, with `user:password@` where it wants them.
    ///
    /// Unless set, the environment says which: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, and `NO_PROXY` for exceptions.
    pub fn proxy(self, url: impl Into<String>) -> Self {
        Self { proxy: ProxyChoice::Url(url.into()), ..self }
    }

    /// No proxy, whatever the environment says.
    pub fn no_proxy(self) -> Self {
        Self { proxy: ProxyChoice::None, ..self }
    }

    /// Trusts these certificates of authorities (PEM, one or many) besides those that the system trusts.
    pub fn trust(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.trusted.push(pem.into());
        self
    }

    /// Trusts these certificates of authorities (PEM, one or many) and those of [`trust`](Self::trust), and not those that
    /// the system trusts.
    pub fn trust_only(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.trusts_only_these = true;
        self.trust(pem)
    }

    /// The certificate by which servers know this client, and its private key, both as PEM in one text.
    pub fn client_certificate(self, pem: impl Into<Vec<u8>>) -> Self {
        Self { identity: Some(pem.into()), ..self }
    }

    /// How long a connection may take to make; 5 s unless set. After that a call is made again, elsewhere where there is a
    /// [`FailOver`](crate::FailOver).
    pub fn connect_timeout(self, time: Duration) -> Self {
        Self { connect_timeout: time, ..self }
    }

    /// The most connections to a host that stay open while nobody uses them; no limit unless set.
    pub fn idle_connections(self, most: usize) -> Self {
        Self { idle_connections: Some(most), ..self }
    }

    /// How long a connection stays open while nobody uses it; 90 s unless set.
    pub fn idle_timeout(self, time: Duration) -> Self {
        Self { idle_timeout: Some(time), ..self }
    }

    /// The oldest version of TLS to speak; 1.2 unless set, and none that is older can be.
    pub fn min_tls(self, version: reqwest::tls::Version) -> Self {
        Self { min_tls: Some(version), ..self }
    }

    /// What clients call themselves; `wxopen/VERSION` unless set.
    pub fn user_agent(self, name: impl Into<String>) -> Self {
        Self { user_agent: name.into(), ..self }
    }

    /// Any other setting of reqwest. What this type has a method for is set after it: redirects are not followed (URLs
    /// hold tokens), and connect timeout and user agent are those of here. It is called for each client that is made, one
    /// for each tokio runtime.
    pub fn configure(mut self, change: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static) -> Self {
        self.configure.push(Arc::new(change));
        self
    }

    /// The transport.
    ///
    /// # Errors
    ///
    /// Which setting cannot be used, and why.
    pub fn build(self) -> Result<ReqwestTransport, HttpSettingsError> {
        let client = self.client()?;
        Ok(ReqwestTransport::with_pools(Pools::new(self, client)))
    }

    /// A client with these settings.
    pub(super) fn client(&self) -> Result<reqwest::Client, HttpSettingsError> {
        let mut builder = self.configure.iter().fold(reqwest::Client::builder(), |builder, change| change(builder));
        builder = match &self.proxy {
            ProxyChoice::FromEnvironment => builder,
            ProxyChoice::None => builder.no_proxy(),
            ProxyChoice::Url(url) => builder.proxy(Proxy::all(url).map_err(wrong("proxy"))?),
        };
        let mut trusted = Vec::new();
        for pem in &self.trusted {
            let found = Certificate::from_pem_bundle(pem).map_err(wrong("trust"))?;
            if found.is_empty() {
                return Err(HttpSettingsError { setting: "trust", reason: "there is no certificate in it".to_owned() });
            }
            trusted.extend(found);
        }
        builder = match self.trusts_only_these {
            true => builder.tls_certs_only(trusted),
            false if trusted.is_empty() => builder,
            false => builder.tls_certs_merge(trusted),
        };
        if let Some(pem) = &self.identity {
            builder = builder.identity(Identity::from_pem(pem).map_err(wrong("client_certificate"))?);
        }
        if let Some(most) = self.idle_connections {
            builder = builder.pool_max_idle_per_host(most);
        }
        if let Some(time) = self.idle_timeout {
            builder = builder.pool_idle_timeout(time);
        }
        if let Some(version) = self.min_tls {
            builder = builder.tls_version_min(version);
        }
        builder
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.connect_timeout)
            .user_agent(&self.user_agent)
            .build()
            .map_err(wrong("http"))
    }
}

/// A setting of HTTP that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the setting `{setting}` cannot be used: {reason}")]
#[non_exhaustive]
pub struct HttpSettingsError {
    /// The name of the method that set it; `http` where it is not known which.
    pub setting: &'static str,
    /// Why; no secrets.
    pub reason: String,
}

impl From<HttpSettingsError> for TransportError {
    fn from(error: HttpSettingsError) -> Self {
        Self::new(TransportErrorKind::Other, error.to_string())
    }
}

/// What reqwest says of a setting, without what may repeat the setting.
fn wrong(setting: &'static str) -> impl Fn(reqwest::Error) -> HttpSettingsError {
    move |error| {
        let mut cause = error.source();
        while let Some(source) = cause.and_then(StdError::source) {
            cause = Some(source);
        }
        let reason = cause.map_or_else(|| "it is not understood".to_owned(), ToString::to_string);
        HttpSettingsError { setting, reason }
    }
}
