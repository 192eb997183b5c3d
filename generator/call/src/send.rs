//! Sends a call through the runtime's client.

use std::time::Duration;

use serde_json::Value;
use wxopen_runtime::{AnyCode, Binary, Client, Error, FromReply, RawReply, Reply, ReqwestTransport, Retry};

use super::prepared::PreparedCall;

/// Where a call goes, and how.
#[derive(Clone)]
pub struct Target {
    /// The token.
    pub token: Option<String>,
    /// Where to call instead of the host of the spec.
    pub base_url: Option<String>,
    /// How long it may take.
    pub timeout: Duration,
}

/// Hosts of this machine.
const LOOPBACK: &[&str] = &["127.0.0.1", "localhost", "[::1]"];

impl Target {
    /// Does the call stay on this machine?
    fn is_here(&self) -> bool {
        let host = self.base_url.as_deref().and_then(|url| url.strip_prefix("http://")).unwrap_or_default();
        LOOPBACK.iter().any(|here| {
            host.strip_prefix(here)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(':') || rest.starts_with('/'))
        })
    }

    /// No proxy stands between this machine and itself.
    fn transport(&self) -> ReqwestTransport {
        let direct = || reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().ok();
        match self.is_here().then(direct).flatten() {
            Some(client) => ReqwestTransport::with_client(client),
            None => ReqwestTransport::new(),
        }
    }
}

/// Sends the call, once: whoever types a command sees what came of it and decides.
///
/// # Errors
///
/// What WeChat reports, or why there is no reply.
pub fn send(prepared: PreparedCall, target: &Target) -> Result<RawReply, Error<AnyCode>> {
    match prepared.wants_bytes() {
        true => {
            let reply = exchange::<Binary>(prepared, target)?;
            let raw = reply.raw().clone();
            Ok(RawReply { body: reply.into_inner().bytes.into_vec(), ..raw })
        }
        false => Ok(exchange::<Value>(prepared, target)?.raw().clone()),
    }
}

fn exchange<R: FromReply + 'static>(prepared: PreparedCall, target: &Target) -> Result<Reply<R>, Error<AnyCode>> {
    let mut client = Client::with_transport(target.token.clone().unwrap_or_default(), target.transport())
        .user_agent(concat!("wxgen/", env!("CARGO_PKG_VERSION")))
        .timeout(target.timeout)
        .deadline(target.timeout)
        .retry(Retry::none());
    if let Some(url) = &target.base_url {
        client = client.base_url(url);
    }
    client.build_blocking().send(prepared.expecting::<R>())
}
