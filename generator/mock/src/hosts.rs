//! By which names the mock may be called. A page of another site can have its own name lead to this machine; what it
//! would send then names that site.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

use wxgen::model::Api;

/// The names that are good.
#[derive(Debug, Clone, Default)]
pub(super) struct Hosts {
    /// Only this machine can call, so only a browser on it can be led here by a name.
    loopback: bool,
    /// Names beside addresses and those of this machine: where it was told to listen, and WeChat's own, which nobody
    /// else can have lead here.
    known: Vec<String>,
}

impl Hosts {
    /// Those of a mock that was told to listen at `listen`, and does at `address`.
    pub(super) fn new(listen: &str, address: SocketAddr, api: &Api) -> Self {
        let of_api = [&api.host].into_iter().chain(&api.fallback_hosts).map(String::as_str);
        let known = of_api.chain([listen]).map(|host| name(host).to_ascii_lowercase()).collect();
        Self { loopback: address.ip().is_loopback(), known }
    }

    /// May a call of the API come with these headers? Where other machines can call, names are theirs to choose.
    pub(super) fn may_call(&self, headers: &HeaderMap) -> bool {
        let host = text(headers, "host").is_none_or(|host| self.is_good(host));
        // A page of this machine, such as that of a development server, names itself.
        let origin = text(headers, "origin").and_then(|origin| origin.split_once("://"));
        !self.loopback || host && origin.is_none_or(|(_, host)| self.is_good(host))
    }

    /// May the mock's own paths be called with these headers? Only by its own page, or by no page.
    pub(super) fn may_control(&self, headers: &HeaderMap) -> bool {
        let host = text(headers, "host").unwrap_or_default();
        let own = text(headers, "origin").is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
        own && self.is_good(host)
    }

    /// Is it an address, a name of this machine, or one that is known?
    fn is_good(&self, host: &str) -> bool {
        let name = name(host).to_ascii_lowercase();
        let local = name == "localhost" || name.ends_with(".localhost");
        local || name.parse::<IpAddr>().is_ok() || self.known.contains(&name)
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

/// A host without its port, and an address without its brackets.
fn name(host: &str) -> &str {
    let port = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let bare = port.map_or(host, |(name, _)| name);
    // `::1` has no port, whatever its end looks like.
    let bare = if host.parse::<IpAddr>().is_ok() { host } else { bare };
    bare.trim_matches(['[', ']'])
}
