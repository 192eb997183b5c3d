//! The spec in `spec/`, read anew: what the client is held against, so that no list here can go stale.

use std::path::Path;
use std::sync::LazyLock;

use wxgen::model::{Api, Endpoint, ErrorCode};

/// The spec that the client was generated from.
pub(crate) static API: LazyLock<Api> = LazyLock::new(|| {
    let loaded = wxgen::pipeline::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"));
    loaded.api.expect("the spec has no errors")
});

/// The endpoints that are called over HTTP here: the first ones, and those that tokens come from. That the examples of all
/// endpoints are sent and read as they stand is for the tests of the generated crate.
const CALLED: &[&str] = &[
    "bindTester",
    "clearComponentQuotaByAppSecret",
    "clearQuota",
    "getApiQuota",
    "getAuthorizerAccessToken",
    "getAuthorizerInfo",
    "getAuthorizerList",
    "getAuthorizerOption",
    "getAuthorizerOptionInfo",
    "getAuthorizerRefreshToken",
    "getComponentAccessToken",
    "getPreAuthCode",
    "getRidInfo",
    "getTester",
    "setAuthorizerOption",
    "setAuthorizerOptionInfo",
    "startPushTicket",
    "unbindOpenAccount",
    "unbindTester",
    "weDataUnbindUser",
];

/// Every endpoint that is called.
pub(crate) fn endpoints() -> impl Iterator<Item = &'static Endpoint> {
    let all = API.areas.iter().flat_map(|area| &area.endpoints);
    all.filter(|endpoint| CALLED.contains(&endpoint.name.as_str()))
}

/// What the spec says of one endpoint.
pub(crate) fn endpoint(name: &str) -> &'static Endpoint {
    endpoints().find(|endpoint| endpoint.name == name).expect("the spec has the endpoint")
}

/// Every code that an endpoint can answer: those of its own first, then the shared ones it does not word itself.
pub(crate) fn codes(name: &str) -> Vec<&'static ErrorCode> {
    let mut codes: Vec<_> = endpoint(name).errors.codes.iter().collect();
    for shared in &API.errcodes {
        if codes.iter().all(|code| code.code != shared.code) {
            codes.push(shared);
        }
    }
    codes.retain(|code| code.code != 0);
    codes
}
